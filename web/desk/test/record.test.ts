/** The profile's records in words. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { address, consents, contract, invoice, show } from "../record.ts";
import { elapsed } from "../time.ts";
import { humanise, levelWords, ratingWords, slotWords } from "../words.ts";

/** Intl writes a no-break space between € and the amount. */
const plain = (text: string): string => text.replace(/\u00a0/g, " ");

test("an invoice that is late says so", () => {
  const late = { number: "F-2026-004417", kind: "jaarafrekening", amount: "640.18", open_amount: "400.00", due: "2026-11-17", days_late: 4 };
  const line = invoice(late);
  assert.equal(plain(line.main), "€ 400,00 van € 640,18 open");
  assert.equal(line.alert, "4 dagen te laat");
  assert.equal(invoice({ ...late, days_late: 1 }).alert, "1 dag te laat");
});

test("a contract in one line, an unknown record as it is, a text as text", () => {
  assert.equal(contract({ kind: "vast", energies: ["stroom", "gas"], end: "2026-12-31" }).main, "Vast contract, stroom en gas");
  assert.equal(contract("Variabel, stroom").main, "Variabel, stroom");
  assert.equal(address({ iets_anders: "Kade 1" }).main, "Iets anders: Kade 1");
});

test("consents come as a mapping or as a list", () => {
  assert.deepEqual(consents({ verbetering: true }), [["verbetering", true]]);
  assert.deepEqual(consents([{ purpose: "verbetering", granted: false }]), [["verbetering", false]]);
  assert.deepEqual(consents(undefined), []);
});

test("values, names and waiting times in Dutch", () => {
  assert.equal(show(true), "ja");
  assert.equal(show(null), "");
  assert.equal(humanise("termijnbedrag_wijzigen"), "Termijnbedrag wijzigen");
  assert.equal(levelWords(0), "Niet geïdentificeerd");
  assert.equal(levelWords(2), "Geverifieerd", "a row does not say how");
  assert.equal(levelWords(2, "mail_code"), "Geverifieerd met e-mailcode");
  assert.equal(levelWords(2, "login_token"), "Geverifieerd via inloggen");
  const start = "2026-11-21T10:00:00Z";
  const after = (seconds: number): string => elapsed(start, Date.parse(start) + seconds * 1000);
  assert.deepEqual([after(7), after(245), after(3900), after(-5)], ["0:07", "4:05", "1 u 05", "0:00"]);
});

test("what was gathered and how it was rated reads as Dutch", () => {
  assert.equal(slotWords("betwist_reden"), "Wat er niet klopt");
  assert.equal(slotWords("aantal_maanden"), "Aantal maanden");
  assert.equal(ratingWords({ after: "agent", score: "slecht", at: "2026-11-23T10:00:00Z" }), "Niet geholpen (door een medewerker)");
  assert.equal(ratingWords({ after: "bot", score: "goed", at: "2026-11-23T10:00:00Z" }), "Goed geholpen (door de assistent)");
});
