/** A customer on a phone: until when one can type, what changed in a message, and why one did not arrive. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { alarmWords, filled, isSoon, leftWords, mayTemplate, shutWords } from "../reach.ts";
import { applyReceipt, applyReceipts, mergeMessages } from "../state.ts";
import type { Message } from "../types/messages.ts";
import type { Template } from "../types/reach.ts";

const NOW = Date.parse("2026-11-23T10:00:00Z");
const at = (minutes: number): string => new Date(NOW + minutes * 60_000).toISOString();

test("the time that is left is said in hours and minutes", () => {
  assert.equal(leftWords(at(192), NOW), "nog 3 u 12 om te antwoorden");
  assert.equal(leftWords(at(59), NOW), "nog 59 min om te antwoorden");
  assert.equal(leftWords(at(0.2), NOW), "nog 1 min om te antwoorden");
  assert.equal(leftWords(at(0), NOW), "24 uur voorbij");
  assert.equal(leftWords("geen tijd", NOW), "");
  assert.deepEqual([isSoon(at(61), NOW), isSoon(at(59), NOW)], [false, true]);
});

test("typing is shut when the counter says so, and when the time passes while the page is open", () => {
  assert.equal(shutWords(null, NOW), "");
  assert.equal(shutWords({ free_text_until: null, can_write: true }, NOW), "");
  assert.equal(shutWords({ free_text_until: at(1), can_write: true }, NOW), "");
  assert.equal(shutWords({ free_text_until: at(1), can_write: true }, NOW + 60_000).includes("24 uur"), true);
  assert.equal(shutWords({ can_write: false, why_not: "Afgemeld." }, NOW), "Afgemeld.");
});

test("a template is for after the window, and never for who signed off", () => {
  assert.equal(mayTemplate({ free_text_until: at(1) }, NOW), false);
  assert.equal(mayTemplate({ free_text_until: at(-1) }, NOW), true);
  assert.equal(mayTemplate({ can_write: false, templates: true }, NOW), true);
  assert.equal(mayTemplate({ free_text_until: at(-1), signed_off: true }, NOW), false);
  assert.equal(mayTemplate(undefined, NOW), false);
});

test("a template shows what is filled in, and what is still missing by its name", () => {
  const template: Template = {
    id: "t",
    title: "T",
    text: "Over {onderwerp}: {nodig}.",
    fields: [
      { name: "onderwerp", label: "Waar het over gaat", longest: 60 },
      { name: "nodig", label: "Wat je nodig hebt", longest: 60 },
    ],
  };
  assert.equal(filled(template, new Map([["onderwerp", " je rekening "]])), "Over je rekening: [wat je nodig hebt].");
});

test("an alarm names the channel as people call it", () => {
  const words = alarmWords({ channel: "whatsapp", since: at(0) });
  assert.equal(words.replace(/\d\d:\d\d/, "10:00").startsWith("Berichten via WhatsApp komen sinds 10:00 niet aan"), true);
});

function message(seq: number, more: Partial<Message> = {}): Message {
  return { id: `m${seq}`, conversation_id: "c", seq, at: at(seq), sender: "agent", text: `tekst ${seq}`, state: "stored", ...more };
}

test("why a message failed comes with its receipt, and may be said more fully later", () => {
  const [failed] = applyReceipt([message(1, { state: "sent" })], { seq: 1, state: "failed", failure: "Niet bezorgd." });
  assert.deepEqual([failed?.state, failed?.failure], ["failed", "Niet bezorgd."]);
  const [more] = applyReceipts([message(1, { state: "sent" })], [
    { seq: 1, state: "failed", failure: "Niet bezorgd." },
    { seq: 1, state: "failed", failure: "Niet bezorgd. De klant kreeg een mail." },
  ]);
  assert.equal(more?.failure, "Niet bezorgd. De klant kreeg een mail.");
  const [still] = mergeMessages([more ?? message(1)], [message(1, { state: "failed", failure: "Niet bezorgd." })]);
  assert.equal(still?.failure, "Niet bezorgd. De klant kreeg een mail.");
  const [arrived] = applyReceipts([message(1, { state: "failed", failure: "Niet bezorgd." })], [{ seq: 1, state: "delivered" }]);
  assert.deepEqual([arrived?.state, arrived?.failure], ["delivered", null]);
});

test("what the customer changed or took back is shown as it is now", () => {
  const known = [message(1, { sender: "customer", text: "om 3 uur" }), message(2, { state: "delivered" })];
  const [changed, own] = mergeMessages(known, [
    message(1, { sender: "customer", text: "om 4 uur", earlier: "om 3 uur" }),
    message(2, { state: "sent", reaction: "👍" }),
  ]);
  assert.deepEqual([changed?.text, changed?.earlier], ["om 4 uur", "om 3 uur"]);
  assert.deepEqual([own?.state, own?.reaction], ["delivered", "👍"]);
});

test("a message that did not change stays the same object, also with a fresh link", () => {
  const file = (src: string): Partial<Message> => ({ attachment: { type: "image", payload: { src, title: "foto.png" } } });
  const known = [message(1, file("/bestanden/a"))];
  assert.equal(mergeMessages(known, [message(1, file("/bestanden/b"))])[0], known[0]);
  assert.equal(!!mergeMessages([message(1)], [message(1, file("/bestanden/b"))])[0]?.attachment, true);
});
