/** Who is asked to take whom, and what an agent reads about it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import * as rules from "../state.ts";
import type { Agent } from "../types/agents.ts";
import type { Summary } from "../types/cases.ts";

const NOW = Date.parse("2026-11-21T10:00:00Z");
const ME: Agent = { id: "a1", name: "Fatima", username: "fatima", role: "medewerker", state: "beschikbaar" };

function waiting(id: string, extra: Partial<Summary> = {}): Summary {
  return {
    id, conversation_id: id, state: "waiting", priority: 3, reason: "verzoek", customer_name: null, level: 0, channel: "web",
    waiting_since: "2026-11-21T09:58:00Z", unread: 0, ...extra,
  };
}

const offered = (to: string, seconds: number): Partial<Summary> => ({
  offered: { to: { id: to, name: to }, until: new Date(NOW + seconds * 1000).toISOString() },
});
const ids = (list: readonly Summary[]): string => list.map((one) => one.id).join(" ");

test("an offer is for one agent, and over when its time is", () => {
  const queue = [waiting("later", offered("a1", 40)), waiting("theirs", offered("a2", 10)), waiting("soon", offered("a1", 5)), waiting("free")];
  assert.equal(ids(rules.offersTo(queue, ME, NOW)), "soon later");
  assert.equal(ids(rules.offersTo(queue, ME, NOW + 6_000)), "later");
  assert.equal(ids(rules.offersTo(queue, ME, NOW + 41_000)), "");
  assert.equal(ids(rules.offersTo(queue, null, NOW)), "");
});

test("what is offered to a colleague can be seen, until it is over", () => {
  const one = waiting("x", offered("a2", 10));
  assert.equal(rules.offeredElsewhere(one, ME, NOW), true);
  assert.equal(rules.offeredElsewhere(one, ME, NOW + 11_000), false);
  assert.equal(rules.offeredElsewhere(waiting("y", offered("a1", 10)), ME, NOW), false);
  assert.equal(rules.offeredElsewhere({ ...one, state: "taken" }, ME, NOW), false);
});

test("the queue stands in the counter's order; who came back waits since the first time", () => {
  assert.equal(ids(rules.sortWaiting([waiting("b", { place: 2, priority: 1 }), waiting("a", { place: 1 })])), "a b");
  const back = waiting("back", { first_waited: "2026-11-21T09:40:00Z", waiting_since: "2026-11-21T09:59:00Z" });
  assert.equal(ids(rules.sortWaiting([waiting("new"), back])), "back new");
});

test("who leads may look and take over", () => {
  assert.equal(rules.mayLead(ME), false);
  assert.equal(rules.mayLead({ ...ME, role: "teamleider" }), true);
  assert.equal(rules.mayLead({ ...ME, role: "beheerder" }), true);
  assert.equal(rules.mayLead(null), false);
});

test("the trouble begins where the counter says, when something was read there", () => {
  const signals = [
    { seq: 2, at: "", score: 0.5, level: "geïrriteerd" as const },
    { seq: 4, at: "", score: 0.1, level: "kalm" as const },
    { seq: 6, at: "", score: 0.9, level: "gefrustreerd" as const },
  ];
  const thread = (trouble_seq?: number): rules.Thread => ({
    case: { ...waiting("c"), signals, ...(trouble_seq === undefined ? {} : { trouble_seq }) }, customer: null, messages: [],
  });
  assert.equal(rules.troubleStart(thread())?.seq, 2);
  assert.equal(rules.troubleStart(thread(6))?.seq, 6);
  assert.equal(rules.troubleStart(thread(7)), null);
});

test("news of the queue changes what it names, in the order that it gives", () => {
  const known = [waiting("a", { place: 1 }), waiting("b", { place: 2 }), waiting("c", { place: 3 })];
  const after = rules.applyQueue(known, { order: ["c", "new", "a"], cases: [waiting("new", { priority: 1 })] });
  assert.equal(ids(after ?? []), "c new a");
  assert.deepEqual(after?.map((one) => one.place), [1, 2, 3]);
  assert.equal(rules.sortWaiting(after ?? [])[1]?.id, "new");
});

test("news without an order leaves everybody in place; a row that did not change is not drawn again", () => {
  const known = [waiting("a", { place: 1 }), waiting("b", { place: 2 })];
  const after = rules.applyQueue(known, { cases: [waiting("b", { vulnerable: true })] });
  assert.equal(ids(after ?? []), "a b");
  assert.equal(after?.[0], known[0]);
  assert.equal(after?.[1]?.vulnerable, true);
});

test("a row that this page never heard of means: fetch the queue", () => {
  assert.equal(rules.applyQueue([waiting("a")], { order: ["a", "b"], cases: [] }), null);
  assert.equal(ids(rules.applyQueue([waiting("a")], { cases: [waiting("b")] }) ?? []), "a", "already gone here");
});
