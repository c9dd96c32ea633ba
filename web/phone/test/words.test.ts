/** What a screen reader hears where others see a sign. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { reactionWords, tickWords } from "../words.ts";

test("a reaction says what it is, and whose", () => {
  assert.equal(reactionWords({ emoji: "👍", mine: true }), "Reactie: 👍");
  assert.equal(reactionWords({ emoji: "👍", mine: false }), "Jouw reactie: 👍");
});

test("every tick has words", () => {
  assert.deepEqual((["waiting", "sent", "delivered", "read", "failed"] as const).map(tickWords), [
    "nog niet verstuurd",
    "verstuurd",
    "bezorgd",
    "gelezen",
    "niet verstuurd",
  ]);
});
