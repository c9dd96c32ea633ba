/**
 * The profile's own records (contracts, invoices, requests…) as an agent reads them. The desk knows the fields that the
 * demo's customer source has; what another source adds is shown by its own name rather than left out.
 */

import { date } from "./time.ts";
import type { Json } from "./types/json.ts";
import { channelWords, humanise } from "./words.ts";

/** One record: a first line, and lines below it. */
export interface Line {
  readonly main: string;
  readonly sub: readonly string[];
  /** Needs attention: late, ends soon. */
  readonly alert?: string;
}

type Fields = { readonly [name: string]: Json };

const EURO = new Intl.NumberFormat("nl-NL", { style: "currency", currency: "EUR" });

export function euro(value: Json | undefined): string {
  const amount = typeof value === "number" ? value : Number(value ?? Number.NaN);
  return Number.isFinite(amount) ? EURO.format(amount) : String(value ?? "");
}

/** Any value as one piece of text. */
export function show(value: Json | undefined): string {
  if (value === null || value === undefined || value === "") return "";
  if (typeof value === "boolean") return value ? "ja" : "nee";
  if (typeof value === "string") return /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/.test(value) ? date(value) : value;
  if (typeof value === "number") return new Intl.NumberFormat("nl-NL").format(value);
  if (Array.isArray(value)) return value.map((one: Json) => show(one)).filter(Boolean).join(", ");
  return Object.entries(value as Fields)
    .map(([name, one]) => [humanise(name), show(one)])
    .filter(([, words]) => words)
    .map(([name, words]) => `${name}: ${words}`)
    .join(" · ");
}

export function address(value: Json): Line {
  return known(value, (at) => {
    const kind = text(at["kind"]);
    const line = text(at["line"]);
    const place = line ? [line] : [[text(at["street"]), text(at["house_number"])].filter(Boolean).join(" "), text(at["city"])];
    return { main: [...place, text(at["postcode"])].filter(Boolean).join(", "), sub: kind && kind !== "levering" ? [humanise(kind)] : [] };
  });
}

export function contract(value: Json): Line {
  return known(value, (one) => {
    const end = text(one["end"]);
    const kind = text(one["kind"] ?? one["type"]);
    const energies = show(one["energies"]).replace(", ", " en ");
    const until = end ? `loopt tot ${date(end)}` : "loopt door";
    return {
      main: [kind ? `${humanise(kind)} contract` : "Contract", energies].filter(Boolean).join(", "),
      sub: [
        text(one["address"]),
        [one["start"] ? `sinds ${date(text(one["start"]))}` : "", until].filter(Boolean).join(", "),
        one["instalment"] ? `termijn ${euro(one["instalment"])}${one["collection_day"] ? `, rond de ${show(one["collection_day"])}e` : ""}` : "",
      ].filter(Boolean),
      ...(one["ends_soon"] === true ? { alert: "Loopt bijna af" } : {}),
    };
  });
}

export function invoice(value: Json): Line {
  return known(value, (one) => {
    const late = Number(one["days_late"] ?? 0);
    const due = text(one["due"] ?? one["due_date"]);
    const part = one["open_amount"] !== undefined && one["open_amount"] !== one["amount"] ? ` van ${euro(one["amount"])}` : "";
    return {
      main: `${euro(one["open_amount"] ?? one["amount"])}${part} open`,
      sub: [
        [humanise(text(one["kind"]) || "factuur"), text(one["number"] ?? one["invoice_number"])].filter(Boolean).join(" "),
        due ? `betalen voor ${date(due)}` : "",
        one["in_arrangement"] === true ? "loopt in een betalingsregeling" : "",
      ].filter(Boolean),
      ...(late > 0 ? { alert: `${late} ${late === 1 ? "dag" : "dagen"} te laat` } : {}),
    };
  });
}

export function request(value: Json): Line {
  return known(value, (one) => ({
    main: text(one["title"]) || humanise(text(one["kind"])),
    sub: [
      [text(one["state"] ?? one["status"]), one["created_at"] ? `sinds ${date(text(one["created_at"]))}` : "", text(one["reference"])]
        .filter(Boolean)
        .join(" · "),
      one["next_step"] ? `Volgende stap: ${text(one["next_step"])}` : "",
    ].filter(Boolean),
  }));
}

export function contactMoment(value: Json): Line {
  return known(value, (one) => ({
    main: text(one["summary"]) || "Contact",
    sub: [[one["at"] ? date(text(one["at"])) : "", one["channel"] ? channelWords(text(one["channel"])) : ""].filter(Boolean).join(" · ")],
  }));
}

/** Per purpose whether the customer agreed; from a mapping or from a list of {purpose, granted}. */
export function consents(value: Json | undefined): readonly (readonly [string, boolean])[] {
  if (Array.isArray(value)) {
    return value.filter(isFields).map((one) => [text(one["purpose"]), one["granted"] === true] as const);
  }
  return isFields(value) ? Object.entries(value).map(([purpose, granted]) => [purpose, granted === true] as const) : [];
}

export function isFields(value: Json | undefined): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function known(value: Json, line: (fields: Fields) => Line): Line {
  if (!isFields(value)) return { main: show(value), sub: [] };
  const made = line(value);
  return made.main.trim() ? made : { main: show(value), sub: [] };
}

function text(value: Json | undefined): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}
