/** localStorage and sessionStorage that never throw: browsers refuse them in private windows and in some iframes. */
import type { Shelf } from "./outbox.ts";

class Memory implements Shelf {
  readonly #values = new Map<string, string>();
  keys = (): string[] => [...this.#values.keys()];
  get = (key: string): string | null => this.#values.get(key) ?? null;
  set = (key: string, value: string): void => void this.#values.set(key, value);
  remove = (key: string): void => void this.#values.delete(key);
}

class Browser implements Shelf {
  readonly #storage: Storage;
  /** What did not fit (a full disk, a quota) lives as long as the page. */
  readonly #spare = new Memory();

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  keys(): string[] {
    return [...Object.keys(this.#storage), ...this.#spare.keys()];
  }

  get(key: string): string | null {
    return this.#spare.get(key) ?? this.#storage.getItem(key);
  }

  set(key: string, value: string): void {
    try {
      this.#storage.setItem(key, value);
      this.#spare.remove(key);
    } catch {
      this.#spare.set(key, value);
    }
  }

  remove(key: string): void {
    this.#spare.remove(key);
    this.#storage.removeItem(key);
  }
}

function shelf(name: "localStorage" | "sessionStorage"): Shelf {
  try {
    const storage = window[name];
    storage.getItem("dichtbij");
    return new Browser(storage);
  } catch {
    return new Memory();
  }
}

/** Kept over reloads and shared by the tabs of one browser. */
export const local = shelf("localStorage");
/** Kept over reloads of one tab. */
export const perTab = shelf("sessionStorage");
