/** The rules by which news changes the screen. */

import assert from "node:assert/strict";
import { test } from "node:test";

import * as rules from "../state.ts";
import type { Case, Summary } from "../types/cases.ts";
import type { Message } from "../types/messages.ts";

const AGENT = { id: "a1", name: "Fatima", username: "fatima" };

function summary(id: string, extra: Partial<Summary> = {}): Summary {
  return {
    id,
    conversation_id: id,
    state: "waiting",
    priority: 3,
    reason: "verzoek",
    customer_name: null,
    level: 0,
    channel: "web",
    waiting_since: "2026-11-21T10:00:00Z",
    unread: 0,
    ...extra,
  };
}

function message(seq: number, extra: Partial<Message> = {}): Message {
  return { id: `m${seq}`, conversation_id: "c", seq, at: `2026-11-21T10:0${seq}:00Z`, sender: "customer", text: `tekst ${seq}`, ...extra };
}

function thread(messages: readonly Message[], extra: Partial<Case> = {}): rules.Thread {
  return { case: { ...summary("c"), ...extra }, customer: null, messages };
}

const ids = (list: readonly { readonly id: string }[]): string => list.map((one) => one.id).join(" ");

test("the queue: most urgent first, then who waits longest", () => {
  const late = summary("late", { waiting_since: "2026-11-21T10:05:00Z" });
  const urgent = summary("urgent", { priority: 1, waiting_since: "2026-11-21T10:09:00Z" });
  assert.equal(ids(rules.sortWaiting([late, summary("early"), urgent])), "urgent early late");
});

test("a taken case leaves the queue, and is mine only when I took it", () => {
  const lists = { waiting: [summary("x"), summary("y")], mine: [] };
  const mine = rules.place(lists, summary("x", { state: "taken", taken_by: { id: "a1", name: "Fatima" } }), AGENT);
  assert.equal(ids(mine.waiting), "y");
  assert.equal(ids(mine.mine), "x");
  const theirs = rules.place(lists, summary("x", { state: "taken", taken_by: { id: "a2", name: "Jeroen" } }), AGENT);
  assert.equal(ids(theirs.mine), "");
  const back = rules.place(mine, summary("x", { state: "handed_back", taken_by: { id: "a1", name: "Fatima" } }), AGENT);
  assert.equal(ids(back.mine), "");
});

test("a summary that was made before a message came in does not take it back", () => {
  const mine = { state: "taken", taken_by: { id: "a1", name: "Fatima" } } as const;
  const came = { sender: "customer", text: "bent u daar nog?", at: "2026-11-21T10:02:00Z" } as const;
  const taken = { sender: "system", text: "Fatima neemt het gesprek over.", at: "2026-11-21T10:01:00Z" } as const;
  const lists = { waiting: [], mine: [summary("x", { ...mine, last_message: came, unread: 1 })] };
  const [row] = rules.place(lists, summary("x", { ...mine, last_message: taken, priority: 1 }), AGENT).mine;
  assert.deepEqual([row?.last_message?.text, row?.unread, row?.priority], ["bent u daar nog?", 1, 1]);
  const [read] = rules.place(lists, summary("x", { ...mine, last_message: came, unread: 0 }), AGENT).mine;
  assert.equal(read?.unread, 0);
});

test("messages: in order, each once, and the newest state of delivery stays", () => {
  const known = [message(1), message(3, { sender: "agent", state: "read" })];
  const joined = rules.mergeMessages(known, [message(2), message(3, { sender: "agent", state: "sent" })]);
  assert.equal(ids(joined), "m1 m2 m3");
  assert.equal(joined[2]?.state, "read");
  assert.equal(joined[0], known[0]);
});

test("a receipt of reading holds for earlier own messages, not for failed ones before their time", () => {
  const own = [message(1, { sender: "agent", state: "sent" }), message(2), message(3, { sender: "agent", state: "delivered" })];
  const read = rules.applyReceipt(own, { seq: 3, state: "read" });
  assert.deepEqual(read.map((one) => one.state), ["read", undefined, "read"]);
  assert.equal(rules.isLater("sent", "delivered"), false);
  assert.equal(rules.isLater("failed", "delivered"), false);
  assert.equal(rules.isLater("delivered", "failed"), true);
});

test("receipts that came before their message hold for it", () => {
  const receipts = [{ seq: 2, state: "sent" }, { seq: 2, state: "read" }, { seq: 2, state: "delivered" }] as const;
  const known = rules.applyReceipts([message(1), message(2, { sender: "agent", state: "stored" })], receipts);
  assert.equal(known[1]?.state, "read");
});

test("a gap in the numbers shows that something was missed", () => {
  assert.equal(rules.hasGap([message(1)], message(2)), false);
  assert.equal(rules.hasGap([message(1)], message(3)), true);
  assert.equal(rules.hasGap([message(1), message(2)], message(2)), false);
});

test("the conversation opens where the trouble starts", () => {
  const signals = [
    { seq: 4, at: "", score: 0.9, level: "gefrustreerd" as const },
    { seq: 2, at: "", score: 0.1, level: "kalm" as const },
    { seq: 3, at: "", score: 0.5, level: "geïrriteerd" as const },
  ];
  assert.equal(rules.troubleStart(thread([], { signals }))?.seq, 3);
  assert.equal(rules.troubleStart(thread([])), null);
});

test("the hand-over stands after what was said before it", () => {
  const messages = [message(1), message(2), message(3)];
  assert.equal(rules.handoverIndex(thread(messages, { waiting_since: "2026-11-21T10:02:30Z" })), 2);
  assert.equal(rules.handoverIndex(thread(messages, { waiting_since: "2026-11-21T11:00:00Z" })), 3);
  assert.equal(rules.handoverIndex(thread(messages, { waiting_since: "2026-11-21T11:00:00Z", opened_seq: 1 })), 1);
});

test("the title counts who waits", () => {
  const state = { ...rules.emptyState(), phase: "desk" as const };
  assert.equal(rules.pageTitle(state), "Balie");
  assert.equal(rules.pageTitle({ ...state, waiting: [summary("a"), summary("b")] }), "(2) Balie");
  assert.equal(rules.pageTitle({ ...state, mine: [summary("a", { unread: 3 })] }), "Balie · 3 ongelezen");
});
