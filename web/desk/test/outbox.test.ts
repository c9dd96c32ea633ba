/** Own messages: never lost, never twice, in order. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { ApiError, type Api } from "../api.ts";
import { Outbox } from "../outbox.ts";
import type { Message, Pending } from "../types/messages.ts";

type Call = { readonly text: string; readonly id: string };

/** A server that answers as told, and remembers what it was sent. */
class FakeApi {
  readonly calls: Call[] = [];
  failures: ApiError[] = [];

  async send(caseId: string, text: string, id: string): Promise<Message> {
    this.calls.push({ text, id });
    const failure = this.failures.shift();
    if (failure) throw failure;
    return { id: `m-${id}`, conversation_id: caseId, seq: this.calls.length, at: "", sender: "agent", text, message_id: id };
  }
}

function setUp(): { api: FakeApi; outbox: Outbox; pending: () => readonly Pending[]; stored: string[] } {
  const api = new FakeApi();
  let pending: readonly Pending[] = [];
  const stored: string[] = [];
  const outbox = new Outbox(
    api as unknown as Api,
    (items) => (pending = items),
    (_caseId, message) => stored.push(message.text ?? ""),
  );
  outbox.start("a1");
  return { api, outbox, pending: () => pending, stored };
}

const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 5));

test("messages of a case go one by one, in order", async () => {
  const { outbox, stored, pending } = setUp();
  for (const text of ["een", "twee", "drie"]) outbox.add("c", text, "");
  await settled();
  assert.deepEqual(stored, ["een", "twee", "drie"]);
  assert.equal(pending().length, 0);
});

test("after a lost connection it is sent again under the same id", async () => {
  const { api, outbox, stored, pending } = setUp();
  api.failures = [new ApiError(0, "unreachable", "weg")];
  outbox.add("c", "een", "");
  await settled();
  assert.equal(pending()[0]?.state, "waiting");
  outbox.flush();
  await settled();
  assert.deepEqual(stored, ["een"]);
  assert.equal(api.calls[0]?.id, api.calls[1]?.id);
  outbox.stop();
});

test("a refusal is shown with its reason, and does not hold up the next", async () => {
  const { api, outbox, stored, pending } = setUp();
  api.failures = [new ApiError(409, "not_owner", "Dit gesprek is niet van jou.")];
  outbox.add("c", "een", "");
  outbox.add("c", "twee", "");
  await settled();
  assert.equal(pending()[0]?.error, "Dit gesprek is niet van jou.");
  assert.deepEqual(stored, ["twee"]);
  assert.equal(outbox.remove(pending()[0]?.message_id ?? ""), "een");
  assert.equal(pending().length, 0);
});

test("an ended session keeps the message for the next log in", async () => {
  const { api, outbox, pending, stored } = setUp();
  api.failures = [new ApiError(401, "no_session", "Log eerst in.")];
  outbox.add("c", "een", "");
  await settled();
  assert.equal(pending()[0]?.state, "waiting");
  assert.deepEqual(stored, []);
});

test("what the live line brings first is not waited for", async () => {
  const { api, outbox, pending } = setUp();
  api.failures = [new ApiError(503, "busy", "druk")];
  outbox.add("c", "een", "");
  await settled();
  outbox.arrived(pending()[0]?.message_id);
  assert.equal(pending().length, 0);
  outbox.stop();
});
