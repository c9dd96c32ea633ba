/** Brings what waits in the outbox to the counter: in order, one at a time, each until it was acknowledged. */
import type { Outbox, Waiting } from "./outbox.ts";
import { readReceipt, type Receipt } from "./wire.ts";

export class Courier {
  readonly #outbox: Outbox;
  readonly #ask: (waiting: Waiting) => Promise<unknown>;
  readonly #answered: (waiting: Waiting, receipt: Receipt) => boolean;
  /** Refused or timed out: not sent again until the customer asks, or the connection was renewed. */
  readonly #held = new Set<string>();
  /** Rises at every break, so that what was under way before it is not mistaken for what comes after. */
  #round = 0;
  #running = -1;

  /** `answered` handles the counter's answer, and says whether the message has to be held. */
  constructor(
    outbox: Outbox,
    ask: (waiting: Waiting) => Promise<unknown>,
    answered: (waiting: Waiting, receipt: Receipt) => boolean,
  ) {
    this.#outbox = outbox;
    this.#ask = ask;
    this.#answered = answered;
  }

  release(messageId: string): void {
    this.#held.delete(messageId);
  }

  releaseAll(): void {
    this.#held.clear();
  }

  /** The connection broke: an answer that still comes is of no use; the message stays, and goes again under its id. */
  interrupt(): void {
    this.#round += 1;
  }

  /** Only the acknowledgement of one message proves that the next comes behind it. */
  async run(): Promise<void> {
    const round = this.#round;
    if (this.#running === round) return;
    this.#running = round;
    try {
      for (let next = this.#next(); next; next = this.#next()) {
        const receipt = await this.#send(next);
        if (round !== this.#round) return;
        if (this.#answered(next, receipt)) this.#held.add(next.messageId);
      }
    } finally {
      if (this.#running === round) this.#running = -1;
    }
  }

  #next(): Waiting | undefined {
    return this.#outbox.all().find((waiting) => !this.#held.has(waiting.messageId));
  }

  async #send(waiting: Waiting): Promise<Receipt> {
    try {
      return readReceipt(await this.#ask(waiting));
    } catch {
      return { ok: false, code: "timeout", message: "" };
    }
  }
}
