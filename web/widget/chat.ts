/**
 * The customer's side of the conversation: session, thread, outbox and connection kept together. No DOM: the network,
 * the storage, the clock and the timer come in through the door.
 */
import type { Wire, WireListener } from "./connection.ts";
import { Courier } from "./courier.ts";
import { Outbox, type Shelf, type Waiting } from "./outbox.ts";
import { Parcels, type News, type Parcel } from "./parcels.ts";
import { refusal } from "./texts.ts";
import { Thread, type Line, type UnsentFile } from "./thread.ts";
import { readErased, readInvitation, readMessage, readMessages, readOn, readOwner, readProblem, readSession } from "./wire.ts";
import type { Invitation, Message, Owner, Position, QuickReply, Receipt } from "./wire.ts";

export const MAX_LENGTH = 2000;

const HANDSHAKE_MS = 10_000;
const AGENT_TYPING_MS = 8_000;
const LOOKING_MS = 25_000;
const WITHDRAWN_MS = 3_000;
const TYPING_EVERY_MS = 3_000;

export type Link = "idle" | "connecting" | "online" | "offline";

export interface Surroundings {
  readonly wire: (listener: WireListener) => Wire;
  /** Brings a file to the counter; see Upload in parcels.ts. */
  readonly upload: (
    session: string,
    parcel: Parcel,
    progress: (part: number) => void,
    stop: AbortSignal,
  ) => Promise<unknown>;
  /** Kept over reloads and shared by the tabs. */
  readonly shelf: Shelf;
  /** Sets this counter's keys apart from those of another on the same site. */
  readonly prefix: string;
  readonly now: () => number;
  readonly newId: () => string;
  /** Runs something later; the result cancels it. */
  readonly later: (ms: number, run: () => void) => () => void;
  /** Something changed that is on screen. */
  readonly changed: () => void;
}

export class Chat implements WireListener {
  readonly #around: Surroundings;
  readonly #wire: Wire;
  readonly #outbox: Outbox;
  readonly #thread = new Thread();
  readonly #courier: Courier;
  readonly #parcels: Parcels;
  readonly #timers = new Map<string, () => void>();
  #link: Link = "idle";
  #caughtUpOnce = false;
  #token = "";
  #typingAt = 0;

