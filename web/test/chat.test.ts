import assert from "node:assert/strict";
import { test } from "node:test";
import { Chat } from "../widget/chat.ts";
import { FakeShelf, FakeUploads, FakeWire, settle } from "./fakes.ts";

interface Setup {
  readonly chat: Chat;
  readonly wire: FakeWire;
  readonly shelf: FakeShelf;
  readonly uploads: FakeUploads;
  readonly fire: (ms: number) => void;
}

function setup(shelf = new FakeShelf()): Setup {
  const uploads = new FakeUploads();
  const wire = new FakeWire();
  const timers: { ms: number; run: () => void }[] = [];
  let ids = 0;
  let clock = 1000;
  const chat = new Chat({
    wire: (listener) => {
      wire.listener = listener;
      return wire;
    },
    upload: (session, parcel, progress, stop) => uploads.bring(session, parcel, progress, stop),
    shelf,
    prefix: "d:",
    now: () => (clock += 1),
    newId: () => `m${(ids += 1)}-${shelf.values.size}`,
    later: (ms, run) => {
      const timer = { ms, run };
      timers.push(timer);
      return () => timers.splice(timers.indexOf(timer), 1);
    },
    changed: () => undefined,
  });
  const fire = (ms: number): void => timers.filter((timer) => timer.ms === ms).forEach((timer) => timer.run());
  return { chat, wire, shelf, uploads, fire };
}

function online(wire: FakeWire, session = "s1", messages: object[] = []): void {
  wire.listener.connected();
  wire.listener.received("session_confirm", session);
  wire.listener.received("session", { conversation_id: "c", owner: "bot", level: 0 });
  wire.listener.received("replay", { messages });
}

const raw = (seq: number, more: object = {}): object => ({
  id: `c-${seq}`, conversation_id: "c", seq, at: "2026-11-21T10:00:00Z", sender: "bot", text: `nr ${seq}`, ...more,
});
const stored = (seq: number): object => ({ ok: true, id: `c-${seq}`, conversation_id: "c", seq, at: "2026-11-21T10:00:00Z" });
const shown = (chat: Chat): string[] =>
  chat.lines.map((line) => (line.kind === "message" ? line.message.text : `(${line.unsent.message})`));

test("the session of the counter is kept and used again", () => {
  const { chat, wire, shelf } = setup();
  chat.connect();
  online(wire);
  assert.equal(shelf.get("d:session"), "s1");
  assert.equal(wire.last("session_request")?.["session_id"], undefined);
  const again = setup(shelf);
  again.chat.connect();
  again.wire.listener.connected();
  assert.equal(again.wire.last("session_request")?.["session_id"], "s1");
  assert.equal(again.wire.last("session_request")?.["after"], undefined);
});

test("messages go one by one, each after the acknowledgement of the one before", async () => {
  const { chat, wire, shelf } = setup();
  chat.connect();
  online(wire);
  chat.send("een");
  chat.send("twee");
  await settle();
  assert.equal(wire.asked.length, 1);
  wire.asked[0]?.answer(stored(1));
  await settle();
  assert.deepEqual(wire.asked.map((one) => one.payload.message), ["een", "twee"]);
  wire.asked[1]?.answer(stored(2));
  await settle();
  assert.deepEqual(shown(chat), ["een", "twee"]);
  assert.equal(shelf.keys().some((key) => key.startsWith("d:out:")), false);
});

test("a message whose acknowledgement was lost goes again with the same id, and stands there once", async () => {
  const { chat, wire } = setup();
  chat.connect();
  online(wire);
  chat.send("hoi");
  await settle();
  const first = wire.asked[0]?.payload.message_id;
  wire.listener.disconnected();
  wire.asked[0]?.fail();
  await settle();
  assert.deepEqual(shown(chat), ["(hoi)"]);
  online(wire, "s1", [raw(1, { sender: "customer", text: "hoi", message_id: first }), raw(2)]);
  await settle();
  assert.equal(wire.asked[1]?.payload.message_id, first);
  wire.asked[1]?.answer(stored(1));
  await settle();
  assert.deepEqual(shown(chat), ["hoi", "nr 2"]);
});

test("what was written without a connection survives a reload and is sent in order", async () => {
  const before = setup();
  before.chat.send("een");
  before.chat.send("twee");
  const { chat, wire } = setup(before.shelf);
  assert.equal(chat.hasPast, true);
  assert.deepEqual(shown(chat), ["(een)", "(twee)"]);
  chat.connect();
  online(wire);
  await settle();
  wire.asked[0]?.answer(stored(1));
  await settle();
  wire.asked[1]?.answer(stored(2));
  await settle();
  assert.deepEqual(shown(chat), ["een", "twee"]);
});

