/**
 * The conversation as this browser knows it: every message once, in the order of the record, own messages that the
 * counter has not confirmed yet at the end. Pure: no DOM, no network, no clock.
 */
import type { Message, Position, Receipt } from "./wire.ts";

/** Where an own message is on its way to the counter. */
export type Delivery =
  /** `part`: how much of a file has gone, from 0 to 1. */
  | { readonly kind: "waiting"; readonly part?: number }
  | { readonly kind: "refused"; readonly message: string; readonly again: boolean };

/** An own message that is not in the record yet. */
export interface Unsent {
  readonly messageId: string;
  /** What is sent: typed text, or the payload of a tapped button. */
  readonly message: string;
  /** What the customer saw on the button, or "". */
  readonly title: string;
  readonly at: Date;
  readonly delivery: Delivery;
  /** A file that is sent instead of words. */
  readonly file?: UnsentFile;
}

export interface UnsentFile {
  readonly name: string;
  readonly size: number;
  /** The picture, small; null for a document. */
  readonly picture: HTMLCanvasElement | null;
}

/** One line on screen. The key stays the same when an unsent message turns into one of the record. */
export type Line =
  | { readonly key: string; readonly kind: "message"; readonly message: Message; readonly history: boolean }
  | { readonly key: string; readonly kind: "unsent"; readonly unsent: Unsent };

export class Thread {
  readonly #messages = new Map<string, Message>();
  readonly #ownIds = new Map<string, string>();
  readonly #history = new Set<string>();
  readonly #unsent = new Map<string, Unsent>();
  #order: string[] = [];
  #known: Position | null = null;
  #caughtUp = false;

