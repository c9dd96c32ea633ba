/**
 * Files on their way to the counter: one at a time, each under its own id, so that sending it again stores it once. They
 * live as long as the page: a browser keeps no files for us. No DOM.
 */
import { T, refusal } from "./texts.ts";
import { readMessage, readProblem, type Message } from "./wire.ts";

export interface Parcel {
  readonly messageId: string;
  readonly file: File;
}

export type News =
  | { readonly kind: "progress"; readonly part: number }
  | { readonly kind: "stored"; readonly message: Message }
  | { readonly kind: "refused"; readonly message: string; readonly again: boolean };

/** Brings one file to the counter: its answer as it came, whatever it is. Rejects when there was none. */
export type Upload = (parcel: Parcel, progress: (part: number) => void, stop: AbortSignal) => Promise<unknown>;

/** Refusals after which the same file may go. */
const PASSING = new Set(["too_fast", "unavailable", "scan_unavailable", "fault", "no_session", ""]);

export class Parcels {
  readonly #upload: Upload;
  readonly #told: (messageId: string, news: News) => void;
  readonly #waiting = new Map<string, Parcel>();
  /** Refused: not sent again until the customer asks. */
  readonly #held = new Set<string>();
  /** Got no answer: sent again when there is a connection. */
  readonly #lost = new Set<string>();
  #under: { readonly id: string; readonly stop: AbortController } | null = null;

  constructor(upload: Upload, told: (messageId: string, news: News) => void) {
    this.#upload = upload;
    this.#told = told;
  }

  has(messageId: string): boolean {
    return this.#waiting.has(messageId);
  }

  add(parcel: Parcel): void {
    this.#waiting.set(parcel.messageId, parcel);
    void this.#run();
  }

  again(messageId: string): void {
    this.#held.delete(messageId);
    this.#lost.delete(messageId);
    void this.#run();
  }

  /** There is a connection (again). */
  resume(): readonly string[] {
    const lost = [...this.#lost];
    this.#lost.clear();
    void this.#run();
    return lost;
  }

  drop(messageId: string): void {
    this.#waiting.delete(messageId);
    this.#held.delete(messageId);
    this.#lost.delete(messageId);
    if (this.#under?.id === messageId) this.#under.stop.abort();
  }

  clear(): void {
    for (const messageId of [...this.#waiting.keys()]) this.drop(messageId);
  }

  async #run(): Promise<void> {
    if (this.#under) return;
    for (let next = this.#next(); next; next = this.#next()) {
      const parcel = next;
      const stop = new AbortController();
      this.#under = { id: parcel.messageId, stop };
      const news = await this.#send(parcel, stop.signal);
      this.#under = null;
      if (!this.has(parcel.messageId)) continue;
      if (news.kind === "stored") this.#waiting.delete(parcel.messageId);
      else if (news.kind === "refused" && !this.#lost.has(parcel.messageId)) this.#held.add(parcel.messageId);
      this.#told(parcel.messageId, news);
    }
  }

  #next(): Parcel | undefined {
    return [...this.#waiting.values()].find(({ messageId }) => !this.#held.has(messageId) && !this.#lost.has(messageId));
  }

  async #send(parcel: Parcel, stop: AbortSignal): Promise<News> {
    const progress = (part: number): void => {
      if (this.has(parcel.messageId)) this.#told(parcel.messageId, { kind: "progress", part });
    };
    let answer: unknown;
    try {
      answer = await this.#upload(parcel, progress, stop);
    } catch {
      this.#lost.add(parcel.messageId);
      return { kind: "refused", message: T.noLine, again: true };
    }
    const fields = (answer ?? {}) as { message?: unknown; error?: unknown };
    const message = readMessage(fields.message);
    if (message) return { kind: "stored", message };
    const problem = readProblem(fields.error);
    return { kind: "refused", message: refusal(problem.code, problem.message).message, again: PASSING.has(problem.code) };
  }
}