test("after a break it asks for what came after the last it knows", () => {
  const { chat, wire } = setup();
  chat.connect();
  online(wire, "s1", [raw(1)]);
  wire.listener.received("bot_uttered", raw(2));
  wire.listener.disconnected();
  assert.equal(chat.link, "offline");
  wire.listener.connected();
  assert.deepEqual(wire.last("session_request")?.["after"], { conversation_id: "c", seq: 2 });
});

test("a session that the counter does not know starts anew, and what still had to be sent is sent there", async () => {
  const { chat, wire, shelf } = setup();
  shelf.set("d:session", "vervalst");
  chat.send("bewaar mij");
  online(wire, "s-nieuw");
  await settle();
  assert.equal(shelf.get("d:session"), "s-nieuw");
  assert.equal(wire.asked[0]?.payload.session_id, "s-nieuw");
  assert.equal(wire.asked[0]?.payload.message, "bewaar mij");
  assert.deepEqual(shown(chat), ["(bewaar mij)"]);
});

test("a refused message says why, does not stop the next one, and can be sent again", async () => {
  const { chat, wire } = setup();
  chat.connect();
  online(wire);
  chat.send("een");
  chat.send("twee");
  await settle();
  wire.asked[0]?.answer({ ok: false, error: { code: "database_unavailable", message: "Even niet." } });
  await settle();
  const line = chat.lines.find((one) => one.kind === "unsent");
  assert.deepEqual(line?.kind === "unsent" && line.unsent.delivery, { kind: "refused", message: "Even niet.", again: true });
  wire.asked[1]?.answer(stored(1));
  await settle();
  chat.again(wire.asked[0]?.payload.message_id ?? "");
  await settle();
  wire.asked[2]?.answer(stored(2));
  await settle();
  assert.deepEqual(shown(chat), ["twee", "een"]);
});

test("a tapped button sends its payload and shows its title", async () => {
  const { chat, wire } = setup();
  chat.connect();
  online(wire);
  chat.tap({ title: "Ja, graag", payload: "/bevestigen" });
  await settle();
  assert.equal(wire.asked[0]?.payload.message, "/bevestigen");
  wire.asked[0]?.answer(stored(1));
  await settle();
  assert.deepEqual(shown(chat), ["Ja, graag"]);
});

test("the bot is busy when the counter says so, until it answers; an agent's dots come only from an agent", async () => {
  const { chat, wire } = setup();
  chat.connect();
  online(wire);
  chat.send("hoi");
  await settle();
  wire.asked[0]?.answer(stored(1));
  await settle();
  assert.equal(chat.looking, false);
  wire.listener.received("bot_busy", { on: true });
  assert.equal(chat.looking, true);
  wire.listener.received("bot_busy", { on: false });
  assert.equal(chat.looking, false);
  wire.listener.received("bot_busy", { on: true });
  wire.listener.received("agent_typing", { on: true });
  assert.equal(chat.agentTypes, false);
  wire.listener.received("bot_uttered", raw(2));
  assert.equal(chat.looking, false);
  wire.listener.received("owner", { owner: "agent", agent_name: "Fatima" });
  wire.listener.received("bot_busy", { on: true });
  assert.equal(chat.looking, false);
  wire.listener.received("agent_typing", { on: true });
  assert.equal(chat.agentTypes, true);
  wire.listener.received("bot_uttered", raw(3, { sender: "agent" }));
  assert.equal(chat.agentTypes, false);
});

test("seen in one tab is seen in the other, and the counter hears it", () => {
  const { chat, wire, shelf } = setup();
  chat.connect();
  online(wire, "s1", [raw(1), raw(2)]);
  assert.equal(chat.unread.length, 2);
  chat.markSeen();
  assert.equal(chat.unread.length, 0);
  assert.deepEqual(wire.last("read"), { conversation_id: "c", seq: 2 });
  const other = setup(shelf);
  other.chat.connect();
  online(other.wire, "s1", [raw(1), raw(2), raw(3)]);
  assert.deepEqual(other.chat.unread.map((one) => one.text), ["nr 3"]);
});

test("logging out forgets the session, the messages and what was not sent", () => {
  const { chat, wire, shelf } = setup();
  chat.connect();
  online(wire, "s1", [raw(1)]);
  chat.send("nog iets");
  chat.logout();
  assert.deepEqual(shelf.keys(), []);
  assert.deepEqual(chat.lines, []);
  assert.equal(chat.link, "idle");
});

