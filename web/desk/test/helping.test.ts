/** Canned answers, the curve of the mood, and the words beside a case. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { matching } from "../search.ts";
import { evidenceWords, points } from "../curve.ts";
import { urgencyWords, why } from "../urgency.ts";
import type { Summary } from "../types/cases.ts";
import type { Answer } from "../types/helping.ts";

const ANSWERS: readonly Answer[] = [
  { id: "1", title: "Begroeten", group: "Begin", text: "Goedendag, met Fatima." },
  { id: "2", title: "Betalen in termijnen", group: "Rekening", text: "Dat kan in drie keer." },
  { id: "3", title: "Uitleg", group: "Rekening", text: "Uw termijnbedrag is € 187,00. Geïnd rond de 27e." },
];
const found = (query: string): string => matching(ANSWERS, query).map((one) => one.id).join(" ");

test("canned answers: all words must fit, the title weighs most, accents and capitals don't count", () => {
  assert.equal(found(""), "1 2 3");
  assert.equal(found("termijn"), "2 3");
  assert.equal(found("REKENING geind"), "3");
  assert.equal(found("be"), "1 2 3");
  assert.equal(found("termijn fatima"), "");
});

test("the curve: calm below, frustrated on top, first left and last right", () => {
  const signal = (score: number) => ({ seq: 1, at: "", score, level: "kalm" as const });
  const [calm, high] = points([signal(0), signal(1)]);
  assert(calm && high && calm.x < high.x && calm.y > high.y);
  assert.equal(points([signal(0.5)]).length, 1);
  assert.deepEqual(points([signal(3)]).map((one) => one.y), points([signal(1)]).map((one) => one.y));
});

test("evidence in words, without what speaks against it", () => {
  const evidence = [{ label: "hoofdletters", words: "NEE", weight: 0.5 }, { label: "bedankt", words: "dank", weight: -0.4 }, { label: "herhaalt zich" }];
  assert.equal(evidenceWords({ seq: 1, at: "", score: 1, level: "gefrustreerd", evidence }), "hoofdletters (“NEE”); herhaalt zich");
});

test("why this one first, without saying anything twice", () => {
  const one = { reason: "frustratie", priority_why: ["kwetsbare klant", "gefrustreerd", "wacht 4 minuten"] } as unknown as Summary;
  assert.deepEqual(urgencyWords(one), ["kwetsbare klant", "gefrustreerd"]);
  assert.equal(why(one), "Frustratie · kwetsbare klant");
  assert.equal(why({ ...one, priority_why: null }), "Frustratie");
});
