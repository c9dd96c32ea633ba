/** The lines that say what goes on: who has the conversation, who types, the connection, a problem, what is unread. */
import { h, icon, say } from "./dom.ts";
import type { Parts } from "./parts.ts";
import { T, nameOf, ownerLine } from "./texts.ts";

/** A page load is no failure: the customer hears of a missing connection only when it lasts. */
const PATIENCE_MS = 2_000;
const RELIEF_MS = 4_000;

export class StatusLines {
  readonly #parts: Parts;
  #connectionWords = "";
  #connectionTimer: ReturnType<typeof setTimeout> | undefined;
  #wasOffline = false;
  #announced = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  render(isOpen: boolean): void {
    const { chat, composer, human, panel, words } = this.#parts;
    say(words.owner, ownerLine(chat.owner, chat.agentName));
    human.hidden = chat.owner === "agent" || chat.owner === "queue";
    composer.attachable(chat.owner === "agent");
    words.wait.hidden = chat.owner !== "queue";
    this.#parts.invitation.render();
    panel.setAttribute("data-owner", chat.owner);
    this.#activity();
    this.#connection();
    this.#problem();
    this.#news(isOpen);
  }

  /** Dots for a person who types, and only then; for the bot a line that says what happens. */
  #activity(): void {
    const { chat, log, words } = this.#parts;
    const kind = chat.agentTypes ? "typing" : chat.looking ? "looking" : "";
    if (words.status.dataset["kind"] === kind) return;
    words.status.dataset["kind"] = kind;
    const dots = h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
    if (kind === "typing") words.status.replaceChildren(dots, T.agentTypes(chat.agentName));
    else words.status.replaceChildren(...(kind ? [T.looking] : []));
    log.resized();
  }

  #connection(): void {
    const offline = this.#parts.chat.link === "offline";
    const wanted = offline ? T.offline : this.#wasOffline ? T.online : "";
    if (wanted === this.#connectionWords) return;
    this.#connectionWords = wanted;
    clearTimeout(this.#connectionTimer);
    if (offline) {
      this.#connectionTimer = setTimeout(() => this.#sayConnection(T.offline), PATIENCE_MS);
    } else {
      this.#sayConnection(wanted);
      if (wanted) this.#connectionTimer = setTimeout(() => this.#connection(), RELIEF_MS);
    }
  }

  #sayConnection(words: string): void {
    const line = this.#parts.words.connection;
    say(line, words);
    line.classList.toggle("off", words === T.offline);
    this.#wasOffline = words === T.offline;
    this.#parts.log.resized();
  }

  #problem(): void {
    const { chat, words } = this.#parts;
    const { problem } = words;
    if ((problem.dataset["words"] ?? "") === chat.problem) return;
    problem.dataset["words"] = chat.problem;
    problem.hidden = !chat.problem;
    const dismiss = (): void => chat.dismissProblem();
    const close = h("button", { type: "button", class: "close", "aria-label": T.dismiss, click: dismiss }, icon("close"));
    problem.replaceChildren(...(chat.problem ? [icon("warning"), h("span", {}, chat.problem), close] : []));
    this.#parts.log.resized();
  }

  /** The number on the button, and the word about it for who can't see it. */
  #news(isOpen: boolean): void {
    const { chat, badge, launcher, label, words } = this.#parts;
    const unread = isOpen ? [] : chat.unread;
    const last = unread.at(-1);
    badge.hidden = unread.length === 0;
    say(badge, unread.length > 9 ? "9+" : String(unread.length));
    launcher.setAttribute("aria-label", T.launcherName(label, unread.length));
    if (unread.length > this.#announced && last) say(words.news, `${T.fresh(unread.length)}: ${nameOf(last)}`);
    if (!unread.length) say(words.news, "");
    this.#announced = unread.length;
  }
}
