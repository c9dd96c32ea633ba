/**
 * Canned answers to search in: a combobox with a list (ARIA APG). Typing `/` at the start of a line opens it; Enter puts the
 * answer in the field, Escape goes back to what was typed. They come filled from the profile.
 */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";

import { ApiError } from "./api.ts";
import type { Desk } from "./desk-store.ts";
import { matching } from "./search.ts";
import type { Answer, Answers } from "./types/helping.ts";

export class DeskCanned extends LitElement {
  static override readonly properties = {
    desk: { attribute: false },
    caseId: { attribute: false },
    shown: { state: true },
    answers: { state: true },
    query: { state: true },
    at: { state: true },
    problem: { state: true },
  };
  declare desk: Desk;
  declare caseId: string;
  declare shown: boolean;
  declare answers: Answers | null;
  declare query: string;
  /** Which one is chosen. */
  declare at: number;
  declare problem: string;

  constructor() {
    super();
    this.shown = false;
    this.answers = null;
    this.query = "";
    this.at = 0;
    this.problem = "";
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  open(): void {
    this.shown = true;
    this.query = "";
    this.at = 0;
    void this.load();
    void this.updateComplete.then(() => this.querySelector("input")?.focus());
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("caseId")) {
      this.shown = false;
      this.answers = null;
    }
  }

  protected override updated(): void {
    this.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.shown) return nothing;
    const found = this.found;
    const active = found[this.at];
    return html`<div class="canned" @focusout=${this.left}>
      <label class="sr" for="zoek-antwoord">Zoek een standaardantwoord</label>
      <input id="zoek-antwoord" type="text" role="combobox" autocomplete="off" placeholder="Zoek een standaardantwoord…" aria-expanded="true"
        aria-controls="antwoorden" aria-autocomplete="list" aria-activedescendant=${active ? optionId(active) : nothing}
        .value=${this.query} @input=${this.typed} @keydown=${this.key} />
      <ul id="antwoorden" role="listbox" aria-label="Standaardantwoorden">
        ${found.map((one, index) => html`<li role="option" id=${optionId(one)} aria-selected=${index === this.at ? "true" : "false"}
          @pointerdown=${(event: Event) => event.preventDefault()} @click=${() => this.choose(one)}>
          <p class="title"><strong>${one.title}</strong>${one.group ? html` <span class="meta">${one.group}</span>` : nothing}</p>
          <p class="words">${one.text}</p></li>`)}
      </ul>
      ${this.missing()}
      <p class="meta" role="status">${this.statusWords(found.length)}</p>
    </div>`;
  }

  private get found(): readonly Answer[] {
    return matching(this.answers?.answers ?? [], this.query);
  }

  /** What the agent looks for, and can't be used for this customer now. */
  private missing(): TemplateResult | typeof nothing {
    const others = this.query ? (this.answers?.missing ?? []).map((one) => ({ ...one, text: "" })) : [];
    const found = matching(others, this.query).slice(0, 3);
    if (!found.length) return nothing;
    const why = new Map(others.map((one) => [one.id, one.why]));
    return html`<ul class="cannot">${found.map((one) => html`<li class="meta"><strong>${one.title}</strong>: ${why.get(one.id)}</li>`)}</ul>`;
  }

  private statusWords(found: number): string {
    if (this.problem) return this.problem;
    if (!this.answers) return "Ophalen…";
    if (!found) return "Niets gevonden.";
    return `${found} ${found === 1 ? "antwoord" : "antwoorden"} · ↑ ↓ kiezen · Enter in het veld · Esc terug`;
  }

  private async load(): Promise<void> {
    const { caseId } = this;
    this.problem = "";
    try {
      const answers = await this.desk.api.answers(caseId);
      if (caseId === this.caseId) this.answers = answers;
    } catch (error) {
      this.problem = error instanceof ApiError ? error.message : "De antwoorden zijn niet op te halen.";
    }
  }

  private readonly typed = (event: Event): void => {
    this.query = (event.target as HTMLInputElement).value;
    this.at = 0;
  };

  private readonly key = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const last = this.found.length - 1;
    const move: Record<string, number> = { ArrowDown: this.at >= last ? 0 : this.at + 1, ArrowUp: this.at <= 0 ? last : this.at - 1 };
    const to = move[event.key];
    if (to !== undefined) this.at = Math.max(0, to);
    else if (event.key === "Enter") {
      const chosen = this.found[this.at];
      if (chosen) this.choose(chosen);
    } else if (event.key === "Escape" || (event.key === "Backspace" && !this.query)) this.tell("");
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  private readonly left = (event: FocusEvent): void => {
    if (!this.contains(event.relatedTarget as Node | null)) this.shown = false;
  };

  private choose(one: Answer): void {
    this.tell(one.text);
  }

  /** Hands the text to the field; an empty one only gives the focus back. */
  private tell(text: string): void {
    this.shown = false;
    this.dispatchEvent(new CustomEvent<string>("chosen", { detail: text }));
  }
}

function optionId(one: Answer): string {
  return `antwoord-${one.id}`;
}

customElements.define("desk-canned", DeskCanned);
