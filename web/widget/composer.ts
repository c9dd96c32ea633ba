/** Where the customer types. Enter sends, Shift+Enter makes a new line, too long is said and never cut off. */
import { MAX_LENGTH } from "./chat.ts";
import { h, icon, say } from "./dom.ts";
import { ACCEPT } from "./files.ts";
import type { Shelf } from "./outbox.ts";
import { length } from "./pieces.ts";
import { T } from "./texts.ts";
import { Tray, type Chosen } from "./tray.ts";

const WARN_FROM = MAX_LENGTH - 200;
const STOPPED_TYPING_MS = 3_000;

export interface ComposerActions {
  send(text: string): void;
  sendFile(chosen: Chosen): void;
  /** Words about something that can't be. */
  problem(words: string): void;
  /** Why no file can be sent now; "" when one can. */
  whyNoFiles(): string;
  typing(on: boolean): void;
}

export class Composer {
  readonly element: HTMLFormElement;
  readonly #field: HTMLTextAreaElement;
  readonly #button: HTMLButtonElement;
  readonly #attach: HTMLButtonElement;
  readonly #picker: HTMLInputElement;
  readonly #tray: Tray;
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
    this.#attach = h("button", { type: "button", class: "attach", hidden: true, "aria-label": T.attach }, icon("clip"));
    this.#picker = h("input", { type: "file", multiple: true, accept: ACCEPT, hidden: true, tabindex: "-1" });
    this.#tray = new Tray({
      changed: () => this.#changed(),
      problem: (words) => actions.problem(words),
      leave: () => this.focus(),
    });
    this.#count = h("p", { id: "count", class: "count" });
    this.#spoken = h("p", { class: "sr", role: "status" });
    this.element = h(
      "form",
      { class: "composer" },
      h("label", { class: "sr", for: "field" }, T.composer),
      this.#tray.element,
      h("div", { class: "box" }, this.#attach, this.#field, this.#button),
      this.#picker,
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
    this.#tray.clear();
    this.#changed();
  }

  /** Files that were chosen, pasted or dropped. */
  add(files: readonly File[]): void {
    const why = this.#actions.whyNoFiles();
    if (why) return this.#actions.problem(why);
    void this.#tray.add(files).then(() => this.focus());
  }

  /** Files go to a person only; what stood ready when that person left is not sent to anybody else. */
  attachable(on: boolean): void {
    if (this.#attach.hidden === !on) return;
    this.#attach.hidden = !on;
    if (on || this.#tray.isEmpty) return;
    this.#tray.clear();
    this.#actions.problem(T.filesLeft);
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
    this.#attach.addEventListener("click", () => this.#picker.click());
    this.#picker.addEventListener("change", () => {
      this.add([...(this.#picker.files ?? [])]);
      this.#picker.value = ""; // the same file can be chosen again
    });
    this.#field.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      // A copied cell or text brings a picture of itself along: the text is what was meant.
      if (!files.length || event.clipboardData?.getData("text")) return;
      event.preventDefault();
      this.add(files);
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
    if ((!text && this.#tray.isEmpty) || length(text) > MAX_LENGTH) {
      if (text) say(this.#spoken, `${T.over(length(text) - MAX_LENGTH)} `);
      return this.focus();
    }
    clearTimeout(this.#idle);
    const chosen = this.#tray.take();
    this.clear();
    for (const one of chosen) this.#actions.sendFile(one);
    if (text) this.#actions.send(text);
  }

  #changed(): void {
    const text = this.#field.value;
    const used = length(text.trim());
    const over = used - MAX_LENGTH;
    const words = over > 0 ? T.over(over) : used >= WARN_FROM ? T.left(-over) : "";
    say(this.#count, words);
    this.#count.classList.toggle("over", over > 0);
    this.#field.setAttribute("aria-invalid", String(over > 0));
    this.#button.setAttribute("aria-disabled", String((used === 0 && this.#tray.isEmpty) || over > 0));
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
