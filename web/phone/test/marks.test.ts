import assert from "node:assert/strict";
import { test } from "node:test";

import { pieces } from "../marks.ts";
import { sizeOf, windowWords } from "../words.ts";

const styles = (text: string): string[] => pieces(text).map((one) => `${one.style}:${one.text}`);

test("WhatsApp's own marks", () => {
  assert.deepEqual(styles("a *b c* _d_ ~e~ ```f g```"), [
    "plain:a ", "bold:b c", "plain: ", "italic:d", "plain: ", "strike:e", "plain: ", "mono:f g",
  ]);
});

test("what only looks like a mark stays as it is", () => {
  for (const text of ["2 * 3 * 4", "snake_case_word", "a*b*c", "* los *", "**"]) assert.deepEqual(styles(text), [`plain:${text}`]);
});

test("an address ends before the full stop", () => {
  assert.deepEqual(styles("Zie https://a.example/b?c=d_e_f."), ["plain:Zie ", "link:https://a.example/b?c=d_e_f", "plain:."]);
});

test("nothing is lost and nothing is markup", () => {
  assert.deepEqual(styles("<b>*x*</b>\n"), ["plain:<b>", "bold:x", "plain:</b>\n"]);
  assert.deepEqual(pieces(""), []);
});

test("the window and sizes in words", () => {
  const now = Date.parse("2026-11-23T10:00:00Z");
  assert.equal(windowWords("2026-11-24T09:30:00Z", now), "Het loket mag nog 23 uur en 30 minuten vrij schrijven.");
  assert.equal(windowWords("2026-11-23T10:04:59Z", now), "Het loket mag nog 4 minuten vrij schrijven.");
  assert.equal(windowWords("2026-11-23T09:59:00Z", now).includes("sjabloon"), true);
  assert.equal(windowWords(null, now).includes("Nog niets"), true);
  assert.equal(sizeOf(900), "900 bytes");
  assert.equal(sizeOf(2_000_000), "1,9 MB");
});
