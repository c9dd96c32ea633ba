/** What was said on another channel is shown as it stood there: with its day, its files and its choices. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { earlierParts } from "../earlier.ts";
import type { Thread } from "../state.ts";
import type { Linked } from "../types/cases.ts";
import type { Message } from "../types/messages.ts";

Object.assign(globalThis, { window: { location: { href: "https://balie.example/" } } });

/** A template as text: its strings and values in order, whatever element they end up in. */
function drawn(part: unknown): string {
  if (Array.isArray(part)) return part.map(drawn).join("");
  if (part && typeof part === "object" && "strings" in part && "values" in part) {
    const { strings, values } = part as { strings: readonly string[]; values: readonly unknown[] };
    return strings.map((one, index) => one + drawn(values[index])).join("");
  }
  return typeof part === "string" || typeof part === "number" ? String(part) : "";
}

const said = (seq: number, at: string, more: Partial<Message>): Message => ({ id: `m${seq}`, conversation_id: "g2", seq, at, sender: "customer", ...more });

const THERE: Linked = {
  id: "g2",
  channel: "web",
  began_at: "2026-11-20T10:00:00Z",
  messages: [
    said(1, "2026-11-20T10:00:00Z", { attachment: { type: "file", payload: { src: "/bestanden/meter", title: "meter.jpg", size: 2048 } } }),
    said(2, "2026-11-21T10:00:00Z", { sender: "bot", text: "Klopt dat?", quick_replies: [{ title: "Ja" }, { title: "Nee" }] }),
    said(3, "2026-11-21T10:01:00Z", { text: "ja" }),
  ],
};

const shown = (links: Partial<Thread["case"]>): string =>
  drawn(earlierParts({ case: { customer_name: null, ...links } as Thread["case"], messages: [], customer: null } as unknown as Thread));

test("files can be opened, and every day has its date", () => {
  const text = shown({ continues: THERE });
  assert.equal(/Ging hier verder na: Webchat/.test(text), true);
  assert.equal(/<a href=[^>]*\/bestanden\/meter/.test(text), true);
  assert.equal(/meter\.jpg/.test(text), true);
  assert.equal(text.match(/divider day/g)?.length, 2);
  assert.equal(/20 nov/.test(text), true);
  assert.equal(/Ja<span class="sr"> \(gekozen\)/.test(text), true);
});

test("where the customer went on is shown too, and nothing when they did not", () => {
  assert.equal(/Ging hierna verder op: WhatsApp/.test(shown({ continued_on: { ...THERE, channel: "whatsapp" } })), true);
  assert.equal(shown({}), "");
});
