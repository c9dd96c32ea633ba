/** The list of messages: keeps each element in place, says what is new to a screen reader, and scrolls with care. */
import { delivery, lineElement, type BubbleActions } from "./bubbles.ts";
import { h, icon, say } from "./dom.ts";
import { T } from "./texts.ts";
import { openReplies, type Line } from "./thread.ts";
import { dayName, sameDay, together } from "./when.ts";

/** So close to the end that the customer is reading along. */
const NEAR = 80;
/** Bubbles that follow each other within this time are one answer. */
const BURST_MS = 4_000;
/** Of the line above the answer a little stays in view. */
const ABOVE = 12;

interface Shown {
  readonly element: HTMLElement;
  /** What the word under it was made of. */
  under: string;
  /** It shows a file that was on its way when it was made. */
  readonly provisional: boolean;
}

export class MessageLog {
  readonly element: HTMLElement;
  readonly toNewest: HTMLButtonElement;
  readonly #scroll: HTMLElement;
  readonly #list: HTMLElement;
  readonly #actions: BubbleActions;
  readonly #shown = new Map<string, Shown>();
  /** New messages may move the view: the customer is at the end, or where we put the view ourselves. */
  #following = true;
  /** The first message of the burst that is coming in: a long answer is read from its beginning. */
  #anchor: HTMLElement | null = null;
  #lastCame = 0;
  #placed = -1;