test("a login token is used for one handshake only", () => {
  const { chat, wire } = setup();
  chat.login("jwt");
  wire.listener.connected();
  assert.equal(wire.last("session_request")?.["login_token"], "jwt");
  wire.listener.received("session_confirm", "s1");
  wire.listener.disconnected();
  wire.listener.connected();
  assert.equal(wire.last("session_request")?.["login_token"], undefined);
});

test("a counter that accepts the connection but not the session is called again", () => {
  const { chat, wire, fire } = setup();
  chat.connect();
  wire.listener.connected();
  fire(10_000);
  assert.equal(wire.connects, 2);
  online(wire);
  fire(10_000);
  assert.equal(wire.connects, 2);
});

test("rubbish from the wire and from storage is passed over", () => {
  const shelf = new FakeShelf();
  shelf.set("d:out:x", "{geen json");
  shelf.set("d:out:y", "[]");
  shelf.set("d:seen", "7");
  const { chat, wire } = setup(shelf);
  chat.connect();
  online(wire);
  for (const payload of [null, 7, "tekst", [], {}, { seq: "1" }, { id: 1, seq: 1, sender: "god" }]) {
    for (const event of ["bot_uttered", "customer_uttered", "replay", "owner", "session", "agent_typing", "problem"]) {
      wire.listener.received(event, payload);
    }
  }
  assert.deepEqual(chat.lines, []);
  assert.deepEqual(chat.unread, []);
});

test("what was erased goes from the screen and from storage; what still has to be sent stays", async () => {
  const { chat, wire, shelf } = setup();
  chat.connect();
  online(wire, "s1", [raw(1), raw(2)]);
  chat.markSeen();
  chat.send("nog een vraag");
  await settle();
  wire.listener.received("erased", { conversation_ids: ["c"] });
  assert.deepEqual(shown(chat), ["(nog een vraag)"]);
  assert.equal(shelf.get("d:seen"), null);
  assert.equal(shelf.get("d:session"), "s1");
  assert.equal([...shelf.values.values()].some((value) => value.includes('"c"')), false);
  wire.listener.received("bot_uttered", { ...raw(1), id: "d-1", conversation_id: "d", text: "gewist" });
  assert.deepEqual(shown(chat), ["gewist", "(nog een vraag)"]);
});

test("another conversation stays when one is erased; without a name everything on the screen goes", () => {
  const { chat, wire } = setup();
  chat.connect();
  online(wire, "s1", [raw(1), { ...raw(1), id: "d-1", conversation_id: "d", text: "blijft" }]);
  wire.listener.received("erased", { conversation_ids: ["c"] });
  assert.deepEqual(shown(chat), ["blijft"]);
  wire.listener.disconnected();
  wire.listener.connected();
  assert.deepEqual(wire.last("session_request")?.["after"], { conversation_id: "d", seq: 1 });
  wire.listener.received("erased", { conversation_ids: [] });
  assert.deepEqual(shown(chat), []);
});

test("a number that was masked in the record is masked on the screen too", async () => {
  const { chat, wire } = setup();
  chat.connect();
  online(wire);
  chat.send("mijn bsn is 123456782");
  await settle();
  wire.asked[0]?.answer(stored(1));
  await settle();
  const id = wire.asked[0]?.payload.message_id;
  wire.listener.received("customer_uttered", {
    ...raw(1, { sender: "customer" }),
    message_id: id,
    text: "mijn bsn is [BSN verborgen]",
  });
  assert.deepEqual(shown(chat), ["mijn bsn is [BSN verborgen]"]);
});

test("an invitation to WhatsApp: asked for, read with care, and a refusal is told", async () => {
  const { chat, wire } = setup();
  chat.connect();
  online(wire);
  wire.listener.received("session", { conversation_id: "c", owner: "bot", phone: true });
  assert.equal(chat.phone, true);
  const given = { ok: true, url: "https://wa.me/31880001234?text=x", number: "+31880001234", code: "K7M4-9QXT", minutes: 15 };
  for (const [ack, url] of [
    [given, given.url],
    [{ ...given, url: "/whatsapp-demo?text=x" }, "/whatsapp-demo?text=x"],
    [{ ...given, url: "javascript:alert(1)" }, null],
    [{ ...given, url: "//elders.example" }, null],
    [{ ok: false, error: { code: "too_fast", message: "Dat gaat wat snel." } }, null],
    [null, null],
  ] as const) {
    const asked = chat.invite();
    wire.asked.at(-1)?.answer(ack);
    assert.equal((await asked)?.url ?? null, url);
    assert.equal(chat.problem === "", url !== null);
  }
});
