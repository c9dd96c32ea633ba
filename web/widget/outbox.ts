/**
 * Own messages that the counter has not acknowledged, kept where a reload, a crash or another tab finds them. One entry
 * per message: two tabs can add and remove at the same time without overwriting each other's list.
 */

/** What we need of localStorage. */
export interface Shelf {
  keys(): string[];
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
}

export interface Waiting {
  readonly messageId: string;
  readonly message: string;
  readonly title: string;
  /** Milliseconds since 1970; also the order in which they are sent. */
  readonly at: number;
}

export class Outbox {
  readonly #shelf: Shelf;
  readonly #prefix: string;

  constructor(shelf: Shelf, prefix: string) {
    this.#shelf = shelf;
    this.#prefix = prefix;
  }

  /** Adds a message behind all others, also when the clock of the computer was put back meanwhile. */
  add(waiting: Waiting): Waiting {
    const last = this.all().at(-1);
    const entry = last && last.at >= waiting.at ? { ...waiting, at: last.at + 1 } : waiting;
    this.#shelf.set(this.#prefix + entry.messageId, JSON.stringify(entry));
    return entry;
  }

  remove(messageId: string): void {
    this.#shelf.remove(this.#prefix + messageId);
  }

  clear(): void {
    for (const waiting of this.all()) this.remove(waiting.messageId);
  }

  /** In the order in which they were written. */
  all(): Waiting[] {
    return this.#shelf
      .keys()
      .filter((key) => key.startsWith(this.#prefix))
      .map((key) => readWaiting(this.#shelf.get(key)))
      .filter((waiting) => waiting !== null)
      .sort((a, b) => a.at - b.at);
  }

  /** The entry behind a key that another tab changed; undefined when the key is not one of ours. */
  changed(key: string, value: string | null): { messageId: string; waiting: Waiting | null } | undefined {
    if (!key.startsWith(this.#prefix)) return undefined;
    return { messageId: key.slice(this.#prefix.length), waiting: readWaiting(value) };
  }
}

/** Storage is the customer's: anything may be in there. */
function readWaiting(json: string | null): Waiting | null {
  try {
    const raw: unknown = JSON.parse(json ?? "null");
    if (typeof raw !== "object" || raw === null) return null;
    const { messageId, message, title, at } = raw as Partial<Waiting>;
    if (typeof messageId !== "string" || typeof message !== "string" || typeof at !== "number") return null;
    return { messageId, message, title: typeof title === "string" ? title : "", at };
  } catch {
    return null;
  }
}