  /** A message that came in live. False when it was here already. */
  add(message: Message): boolean {
    const fresh = this.#store(message);
    if (this.#caughtUp) this.#advance(message);
    return fresh;
  }

  /**
   * What the counter sent to catch up with; returns those that were not here yet. `history`: the customer has seen
   * them before (the page was reloaded), so that nothing has to be announced.
   */
  replay(messages: readonly Message[], history: boolean): Message[] {
    const fresh = messages.filter((message) => this.#store(message));
    if (history) for (const message of fresh) this.#history.add(message.id);
    for (const message of this.#messages.values()) this.#advance(message);
    this.#caughtUp = true;
    return fresh;
  }

  /**
   * The connection is gone. Until the next replay a live message says nothing about those before it, so that it must
   * not move the position we ask the replay from.
   */
  lost(): void {
    this.#caughtUp = false;
  }

  /** From where a reconnect has to catch up; null when nothing is known. */
  get known(): Position | null {
    return this.#known;
  }

  get isEmpty(): boolean {
    return this.#messages.size === 0 && this.#unsent.size === 0;
  }

  /** A new own message, shown at once. */
  queue(unsent: Unsent): void {
    if (!this.#ownIds.has(unsent.messageId)) this.#unsent.set(unsent.messageId, unsent);
  }

  deliver(messageId: string, delivery: Delivery): void {
    const unsent = this.#unsent.get(messageId);
    if (unsent) this.#unsent.set(messageId, { ...unsent, delivery });
  }

  /** The counter stored an own message: it takes its place in the record. */
  confirm(messageId: string, receipt: Extract<Receipt, { ok: true }>): void {
    const unsent = this.#unsent.get(messageId);
    this.#unsent.delete(messageId);
    if (!unsent || this.#messages.has(receipt.id)) return;
    this.add({
      id: receipt.id,
      conversationId: receipt.conversationId,
      seq: receipt.seq,
      at: receipt.at,
      sender: "customer",
      senderName: "",
      text: unsent.title || unsent.message,
      quickReplies: [],
      picture: null,
      file: null,
      links: [],
      messageId,
      state: "stored",
    });
  }

  /** Another tab withdrew it, or the customer did. */
  drop(messageId: string): void {
    this.#unsent.delete(messageId);
  }

  /** Takes conversations off the screen that are no longer in the record; null: all of them. What is unsent stays. */
  erase(conversationIds: readonly string[] | null): void {
    const gone = (id: string): boolean => conversationIds === null || conversationIds.includes(id);
    for (const message of [...this.#messages.values()]) {
      if (!gone(message.conversationId)) continue;
      this.#messages.delete(message.id);
      this.#history.delete(message.id);
      if (message.messageId) this.#ownIds.delete(message.messageId);
    }
    this.#order = this.#order.filter((id) => !gone(id));
    if (this.#known && gone(this.#known.conversationId)) this.#known = null;
  }

  clear(): void {
    this.#messages.clear();
    this.#ownIds.clear();
    this.#history.clear();
    this.#unsent.clear();
    this.#order = [];
    this.#known = null;
    this.#caughtUp = false;
  }

  /** All of it, in the order of the screen. */
  lines(): Line[] {
    const rank = new Map(this.#order.map((id, index) => [id, index]));
    const sorted = [...this.#messages.values()].sort(
      (a, b) => (rank.get(a.conversationId) ?? 0) - (rank.get(b.conversationId) ?? 0) || a.seq - b.seq,
    );
    const known = sorted.map(
      (message): Line => ({
        key: message.messageId ? `own:${message.messageId}` : message.id,
        kind: "message",
        message,
        history: this.#history.has(message.id),
      }),
    );
    const unsent = [...this.#unsent.values()].sort((a, b) => a.at.getTime() - b.at.getTime());
    return [...known, ...unsent.map((one): Line => ({ key: `own:${one.messageId}`, kind: "unsent", unsent: one }))];
  }

  /** What others wrote after `seen`, in order: the number on the button, and the last one for the read receipt. */
  after(seen: Position | null): Message[] {
    const from = seen ? this.#order.indexOf(seen.conversationId) : -1;
    return this.lines()
      .flatMap((line) => (line.kind === "message" && line.message.sender !== "customer" ? [line.message] : []))
      .filter((message) => {
        const rank = this.#order.indexOf(message.conversationId);
        return !seen || from < 0 || rank > from || (rank === from && message.seq > seen.seq);
      });
  }

  #store(message: Message): boolean {
    if (message.messageId) {
      this.#unsent.delete(message.messageId);
      const already = this.#ownIds.get(message.messageId);
      if (already !== undefined && already !== message.id) return false;
      this.#ownIds.set(message.messageId, message.id);
    }
    const fresh = !this.#messages.has(message.id);
    // A later copy may know more (a delivery state): it replaces the first, in the same place.
    this.#messages.set(message.id, message);
    if (!this.#order.includes(message.conversationId)) this.#place(message);
    return fresh;
  }

  /** Conversations follow each other in time, whatever the order in which this browser heard of them. */
  #place(message: Message): void {
    const first = (id: string): number =>
      Math.min(
        ...[...this.#messages.values()].filter((one) => one.conversationId === id).map((one) => one.at.getTime()),
      );
    this.#order.push(message.conversationId);
    this.#order.sort((a, b) => first(a) - first(b));
  }

  #advance(message: Message): void {
    const known = this.#known;
    if (known?.conversationId === message.conversationId) {
      if (message.seq > known.seq) this.#known = { conversationId: known.conversationId, seq: message.seq };
    } else if (!known || this.#order.indexOf(message.conversationId) > this.#order.indexOf(known.conversationId)) {
      this.#known = { conversationId: message.conversationId, seq: message.seq };
    }
  }
}

/**
 * The message whose buttons can still be tapped: the last one with buttons, as long as nobody answered it. A further
 * bubble of the bot in the same turn leaves them alone; a word of the customer or of an agent makes them old, and so
 * does a notice (an agent takes over, the bot is back).
 */
export function openReplies(lines: readonly Line[]): string | null {
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const line = lines[index];
    if (!line || line.kind === "unsent" || line.message.sender === "customer") return null;
    if (line.message.quickReplies.length > 0) return line.message.id;
    if (line.message.sender !== "bot") return null;
  }
  return null;
}
