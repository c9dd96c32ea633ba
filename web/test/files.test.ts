import assert from "node:assert/strict";
import { test } from "node:test";
import { Chat } from "../widget/chat.ts";
import { MAX_BYTES, fileProblem, sizeWords } from "../widget/files.ts";
import { FakeShelf, FakeUploads, FakeWire, settle } from "./fakes.ts";

function setup(): { chat: Chat; wire: FakeWire; uploads: FakeUploads } {
  const wire = new FakeWire();
  const uploads = new FakeUploads();
  let ids = 0;
  const chat = new Chat({
    wire: (listener) => {
      wire.listener = listener;
      return wire;
    },
    upload: (session, parcel, progress, stop) => uploads.bring(session, parcel, progress, stop),
    shelf: new FakeShelf(),
    prefix: "d:",
    now: () => 1000 + ids,
    newId: () => `f${(ids += 1)}`,
    later: () => () => undefined,
    changed: () => undefined,
  });
  chat.connect();
  online(wire);
  return { chat, wire, uploads };
}

function online(wire: FakeWire, session = "s1"): void {
  wire.listener.connected();
  wire.listener.received("session_confirm", session);
  wire.listener.received("session", { conversation_id: "c", owner: "agent", agent_name: "Fatima" });
  wire.listener.received("replay", { messages: [] });
}

const pdf = (name: string): File => new File(["%PDF-"], name, { type: "application/pdf" });
const stored = (seq: number, id: string): object => ({
  id: `c-${seq}`, conversation_id: "c", seq, at: "2026-11-21T10:00:00Z", sender: "customer", message_id: id,
  attachment: { type: "file", payload: { src: "/bestanden/x", title: "a.pdf", size: 5 } },
});
const shown = (chat: Chat): string[] =>
  chat.lines.map((line) => {
    if (line.kind === "message") return `${line.message.file?.name}`;
    const { delivery, file } = line.unsent;
    return `(${file?.name} ${delivery.kind === "waiting" ? delivery.part : `${delivery.message} ${delivery.again}`})`;
  });

test("files go one by one, under the session, and each becomes a message", async () => {
  const { chat, uploads } = setup();
  chat.sendFile(pdf("a.pdf"), null);
  chat.sendFile(pdf("b.pdf"), null);
  await settle();
  assert.deepEqual(uploads.names, ["a.pdf"]);
  assert.equal(uploads.brought[0]?.session, "s1");
  uploads.brought[0]?.progress(0.5);
  assert.deepEqual(shown(chat), ["(a.pdf 0.5)", "(b.pdf 0)"]);
  uploads.brought[0]?.answer({ message: stored(1, "f1") });
  await settle();
  assert.deepEqual(uploads.names, ["a.pdf", "b.pdf"]);
  assert.deepEqual(shown(chat), ["a.pdf", "(b.pdf 0)"]);
});

test("the counter told it over the socket first: it stands there once", async () => {
  const { chat, wire, uploads } = setup();
  chat.sendFile(pdf("a.pdf"), null);
  await settle();
  wire.listener.received("customer_uttered", stored(1, "f1"));
  uploads.brought[0]?.progress(1);
  uploads.brought[0]?.answer({ message: stored(1, "f1") });
  await settle();
  assert.deepEqual(shown(chat), ["a.pdf"]);
  assert.equal(chat.lines[0]?.key, "own:f1");
});

test("a refusal is said in the counter's words; what can't go again has no way to", async () => {
  const { chat, uploads } = setup();
  chat.sendFile(pdf("a.pdf"), null);
  chat.sendFile(pdf("b.pdf"), null);
  await settle();
  uploads.brought[0]?.answer({ error: { code: "broken", message: "Dit bestand gaat niet open." } });
  await settle();
  uploads.brought[1]?.answer({ error: { code: "too_fast", message: "Dat gaat wat snel." } });
  await settle();
  assert.deepEqual(shown(chat), ["(a.pdf Dit bestand gaat niet open. false)", "(b.pdf Dat gaat wat snel. true)"]);
  assert.equal(uploads.brought.length, 2, "nothing goes again by itself");
  chat.again("f2");
  await settle();
  assert.deepEqual(uploads.names, ["a.pdf", "b.pdf", "b.pdf"]);
  assert.equal(uploads.brought[2]?.parcel.messageId, "f2", "under the same id");
});

test("something that is no answer of ours is said in our own words, and may go again", async () => {
  const { chat, uploads } = setup();
  chat.sendFile(pdf("a.pdf"), null);
  await settle();
  uploads.brought[0]?.answer({});
  await settle();
  assert.deepEqual(shown(chat), ["(a.pdf Er ging iets mis bij ons. true)"]);
});

test("a file without an answer goes again by itself when there is a connection", async () => {
  const { chat, wire, uploads } = setup();
  chat.sendFile(pdf("a.pdf"), null);
  await settle();
  wire.listener.disconnected();
  uploads.brought[0]?.fail();
  await settle();
  assert.deepEqual(shown(chat), ["(a.pdf We kregen geen verbinding. true)"]);
  assert.equal(uploads.brought.length, 1);
  online(wire);
  await settle();
  assert.equal(uploads.brought[1]?.parcel.messageId, "f1");
  assert.deepEqual(shown(chat), ["(a.pdf 0)"]);
});

test("who changes their mind stops it, and the next one goes", async () => {
  const { chat, uploads } = setup();
  chat.sendFile(pdf("a.pdf"), null);
  chat.sendFile(pdf("b.pdf"), null);
  await settle();
  chat.discard("f1");
  assert.equal(uploads.brought[0]?.stop.aborted, true);
  await settle();
  assert.deepEqual(uploads.names, ["a.pdf", "b.pdf"]);
  assert.deepEqual(shown(chat), ["(b.pdf 0)"]);
});

test("another customer on this computer: what was under way is not sent for them", async () => {
  const { chat, wire, uploads } = setup();
  chat.sendFile(pdf("a.pdf"), null);
  await settle();
  chat.logout();
  assert.equal(uploads.brought[0]?.stop.aborted, true);
  chat.connect();
  online(wire, "s2");
  await settle();
  assert.equal(uploads.brought.length, 1);
  assert.deepEqual(shown(chat), []);
});

test("what can't be sent is said before it is sent", () => {
  const file = { name: "meter.heic", type: "image/heic", size: 10 };
  assert.equal(fileProblem(file), "meter.heic: dit soort bestand kan niet. Kies een foto of een pdf.");
  assert.equal(fileProblem({ ...file, type: "image/png", size: 0 }), "meter.heic is leeg. Kies een ander bestand.");
  const large = { name: "a.pdf", type: "application/pdf", size: MAX_BYTES + 1 };
  assert.equal(fileProblem(large), "a.pdf is te groot (5,0 MB). Het mag 5 MB zijn.");
  assert.equal(fileProblem({ ...large, size: MAX_BYTES }), "");
  assert.deepEqual([1, 2048, 1_500_000].map(sizeWords), ["1 kB", "2 kB", "1,4 MB"]);
});
