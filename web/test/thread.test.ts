import assert from "node:assert/strict";
import { test } from "node:test";
import { Thread, openReplies } from "../widget/thread.ts";
import { message, unsent } from "./fakes.ts";

const texts = (thread: Thread): string[] =>
  thread.lines().map((line) => (line.kind === "message" ? line.message.text : `(${line.unsent.message})`));

test("messages stand in the order of the record, whatever the order in which they came", () => {
  const thread = new Thread();
  for (const seq of [3, 1, 2]) thread.add(message({ seq, text: `nr ${seq}` }));
  assert.deepEqual(texts(thread), ["nr 1", "nr 2", "nr 3"]);
});

test("a message that was here already is not shown again", () => {
  const thread = new Thread();
  assert.equal(thread.add(message({ seq: 1 })), true);
  assert.equal(thread.add(message({ seq: 1 })), false);
  assert.equal(thread.replay([message({ seq: 1 }), message({ seq: 2 })], false).length, 1);
  assert.equal(thread.lines().length, 2);
});

test("a later conversation stands under an earlier one, also when its replay came first", () => {
  const thread = new Thread();
  thread.add(message({ seq: 1, conversationId: "nieuw", at: "2026-11-21T12:00:00Z", text: "nieuw 1" }));
  thread.replay([message({ seq: 9, conversationId: "oud", at: "2026-11-20T12:00:00Z", text: "oud 9" })], true);
  assert.deepEqual(texts(thread), ["oud 9", "nieuw 1"]);
});

test("an own message stands at the end until it is confirmed, and keeps its key when it is", () => {
  const thread = new Thread();
  thread.queue(unsent("m1", "mijn vraag"));
  thread.add(message({ seq: 1, text: "hallo" }));
  assert.deepEqual(texts(thread), ["hallo", "(mijn vraag)"]);
  const before = thread.lines()[1]?.key;
  thread.confirm("m1", { ok: true, id: "id-2", conversationId: "c", seq: 2, at: new Date() });
  assert.deepEqual(texts(thread), ["hallo", "mijn vraag"]);
  assert.equal(thread.lines()[1]?.key, before);
});

test("acknowledgement, echo and replay of one own message make one line, in every order", () => {
  const echo = message({ seq: 1, id: "id-1", sender: "customer", messageId: "m1", text: "ja" });
  const steps: ((thread: Thread) => void)[] = [
    (thread) => thread.confirm("m1", { ok: true, id: "id-1", conversationId: "c", seq: 1, at: new Date() }),
    (thread) => void thread.add(echo),
    (thread) => void thread.replay([echo], false),
  ];
  for (const order of [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]) {
    const thread = new Thread();
    thread.queue(unsent("m1", "ja"));
    for (const index of order) steps[index]?.(thread);
    assert.deepEqual(texts(thread), ["ja"], `order ${order.join()}`);
    thread.queue(unsent("m1", "ja"));
    assert.deepEqual(texts(thread), ["ja"], "queued again by another tab");
  }
});

test("a live message before the replay does not hide what was missed", () => {
  const thread = new Thread();
  thread.replay([message({ seq: 1 })], true);
  thread.add(message({ seq: 2 }));
  assert.deepEqual(thread.known, { conversationId: "c", seq: 2 });
  thread.lost();
  thread.add(message({ seq: 5 }));
  assert.deepEqual(thread.known, { conversationId: "c", seq: 2 });
  thread.replay([message({ seq: 3 }), message({ seq: 4 }), message({ seq: 5 })], false);
  assert.deepEqual(thread.known, { conversationId: "c", seq: 5 });
});

test("unread is what others wrote after what was seen, over conversations", () => {
  const thread = new Thread();
  thread.add(message({ seq: 1, text: "een" }));
  thread.add(message({ seq: 2, sender: "customer", text: "zelf" }));
  thread.add(message({ seq: 3, text: "drie" }));
  thread.add(message({ seq: 1, conversationId: "later", at: "2026-11-22T09:00:00Z", text: "later" }));
  const unread = (seq: number): string[] => thread.after({ conversationId: "c", seq }).map((one) => one.text);
  assert.deepEqual(unread(1), ["drie", "later"]);
  assert.deepEqual(unread(3), ["later"]);
  assert.equal(thread.after(null).length, 3);
});

test("only a replay of the past counts as seen before", () => {
  const thread = new Thread();
  thread.replay([message({ seq: 1 })], true);
  thread.add(message({ seq: 2 }));
  thread.lost();
  thread.replay([message({ seq: 3 })], false);
  const history = thread.lines().map((line) => line.kind === "message" && line.history);
  assert.deepEqual(history, [true, false, false]);
});

test("buttons stay open behind a further bubble of the bot, and close at an answer, an agent or a notice", () => {
  const reply = [{ title: "Ja", payload: "/bevestigen" }];
  const thread = new Thread();
  thread.add(message({ seq: 1, id: "vraag", quickReplies: reply }));
  thread.add(message({ seq: 2, text: "kies maar" }));
  assert.equal(openReplies(thread.lines()), "vraag");
  thread.add(message({ seq: 3, sender: "agent" }));
  assert.equal(openReplies(thread.lines()), null);
  thread.add(message({ seq: 4, id: "vraag 2", quickReplies: reply }));
  assert.equal(openReplies(thread.lines()), "vraag 2");
  thread.add(message({ seq: 5, sender: "system", text: "Fatima neemt het over" }));
  assert.equal(openReplies(thread.lines()), null);
  thread.add(message({ seq: 6, id: "vraag 3", sender: "system", quickReplies: reply }));
  assert.equal(openReplies(thread.lines()), "vraag 3");
  thread.queue(unsent("m1", "/bevestigen"));
  assert.equal(openReplies(thread.lines()), null);
});
