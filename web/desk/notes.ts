/** Private notes of a case: what agents tell each other. On yellow paper, away from the field for the customer. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";

import { ApiError } from "./api.ts";
import type { Desk } from "./desk-store.ts";
import { draft, keepDraft } from "./keep.ts";
import { clock, date } from "./time.ts";
import type { Note } from "./types/helping.ts";
import { noteWords } from "./words.ts";

export class DeskNotes extends LitElement {
  static override readonly properties = {
    desk: { attribute: false },
    caseId: { attribute: false },
    news: { type: Number },
    writable: { type: Boolean },
    notes: { state: true },
    problem: { state: true },
    busy: { state: true },
  };
  declare desk: Desk;
  declare caseId: string;
  declare news: number;
  /** Whether this agent may write. */
  declare writable: boolean;
  declare notes: readonly Note[];
  declare problem: string;
  declare busy: boolean;

  constructor() {
    super();
    this.news = 0;
    this.writable = false;
    this.notes = [];
    this.problem = "";
    this.busy = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override focus(): void {
    this.querySelector("textarea")?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("caseId")) this.notes = [];
    if (changed.has("caseId") || changed.has("news")) void this.load();
  }

  protected override updated(changed: PropertyValues<this>): void {
    const field = this.querySelector("textarea");
    if (field && (changed.has("caseId") || changed.has("writable"))) field.value = draft(this.agentId, this.caseId, "note");
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.notes.length && !this.writable) return nothing;
    return html`<section class="part notes" aria-labelledby="deel-notities">
      <h3 id="deel-notities">Notities <span class="meta">alleen voor collega’s</span></h3>
      ${this.notes.length
        ? html`<ul>${this.notes.map((one) => html`<li><p class="meta"><strong>${one.agent_name}</strong>${one.kind === "notitie" ? nothing : html` · ${noteWords(one.kind)}`}
              · ${when(one.at, this.desk.now())}</p><p class="pre">${one.text}</p></li>`)}</ul>`
        : nothing}
      ${this.writable
        ? html`<form @submit=${this.add}>
            <label class="sr" for="nieuwe-notitie">Notitie voor collega’s</label>
            <textarea id="nieuwe-notitie" class="low" rows="1" maxlength="2000" placeholder="Notitie voor collega’s…" aria-keyshortcuts="Alt+N"
              aria-describedby=${this.problem ? "notitie-fout" : nothing} aria-invalid=${this.problem ? "true" : "false"}
              @input=${this.typed} @keydown=${this.key}></textarea>
            <button class="small" aria-disabled=${this.busy ? "true" : "false"}>Bewaar</button>
          </form>
          <div role="alert" id="notitie-fout" class="problem">${this.problem}</div>`
        : nothing}
    </section>`;
  }

  private get agentId(): string {
    return this.desk.state.agent?.id ?? "";
  }

  private readonly typed = (event: Event): void => {
    keepDraft(this.agentId, this.caseId, "note", (event.target as HTMLTextAreaElement).value);
    this.problem = "";
  };

  private readonly key = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    this.querySelector("form")?.requestSubmit();
  };

  private readonly add = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const field = this.querySelector("textarea");
    const text = field?.value.trim() ?? "";
    if (!field || !text || this.busy) return;
    const { caseId } = this;
    this.busy = true;
    try {
      const notes = await this.desk.api.addNote(caseId, text);
      keepDraft(this.agentId, caseId, "note", "");
      if (caseId === this.caseId) {
        this.notes = notes;
        field.value = "";
      }
      this.desk.onAnnounce("Notitie bewaard.");
    } catch (error) {
      this.problem = error instanceof ApiError ? error.message : "De notitie is niet bewaard. Probeer het opnieuw.";
    } finally {
      this.busy = false;
    }
  };

  private async load(): Promise<void> {
    const { caseId } = this;
    try {
      const notes = await this.desk.api.notes(caseId);
      if (caseId === this.caseId) this.notes = notes;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }
}

function when(at: string, now: number): string {
  return new Date(at).toDateString() === new Date(now).toDateString() ? clock(at) : `${date(at)} ${clock(at)}`;
}

customElements.define("desk-notes", DeskNotes);
