/** Times, sizes and ticks in words. */
import type { Bubble } from "./types.ts";

const clock = new Intl.DateTimeFormat("nl-NL", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("nl-NL", { weekday: "long", day: "numeric", month: "long" });

export const timeOf = (at: string): string => clock.format(new Date(at));
export const dayOf = (at: string): string => day.format(new Date(at));

const TICKS: { readonly [state in Bubble["state"]]: string } = {
  waiting: "nog niet verstuurd",
  sent: "verstuurd",
  delivered: "bezorgd",
  read: "gelezen",
  failed: "niet verstuurd",
};
export const tickWords = (state: Bubble["state"]): string => TICKS[state];

const KINDS: { readonly [kind: string]: string } = {
  audio: "Spraakbericht",
  video: "Video",
  sticker: "Sticker",
  location: "Locatie",
  contacts: "Contact",
};
export const kindWords = (kind: string): string => KINDS[kind] ?? "Bericht van een andere soort";

/** A reaction stands on the other's message: on mine it is the business's. */
export const reactionWords = ({ emoji, mine }: Pick<Bubble, "emoji" | "mine">): string => `${mine ? "Reactie" : "Jouw reactie"}: ${emoji}`;

export function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const kb = bytes / 1024;
  return kb < 1024 ? `${Math.round(kb)} kB` : `${(kb / 1024).toLocaleString("nl-NL", { maximumFractionDigits: 1 })} MB`;
}

/** How long the business may still write what it likes. */
export function windowWords(until: string | null, now: number): string {
  if (until === null) return "Nog niets gestuurd: het loket mag hier nog niet zomaar schrijven.";
  const minutes = Math.floor((Date.parse(until) - now) / 60_000);
  if (minutes < 0) return "Langer dan 24 uur stil: het loket mag alleen een goedgekeurd sjabloon sturen.";
  const hours = Math.floor(minutes / 60);
  return `Het loket mag nog ${hours ? `${hours} uur en ` : ""}${minutes % 60} minuten vrij schrijven.`;
}