  owner: Owner = "bot";
  agentName = "";
  agentTypes = false;
  /** The counter says that the bot needs a moment for its answer. */
  looking = false;
  problem = "";
  /** The conversation can go on on WhatsApp. */
  phone = false;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#outbox = new Outbox(around.shelf, `${around.prefix}out:`);
    this.#wire = around.wire(this);
    this.#courier = new Courier(this.#outbox, (waiting) => this.#ask(waiting), (waiting, receipt) =>
      this.#answered(waiting, receipt),
    );
    this.#parcels = new Parcels(
      (parcel, progress, stop) => around.upload(this.#session, parcel, progress, stop),
      (messageId, news) => this.#parcelNews(messageId, news),
    );
    for (const waiting of this.#outbox.all()) this.#show(waiting);
  }

  get link(): Link {
    return this.#link;
  }

  get lines(): Line[] {
    return this.#thread.lines();
  }

  get isEmpty(): boolean {
    return this.#thread.isEmpty;
  }

  /** The customer said something, also when it still has to go out. */
  get hasSpoken(): boolean {
    return this.lines.some((line) => line.kind === "unsent" || line.message.sender === "customer");
  }

  /** There is a conversation of an earlier page, or a message that still has to go out. */
  get hasPast(): boolean {
    return this.#session !== "" || this.#outbox.all().length > 0;
  }

  /** What others wrote since the customer last looked. */
  get unread(): Message[] {
    return this.#thread.after(this.#seen);
  }

  connect(): void {
    if (this.#link !== "idle") return;
    this.#link = "connecting";
    this.#wire.connect();
    this.#around.changed();
  }

  /** Text the customer typed. */
  send(text: string): void {
    this.#post(text, "");
  }

  /** A button the customer tapped. */
  tap(reply: QuickReply): void {
    this.#post(reply.payload, reply.title);
  }

  /** A file the customer chose; only an agent can look at it. */
  sendFile(file: File, picture: UnsentFile["picture"]): void {
    const messageId = this.#around.newId();
    const shown = { name: file.name, size: file.size, picture };
    const at = new Date(this.#around.now());
    this.problem = "";
    this.#thread.queue({ messageId, message: "", title: "", at, delivery: { kind: "waiting", part: 0 }, file: shown });
    this.#parcels.add({ messageId, file });
    this.#around.changed();
  }

  /** Words above the field, until the customer closes them or does something else. */
  tell(problem: string): void {
    this.problem = problem;
    this.#around.changed();
  }

  again(messageId: string): void {
    if (this.#parcels.has(messageId)) {
      this.#thread.deliver(messageId, { kind: "waiting", part: 0 });
      this.#parcels.again(messageId);
      return this.#around.changed();
    }
    this.#courier.release(messageId);
    this.#thread.deliver(messageId, { kind: "waiting" });
    this.#around.changed();
    this.#deliver();
  }

  /** The customer gives up on a message that could not be sent. */
  discard(messageId: string): void {
    this.#parcels.drop(messageId);
    this.#courier.release(messageId);
    this.#outbox.remove(messageId);
    this.#thread.drop(messageId);
    this.#around.changed();
  }

  /** All that is there is on screen now. */
  markSeen(): void {
    const last = this.unread.at(-1);
    if (!last) return;
    const seen: Position = { conversationId: last.conversationId, seq: last.seq };
    this.#around.shelf.set(this.#key("seen"), JSON.stringify(seen));
    if (this.#link === "online") this.#wire.emit("read", { conversation_id: last.conversationId, seq: last.seq });
    this.#around.changed();
  }

  /** The customer is typing or has stopped; only a person on the other side wants to know. */
  typing(on: boolean): void {
    const now = this.#around.now();
    if (this.#link !== "online" || this.owner === "bot" || this.owner === "closed") return;
    if (on ? now - this.#typingAt < TYPING_EVERY_MS : this.#typingAt === 0) return;
    this.#typingAt = on ? now : 0;
    this.#wire.emit("typing", { on });
  }

  dismissProblem(): void {
    this.problem = "";
    this.#around.changed();
  }

  /** What the customer needs to go on on WhatsApp; null when that can't be had now, and then the customer is told why. */
  async invite(): Promise<Invitation | null> {
    const given = await this.#wire.ask("to_phone", {}).then(readInvitation, () => "");
    this.problem = typeof given === "string" ? refusal("", given).message : "";
    this.#around.changed();
    return typeof given === "string" ? null : given;
  }

  /** The site's customer is logged in: a signed token of the site says who it is. It can be used once. */
  login(token: string): void {
    this.#token = token;
    if (this.#link === "idle") this.connect();
    else if (this.#link === "online") this.#handshake();
  }

  /** On a shared computer the next person must see nothing: this browser forgets the conversation. */
  logout(): void {
    if (this.#link === "online") this.#wire.emit("logout", { session_id: this.#session });
    this.#around.shelf.remove(this.#key("session"));
    this.#outbox.clear();
    this.#forget();
  }

  /** Another tab changed what we share. `key` is null when all of it was cleared. */
  otherTab(key: string | null, value: string | null): void {
    if (key === null || (key === this.#key("session") && !value)) return this.#forget();
    if (key === this.#key("session") && this.#link !== "idle" && value !== this.#asked) {
      this.#startAnew();
      return this.#restart();
    }
    if (key === this.#key("seen")) return this.#around.changed();
    const entry = this.#outbox.changed(key, value);
    if (!entry) return;
    if (entry.waiting) this.#show(entry.waiting);
    // Gone from the outbox means sent, and then the counter tells every tab; or withdrawn, and then nobody does.
    else this.#timer(`gone:${entry.messageId}`, WITHDRAWN_MS, () => this.#thread.drop(entry.messageId));
    this.#around.changed();
  }

  connected(): void {
    this.#courier.interrupt();
    this.#handshake();
  }

  disconnected(): void {
    this.#courier.interrupt();
    this.#thread.lost();
    this.#link = this.#link === "idle" ? "idle" : "offline";
    this.agentTypes = false;
    this.looking = false;
    this.#around.changed();
  }

  received(event: string, payload: unknown): void {
    this.#handlers[event]?.(payload);
    if (event in this.#handlers) this.#around.changed();
  }

  readonly #handlers: { readonly [event: string]: (payload: unknown) => void } = {
    session_confirm: (payload) => this.#confirmed(typeof payload === "string" ? payload : ""),
    session: (payload) => {
      const session = readSession(payload);
      this.#setOwner(session.owner, session.agentName);
      this.phone = session.phone;
    },
    replay: (payload) => {
      this.#thread.replay(readMessages(payload), this.#hadSession && !this.#caughtUpOnce);
      this.#caughtUpOnce = true;
    },
    bot_uttered: (payload) => this.#arrived(readMessage(payload)),
    customer_uttered: (payload) => this.#arrived(readMessage(payload)),
    owner: (payload) => this.#setOwner(readOwner(payload), readSession(payload).agentName),
    erased: (payload) => this.#erased(readErased(payload)),
    agent_typing: (payload) => {
      this.agentTypes = readOn(payload) && this.owner === "agent";
      this.#timer("agent", AGENT_TYPING_MS, () => (this.agentTypes = false));
    },
    bot_busy: (payload) => {
      this.looking = readOn(payload) && this.owner === "bot";
      this.#timer("looking", LOOKING_MS, () => (this.looking = false));
    },
    problem: (payload) => {
      this.problem = refusal("", readProblem(payload).message).message;
      this.looking = false;
    },
  };

  #asked = "";
  #hadSession = false;

  #handshake(): void {
    this.#asked = this.#session;
    this.#hadSession ||= this.#asked !== "";
    const known = this.#thread.known;
    this.#wire.emit("session_request", {
      client: "dichtbij/1",
      ...(this.#asked && { session_id: this.#asked }),
      ...(this.#token && { login_token: this.#token }),
      ...(this.#asked && known && { after: { conversation_id: known.conversationId, seq: known.seq } }),
    });
    this.#timer("handshake", HANDSHAKE_MS, () => {
      if (this.#link !== "online") this.#restart();
    });
  }

  #confirmed(session: string): void {
    if (!session) return;
    if (this.#asked && session !== this.#asked) this.#startAnew();
    this.#asked = session;
    this.#token = "";
    if (session !== this.#session) this.#around.shelf.set(this.#key("session"), session);
    this.#link = "online";
    this.#courier.releaseAll();
    for (const { messageId } of this.#outbox.all()) this.#thread.deliver(messageId, { kind: "waiting" });
    for (const messageId of this.#parcels.resume()) this.#thread.deliver(messageId, { kind: "waiting", part: 0 });
    this.#deliver();
  }

  #parcelNews(messageId: string, news: News): void {
    if (news.kind === "progress") this.#thread.deliver(messageId, { kind: "waiting", part: news.part });
    else if (news.kind === "stored") this.#arrived(news.message);
    else this.#thread.deliver(messageId, news);
    this.#around.changed();
  }

  /** The customer had conversations erased: they go from the screen and from what this browser keeps. */
  #erased(conversationIds: string[] | null): void {
    this.#thread.erase(conversationIds);
    const seen = this.#seen;
    if (seen && (conversationIds === null || conversationIds.includes(seen.conversationId))) {
      this.#around.shelf.remove(this.#key("seen"));
    }
    this.problem = "";
  }

  /** Our session is unknown to the counter: what it knew is gone, what the customer still had to send is not. */
  #startAnew(): void {
    this.#thread.clear();
    this.#parcels.clear();
    this.#around.shelf.remove(this.#key("seen"));
    this.#caughtUpOnce = true;
    for (const waiting of this.#outbox.all()) this.#show(waiting);
  }

  #forget(): void {
    this.#courier.interrupt();
    this.#wire.disconnect();
    this.#thread.clear();
    this.#parcels.clear();
    this.#courier.releaseAll();
    for (const cancel of this.#timers.values()) cancel();
    this.#around.shelf.remove(this.#key("seen"));
    Object.assign(this, { owner: "bot", agentName: "", agentTypes: false, looking: false, problem: "" });
    this.#link = "idle";
    this.#token = "";
    this.#asked = "";
    this.#hadSession = false;
    this.#caughtUpOnce = false;
    this.#around.changed();
  }

  #restart(): void {
    this.#courier.interrupt();
    this.#thread.lost();
    this.#wire.disconnect();
    // Who was told that there is no connection hears of it again when there really is one.
    if (this.#link !== "offline") this.#link = "connecting";
    this.#wire.connect();
  }

  #arrived(message: Message | null): void {
    if (!message || !this.#thread.add(message)) return;
    if (message.sender === "customer") return;
    this.looking = false;
    if (message.sender === "agent") this.agentTypes = false;
  }

  #setOwner(owner: Owner, agentName: string): void {
    this.owner = owner;
    this.agentName = agentName;
    if (owner !== "agent") this.agentTypes = false;
    if (owner !== "bot") this.looking = false;
  }

  #post(message: string, title: string): void {
    const waiting = this.#outbox.add({ messageId: this.#around.newId(), message, title, at: this.#around.now() });
    this.problem = "";
    this.#typingAt = 0;
    this.#show(waiting);
    this.connect();
    this.#around.changed();
    this.#deliver();
  }

  #show(waiting: Waiting): void {
    const { messageId, message, title } = waiting;
    this.#thread.queue({ messageId, message, title, at: new Date(waiting.at), delivery: { kind: "waiting" } });
  }

  #deliver(): void {
    if (this.#link === "online") void this.#courier.run();
  }

  #ask({ message, messageId, title }: Waiting): Promise<unknown> {
    return this.#wire.ask("user_uttered", {
      session_id: this.#session,
      message,
      message_id: messageId,
      ...(title && { title }),
    });
  }

  /** True when the message has to wait for the customer or for a new connection. */
  #answered({ messageId }: Waiting, receipt: Receipt): boolean {
    let hold = false;
    if (receipt.ok) {
      this.#outbox.remove(messageId);
      this.#thread.confirm(messageId, receipt);
    } else {
      const { message, again } = refusal(receipt.code, receipt.message);
      hold = again;
      if (!again) this.#outbox.remove(messageId);
      this.#thread.deliver(messageId, { kind: "refused", message, again });
    }
    this.#around.changed();
    return hold;
  }

  #timer(name: string, ms: number, run: () => void): void {
    this.#timers.get(name)?.();
    const cancel = this.#around.later(ms, () => {
      run();
      this.#around.changed();
    });
    this.#timers.set(name, cancel);
  }

  #key(name: string): string {
    return this.#around.prefix + name;
  }

  get #session(): string {
    return this.#around.shelf.get(this.#key("session")) ?? "";
  }

  get #seen(): Position | null {
    try {
      const raw = JSON.parse(this.#around.shelf.get(this.#key("seen")) ?? "null") as Partial<Position> | null;
      if (typeof raw?.conversationId !== "string" || typeof raw.seq !== "number") return null;
      return { conversationId: raw.conversationId, seq: raw.seq };
    } catch {
      return null;
    }
  }
}
