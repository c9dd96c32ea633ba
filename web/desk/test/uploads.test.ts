/** Files on their way to a customer. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { ApiError } from "../api.ts";
import type { Message } from "../types/messages.ts";
import { fileProblem, MAX_BYTES, sizeWords, Uploads, type Upload } from "../uploads.ts";

const PDF = { name: "brief.pdf", type: "application/pdf", size: 2000 };
const message = (id: string): Message => ({ id: `m-${id}`, conversation_id: "c", seq: 1, at: "2026-11-21T10:00:00Z", sender: "agent", message_id: id });

function file(name = "brief.pdf", type = "application/pdf"): File {
  return new File(["inhoud"], name, { type });
}

/** A server that does what the test says, once per file; it remembers the ids. */
function server(...answers: readonly ("ok" | ApiError)[]) {
  const seen: string[] = [];
  const waiting = [...answers];
  return {
    seen,
    sendFile: async (_case: string, _file: File, id: string, progress: (part: number) => void): Promise<Message> => {
      seen.push(id);
      progress(0.5);
      const answer = waiting.shift() ?? "ok";
      if (answer !== "ok") throw answer;
      return message(id);
    },
  };
}

function uploads(api: ReturnType<typeof server>) {
  let shown: readonly Upload[] = [];
  const history: (readonly Upload[])[] = [];
  const stored: Message[] = [];
  let count = 0;
  const made = new Uploads(api, (items) => history.push((shown = items)), (_case, told) => stored.push(told), () => `id${++count}`);
  return { made, stored, history, shown: () => shown };
}

test("what can't be sent is said before it is tried", () => {
  assert.equal(fileProblem(PDF), "");
  assert(/dit soort bestand kan niet/.test(fileProblem({ ...PDF, type: "application/zip" })));
  assert(/te groot \(5,0 MB\)/.test(fileProblem({ ...PDF, size: MAX_BYTES + 1 })));
  assert(/is leeg/.test(fileProblem({ ...PDF, size: 0 })));
  assert.equal(sizeWords(1_500_000), "1,4 MB");
  assert.equal(sizeWords(200), "1 kB");
});

test("chosen files wait for the message, and are sent in order", async () => {
  const api = server();
  const { made, stored, shown, history } = uploads(api);
  assert.deepEqual(made.add("c1", [file("a.pdf"), file("b.exe", "application/x-msdownload"), file("c.png", "image/png")]).length, 1);
  assert.deepEqual(shown().map((one) => [one.file.name, one.state]), [["a.pdf", "ready"], ["c.png", "ready"]]);
  assert.deepEqual(api.seen, []);
  await made.send("c1");
  assert.deepEqual(api.seen, ["id1", "id2"]);
  assert.deepEqual(stored.map((one) => one.message_id), ["id1", "id2"]);
  assert.deepEqual(shown(), []);
  assert(history.some((items) => items.some((one) => one.state === "sending" && one.progress === 0.5)));
});

test("a file that fails stays with the reason, the next one goes on, and again means the same id", async () => {
  const api = server(new ApiError(413, "te_groot", "Dit bestand is te groot."), "ok", "ok");
  const { made, shown } = uploads(api);
  made.add("c1", [file("a.pdf"), file("b.pdf")]);
  await made.send("c1");
  assert.deepEqual(shown().map((one) => [one.file.name, one.state, one.error]), [["a.pdf", "failed", "Dit bestand is te groot."]]);
  await made.again("id1");
  assert.deepEqual(api.seen, ["id1", "id2", "id1"]);
  assert.deepEqual(shown(), []);
});

test("files of another customer stay where they are, and there is an end to how many", async () => {
  const api = server();
  const { made, shown } = uploads(api);
  made.add("c1", [file()]);
  made.add("c2", [file()]);
  await made.send("c2");
  assert.deepEqual(shown().map((one) => one.case_id), ["c1"]);
  assert(/hoogstens 5/.test(made.add("c1", [file(), file(), file(), file(), file()])[0] ?? ""));
  assert.equal(made.of("c1").length, 5);
});
