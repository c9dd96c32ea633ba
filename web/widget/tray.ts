/** Files that were chosen and not sent yet: looked at, taken away, or sent with the message. */
import { h, icon, say } from "./dom.ts";
import { MOST_AT_ONCE, fileProblem, sizeWords } from "./files.ts";
import { fitting, preview } from "./pictures.ts";
import { T } from "./texts.ts";

export interface Chosen {
  readonly file: File;
  readonly picture: HTMLCanvasElement | null;
}

export interface TrayActions {
  /** What is in it changed. */
  changed(): void;
  /** Why a file was not put in. */
  problem(words: string): void;
  /** Nothing is left to go to. */
  leave(): void;
}

export class Tray {
  readonly element: HTMLElement;
  readonly #list: HTMLElement;
  readonly #spoken: HTMLElement;
  readonly #actions: TrayActions;
  #chosen: readonly Chosen[] = [];
  /** Rises when all is thrown away: what is still being made small then comes too late. */
  #round = 0;

  constructor(actions: TrayActions) {
    this.#actions = actions;
    this.#list = h("ul", { "aria-label": T.chosenFiles });
    this.#spoken = h("p", { class: "sr", role: "status" });
    this.element = h("div", { class: "tray", hidden: true }, this.#list, this.#spoken);
  }

  get isEmpty(): boolean {
    return this.#chosen.length === 0;
  }

  async add(files: readonly File[]): Promise<void> {
    const round = this.#round;
    const problems: string[] = [];
    for (const given of files) {
      const file = await fitting(given);
      const problem = fileProblem(file);
      const picture = problem ? null : await preview(file);
      if (round !== this.#round) return;
      if (problem) problems.push(problem);
      else if (this.#chosen.length >= MOST_AT_ONCE) problems.push(T.tooManyFiles(MOST_AT_ONCE));
      else this.#set([...this.#chosen, { file, picture }], T.fileChosen(file.name));
    }
    if (problems.length) this.#actions.problem([...new Set(problems)].join(" "));
  }

  /** All that is in it, which is then empty. */
  take(): readonly Chosen[] {
    const all = this.#chosen;
    this.clear();
    return all;
  }

  clear(): void {
    this.#round += 1;
    if (this.#chosen.length) this.#set([], "");
  }

  #set(chosen: readonly Chosen[], words: string): void {
    this.#chosen = chosen;
    this.element.hidden = chosen.length === 0;
    this.#list.replaceChildren(...chosen.map((one) => this.#item(one)));
    say(this.#spoken, words);
    this.#actions.changed();
  }

  #item(one: Chosen): HTMLElement {
    const { file, picture } = one;
    const remove = h("button", { type: "button", "aria-label": T.removeFile(file.name) }, icon("close"));
    remove.addEventListener("click", () => this.#remove(one));
    picture?.setAttribute("aria-hidden", "true");
    return h(
      "li",
      {},
      h("span", { class: "thumb" }, picture ?? icon("file")),
      h("span", { class: "name" }, h("b", {}, file.name), sizeWords(file.size)),
      remove,
    );
  }

  #remove(one: Chosen): void {
    const at = this.#chosen.indexOf(one);
    this.#set(this.#chosen.filter((other) => other !== one), T.fileRemoved(one.file.name));
    const buttons = this.#list.querySelectorAll("button");
    const next = buttons[Math.min(at, buttons.length - 1)];
    if (next) next.focus();
    else this.#actions.leave();
  }
}
