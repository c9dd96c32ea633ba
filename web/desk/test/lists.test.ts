/** A colleague took a customer: the agent hears it, whichever of the answers and the live word comes first. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { ApiError } from "../api.ts";
import { CaseLists } from "../case-lists.ts";
import type { Listening } from "../listening.ts";
import { Store } from "../store.ts";
import { Threads } from "../threads.ts";
import type { Agent } from "../types/agents.ts";
import type { Summary } from "../types/cases.ts";

const ME: Agent = { id: "a1", name: "Fatima", username: "fatima", role: "medewerker", state: "beschikbaar" };

function taken(by: { id: string; name: string }): Summary {
  return {
    id: "c1", conversation_id: "c1", state: "taken", priority: 3, reason: "verzoek", customer_name: "Karim", level: 0, channel: "web",
    waiting_since: "2026-11-21T09:58:00Z", unread: 0, taken_by: by,
  };
}
const MINE = taken(ME);
const THEIRS = taken({ id: "a2", name: "Joost" });

/** A desk that has Karim, on a counter that answers as told. */
function deskWithKarim(answers: { mine: () => Summary[]; detail?: () => never }) {
  const store = new Store();
  const threads = new Threads(store, { update() {} } as unknown as Listening);
  const lists = new CaseLists(store, threads);
  let asked = 0;
  Object.assign(store.api, {
    cases: async (which: string) => (which === "mine" ? ((asked += 1), answers.mine()) : []),
    callbacks: async () => [],
    detail: async () => answers.detail?.(),
  });
  store.set({ agent: ME, loaded: true, mine: [MINE] });
  return { store, threads, lists, asked: () => asked };
}

test("the live word tells who has the customer now", () => {
  const { store, lists } = deskWithKarim({ mine: () => [] });
  lists.onCase(THEIRS);
  assert.equal(store.state.notice?.text, "Joost heeft Karim overgenomen.");
});

test("a no of the counter that came first takes nothing from the word", async () => {
  const no = (): never => {
    throw new ApiError(403, "forbidden", "Joost heeft deze klant.");
  };
  const { store, threads, lists } = deskWithKarim({ mine: () => [], detail: no });
  store.set({ open: "c1", threads: new Map([["c1", { case: MINE as never, customer: null, messages: [] }]]) });
  await threads.refresh("c1");
  assert.deepEqual(store.state.mine, []);
  lists.onCase(THEIRS);
  assert.equal(store.state.notice?.text, "Joost heeft Karim overgenomen.");
});

test("who left while the line was away is told, and by whom as soon as that is known", async () => {
  const { store, lists } = deskWithKarim({ mine: () => [] });
  await lists.sync();
  assert.equal(store.state.notice?.text, "Karim is niet meer bij jou.");
  lists.onCase(THEIRS);
  assert.equal(store.state.notice?.text, "Joost heeft Karim overgenomen.");
});

test("who came while the line was away is told", async () => {
  const { store, lists } = deskWithKarim({ mine: () => [MINE] });
  store.set({ mine: [] });
  await lists.sync();
  assert.equal(store.state.notice?.text, "Karim is naar jou doorgezet. Lees eerst de notitie.");
});

test("an answer that is older than what was done meanwhile is asked again", async () => {
  const { store, lists, asked } = deskWithKarim({ mine: () => (asked() > 1 ? [MINE] : []) });
  store.set({ mine: [] });
  lists.moving = "c1";
  const synced = lists.sync();
  lists.onCase(MINE);
  lists.moving = null;
  await synced;
  assert.equal(asked(), 2);
  assert.deepEqual(store.state.mine, [MINE]);
  assert.equal(store.state.notice, null);
});