  /** `intro` stands before the conversation, `starters` behind it. */
  constructor(actions: BubbleActions, intro: HTMLElement, starters: HTMLElement) {
    this.#actions = { ...actions, grew: () => this.resized() };
    this.#list = h("div", { class: "list" });
    this.#scroll = h(
      "div",
      {
        class: "log",
        role: "log",
        tabindex: "0",
        "aria-label": T.log,
        "aria-live": "polite",
        "aria-relevant": "additions",
      },
      intro,
      this.#list,
      starters,
    );
    this.toNewest = h("button", { type: "button", class: "newest", hidden: true }, icon("down"), "");
    this.toNewest.addEventListener("click", () => {
      this.toEnd();
      this.focus();
    });
    this.#scroll.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.element = h("div", { class: "middle" }, this.#scroll, this.toNewest);
  }

  focus(): void {
    this.#scroll.focus({ preventScroll: true });
  }

  toEnd(): void {
    this.#anchor = null;
    this.#place();
  }

  /** The panel or something in it got another size (opened, turned, keyboard up): stay with what was in view. */
  resized(): void {
    if (this.#following) this.#place();
  }

  render(lines: readonly Line[], offline: boolean): void {
    const keys = new Set(lines.map((line) => line.key));
    for (const [key, { element }] of this.#shown) {
      if (keys.has(key)) continue;
      element.remove();
      this.#shown.delete(key);
    }
    const fresh: HTMLElement[] = [];
    let ownNew = false;
    lines.forEach((line, index) => {
      const known = this.#settled(line);
      const shown = known ?? this.#make(line);
      if (!known) fresh.push(shown.element);
      if (!known && line.kind === "unsent") ownNew = true;
      if (this.#list.children[index] !== shown.element) {
        this.#list.insertBefore(shown.element, this.#list.children[index] ?? null);
      }
    });
    this.#dress(lines, offline);
    if (fresh.length) this.#follow(fresh, ownNew);
  }

  /** What is shown of a line already. A file that arrived is made anew: now it can be opened. */
  #settled(line: Line): Shown | undefined {
    const known = this.#shown.get(line.key);
    if (!known?.provisional || line.kind === "unsent") return known;
    const hadFocus = this.#hasFocus(known.element);
    const shown = this.#make(line);
    known.element.replaceWith(shown.element);
    if (hadFocus) this.focus();
    return shown;
  }

  #make(line: Line): Shown {
    const provisional = line.kind === "unsent" && line.unsent.file !== undefined;
    const shown = { element: lineElement(line, this.#actions), under: "", provisional };
    this.#shown.set(line.key, shown);
    return shown;
  }

  /** What depends on the neighbours: day, name, buttons that are still open, the word under an own message. */
  #dress(lines: readonly Line[], offline: boolean): void {
    const open = openReplies(lines);
    const now = new Date();
    let grew = false;
    const lastOwn = lines.findLast((line) => sender(line) === "customer");
    lines.forEach((line, index) => {
      const shown = this.#shown.get(line.key);
      if (!shown) return;
      const before = lines[index - 1];
      const newDay = !before || !sameDay(moment(before), moment(line));
      const day = shown.element.children[0] as HTMLElement;
      day.hidden = !newDay;
      say(day, newDay ? dayName(moment(line), now) : "");
      const joined =
        !newDay && name(before) === name(line) && together(moment(before), moment(line)) && sender(line) !== "system";
      shown.element.classList.toggle("joined", joined);
      const isOpen = line.kind === "message" && line.message.id === open;
      const answer = answerTo(lines, index);
      for (const button of shown.element.querySelectorAll<HTMLButtonElement>(".reply")) {
        button.disabled = !isOpen;
        button.classList.toggle("chosen", !isOpen && answer !== "" && button.textContent === answer);
      }
      grew = this.#underline(shown, line, offline, line === lastOwn) || grew;
    });
    if (grew) this.resized(); // why something was refused has to be seen too
  }

  #underline(shown: Shown, line: Line, offline: boolean, last: boolean): boolean {
    const state = line.kind === "unsent" ? JSON.stringify(line.unsent.delivery) + offline : line.message.state + last;
    const signature = line.kind + state;
    if (signature === shown.under) return false;
    shown.under = signature;
    const hadFocus = this.#hasFocus(shown.element);
    shown.element.lastElementChild?.replaceChildren(...delivery(line, offline, last, this.#actions));
    shown.element.classList.toggle("unsent", line.kind === "unsent");
    if (hadFocus) this.focus();
    return true;
  }

  #hasFocus(element: HTMLElement): boolean {
    return element.contains((this.element.getRootNode() as ShadowRoot).activeElement);
  }

  #follow(fresh: readonly HTMLElement[], own: boolean): void {
    if (!own && !this.#following) {
      this.#point(T.toNewest);
      return;
    }
    const now = performance.now();
    if (own || fresh.length === this.#list.children.length) this.#anchor = null;
    else if (!this.#anchor || now - this.#lastCame > BURST_MS) this.#anchor = fresh[0] ?? null;
    this.#lastCame = now;
    this.#place();
  }

  /** The end of the conversation, or as much of it as fits under the beginning of the answer. */
  #place(): void {
    const end = this.#scroll.scrollHeight - this.#scroll.clientHeight;
    const top = this.#anchor?.isConnected ? this.#anchor.offsetTop - ABOVE : end;
    this.#scroll.scrollTop = Math.min(end, top);
    this.#placed = this.#scroll.scrollTop;
    this.#following = true;
    if (end - this.#placed < NEAR) this.toNewest.hidden = true;
    else this.#point(T.readOn);
  }

  /** Below the fold there is more. */
  #point(words: string): void {
    this.toNewest.hidden = false;
    this.toNewest.replaceChildren(icon("down"), words);
  }

  #scrolled(): void {
    if (this.#scroll.clientHeight === 0) return;
    const left = this.#scroll.scrollHeight - this.#scroll.clientHeight - this.#scroll.scrollTop;
    this.#following = left < NEAR || Math.abs(this.#scroll.scrollTop - this.#placed) < 2;
    if (left < NEAR) this.toNewest.hidden = true;
  }
}

const sender = (line: Line | undefined): string =>
  line?.kind === "message" ? line.message.sender : line ? "customer" : "";
const name = (line: Line | undefined): string =>
  line?.kind === "message" ? `${line.message.sender}/${line.message.senderName}` : "customer/";
const moment = (line: Line | undefined): Date =>
  line ? (line.kind === "message" ? line.message.at : line.unsent.at) : new Date(0);

/** What the customer said right after this line: the button that carries it was the choice. */
function answerTo(lines: readonly Line[], index: number): string {
  const answer = lines.slice(index + 1).find((line) => sender(line) === "customer");
  if (!answer) return "";
  return answer.kind === "message" ? answer.message.text : answer.unsent.title || answer.unsent.message;
}
