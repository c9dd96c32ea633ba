/** What the assistant would answer to the customer's last question: the agent sends it, changes it, or lets it be. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";

import { ApiError } from "./api.ts";
import type { Desk } from "./desk-store.ts";
import { icon } from "./icons.ts";
import type { Suggestion, Suggestions } from "./types/helping.ts";

const WAIT_MS = 300;

export class DeskSuggestions extends LitElement {
  static override readonly properties = {
    desk: { attribute: false },
    caseId: { attribute: false },
    news: { type: Number },
    lastSeq: { type: Number },
    answered: { type: Number },
    told: { state: true },
    at: { state: true },
    ignored: { state: true },
  };
  declare desk: Desk;
  declare caseId: string;
  /** Grows when there is something new to look at. */
  declare news: number;
  /** The customer's message that is not answered yet; 0 when there is none. */
  declare lastSeq: number;
  /** The last message of an agent; 0 when none was sent yet. */
  declare answered: number;
  declare told: Suggestions | null;
  declare at: number;
  /** The question whose suggestions the agent did not want. */
  declare ignored: number;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.news = 0;
    this.lastSeq = 0;
    this.answered = 0;
    this.told = null;
    this.at = 0;
    this.ignored = 0;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  /** The one on the screen; null when there is none. */
  get current(): Suggestion | null {
    if (!this.told || !this.lastSeq || this.ignored === this.lastSeq) return null;
    // It may answer an earlier message, when the last one asked nothing; but not one that was answered since.
    if ((this.told.for_seq ?? 0) <= this.answered) return null;
    return this.told.suggestions[this.at] ?? null;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("caseId")) {
      this.told = null;
      this.ignored = 0;
    }
    if (changed.has("caseId") || changed.has("news") || changed.has("lastSeq")) this.loadSoon();
  }

  protected override render(): TemplateResult | typeof nothing {
    const one = this.current;
    const many = this.told?.suggestions.length ?? 0;
    if (!one) return nothing;
    return html`<section class="suggestion" aria-labelledby="voorstel-kop">
      <h3 id="voorstel-kop">${icon("bot")}<span>Voorstel: ${one.title}</span>${one.why ? html` <span class="meta">${whyWords(one)}</span>` : nothing}
        ${many > 1 ? html`<button class="link" @click=${() => (this.at = (this.at + 1) % many)}>${this.at + 1} van ${many}<span class="sr">, toon de volgende</span></button>` : nothing}</h3>
      <p class="words" tabindex="0" role="group" aria-label="Tekst van het voorstel">${one.text}</p>
      <div class="buttons">
        <button class="small" @click=${() => this.send(one)}>${icon("send")}Verstuur zo</button>
        <button class="small" aria-keyshortcuts="Alt+V" @click=${() => this.use()}>${icon("edit")}Aanpassen <kbd aria-hidden="true">Alt V</kbd></button>
        <button class="small quiet" @click=${() => this.ignore()}>Negeer</button>
      </div>
    </section>`;
  }

  /** Puts it in the field, to change it. Whether there was one. */
  use(): boolean {
    const one = this.current;
    if (!one) return false;
    this.ignored = this.lastSeq;
    this.dispatchEvent(new CustomEvent<string>("insert", { detail: one.text, bubbles: true }));
    return true;
  }

  private send(one: Suggestion): void {
    this.ignored = this.lastSeq;
    this.desk.sending.send(this.caseId, one.text);
    this.desk.focus = "composer";
    this.desk.onChange();
  }

  private ignore(): void {
    this.ignored = this.lastSeq;
    this.desk.focus = "composer";
    this.desk.onChange();
  }

  private loadSoon(): void {
    clearTimeout(this.timer);
    if (!this.lastSeq || this.ignored === this.lastSeq) return;
    this.timer = setTimeout(() => void this.load(), WAIT_MS);
  }

  /** No suggestion is no trouble: the agent knows what to say. */
  private async load(): Promise<void> {
    const { caseId } = this;
    try {
      const told = await this.desk.api.suggestions(caseId);
      if (caseId !== this.caseId) return;
      this.told = told;
      this.at = 0;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }
}

/** Where it comes from; what the title says already is left out. */
function whyWords(one: Suggestion): string {
  const why = one.why ?? "";
  return why.includes(`“${one.title}”`) ? (/\d+% zeker/.exec(why)?.[0] ?? why) : why;
}

customElements.define("desk-suggestions", DeskSuggestions);
