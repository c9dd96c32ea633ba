/** Where the customer types. Enter sends, Shift+Enter makes a new line, too long is said and never cut off. */
import { MAX_LENGTH } from "./chat.ts";
import { h, icon, say } from "./dom.ts";
import type { Shelf } from "./outbox.ts";
import { length } from "./pieces.ts";
import { T } from "./texts.ts";

const WARN_FROM = MAX_LENGTH - 200;
const STOPPED_TYPING_MS = 3_000;

export interface ComposerActions {
  send(text: string): void;
  typing(on: boolean): void;
}

export class Composer {
  readonly element: HTMLFormElement;
  readonly #field: HTMLTextAreaElement;
  readonly #button: HTMLButtonElement;
  readonly #count: HTMLElement;
  readonly #spoken: HTMLElement;
  readonly #actions: ComposerActions;
  readonly #drafts: Shelf;
  readonly #key: string;
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(actions: ComposerActions, drafts: Shelf, key: string) {
    this.#actions = actions;
    this.#drafts = drafts;
    this.#key = key;
    this.#field = h("textarea", {
      id: "field",
      rows: "1",
      placeholder: T.composer,
      enterkeyhint: "send",
      autocomplete: "off",
      "aria-describedby": "count",
    });
    this.#button = h("button", { type: "submit", class: "send", "aria-label": T.send }, icon("send"));
    this.#count = h("p", { id: "count", class: "count" });
    this.#spoken = h("p", { class: "sr", role: "status" });
    this.element = h(
      "form",
      { class: "composer" },
      h("label", { class: "sr", for: "field" }, T.composer),
      h("div", { class: "box" }, this.#field, this.#button),
      this.#count,
      this.#spoken,
    );
    this.#listen();
    this.#field.value = drafts.get(key) ?? "";
    this.#changed();
  }

  focus(): void {
    this.#field.focus({ preventScroll: true });
  }

  clear(): void {
    this.#field.value = "";
    this.#changed();
  }

  #listen(): void {
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#field.addEventListener("keydown", (event) => {
      // While a word is being composed (accents, other scripts) Enter belongs to the input method.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#submit();
    });
    this.#field.addEventListener("input", () => {
      this.#changed();
      this.#actions.typing(this.#field.value.trim() !== "");
      clearTimeout(this.#idle);
      this.#idle = setTimeout(() => this.#actions.typing(false), STOPPED_TYPING_MS);
    });
  }

  #submit(): void {
    const text = this.#field.value.trim();
    if (!text || length(text) > MAX_LENGTH) {
      if (text) say(this.#spoken, `${T.over(length(text) - MAX_LENGTH)} `);
      return this.focus();
    }
    clearTimeout(this.#idle);
    this.clear();
    this.#actions.send(text);
  }

  #changed(): void {
    const text = this.#field.value;
    const used = length(text.trim());
    const over = used - MAX_LENGTH;
    const words = over > 0 ? T.over(over) : used >= WARN_FROM ? T.left(-over) : "";
    say(this.#count, words);
    this.#count.classList.toggle("over", over > 0);
    this.#field.setAttribute("aria-invalid", String(over > 0));
    this.#button.setAttribute("aria-disabled", String(used === 0 || over > 0));
    // Spoken at every fifty signs only: a count at every key drowns what is typed.
    if (!words || used % 50 === 0 || over === 1) say(this.#spoken, words);
    if (text) this.#drafts.set(this.#key, text);
    else this.#drafts.remove(this.#key);
    this.#fit();
  }

  /** As high as its text, up to what the stylesheet allows. */
  #fit(): void {
    this.#field.style.height = "auto";
    if (this.#field.scrollHeight) this.#field.style.height = `${this.#field.scrollHeight}px`;
  }

  /** The panel was shown: only now the text has a height. */
  shown(): void {
    this.#fit();
  }
}
