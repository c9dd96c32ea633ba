/** The wrap-up: giving back or closing, with how it ended, what the next one must know, and what the assistant should have known. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";

import { ApiError } from "./api.ts";
import { DeskDialog } from "./dialog.ts";
import { draft, keepDraft } from "./keep.ts";
import type { Outcome } from "./types/cases.ts";
import type { WrapUp } from "./types/helping.ts";
import { OUTCOMES } from "./words.ts";

interface Words {
  readonly title: string;
  readonly about: string;
  readonly label: string;
  readonly button: string;
}

const WORDS: Record<"hand-back" | "close", Words> = {
  "hand-back": {
    title: "Teruggeven aan de assistent",
    about: "De digitale assistent praat weer met de klant en zegt dat erbij. Je notitie blijft bij het gesprek staan.",
    label: "Wat heb je uitgelegd of afgesproken? (verplicht)",
    button: "Teruggeven",
  },
  close: {
    title: "Gesprek afsluiten",
    about: "De klant hoort dat het gesprek klaar is. Je notitie komt bij de contacten van de klant.",
    label: "Wat is er gedaan of afgesproken? (mag leeg)",
    button: "Afsluiten",
  },
};
const CHOICES = Object.entries(OUTCOMES) as readonly (readonly [Outcome, string])[];

export class DeskFinish extends DeskDialog {
  static override readonly properties = {
    ...DeskDialog.properties,
    kind: { attribute: false },
    wrapUp: { state: true },
    tell: { state: true },
  };
  declare kind: "hand-back" | "close";
  declare wrapUp: WrapUp | null;
  /** The customer gets the summary. */
  declare tell: boolean;

  constructor() {
    super();
    this.kind = "close";
    this.wrapUp = null;
    this.tell = false;
  }

  protected override firstUpdated(changed: PropertyValues<this>): void {
    super.firstUpdated(changed);
    const note = this.note;
    if (!note) return;
    note.value = draft(this.agentId, this.caseId, this.kind);
    note.focus();
    void this.load();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("problem") && this.problem) this.note?.focus();
  }

  protected override content(): TemplateResult {
    const words = WORDS[this.kind];
    return html`<form class="finish" method="dialog" novalidate @submit=${this.submit}>
      <h2 id="dialoog-kop">${words.title}</h2>
      <p class="meta">${this.name}</p>
      <p>${words.about}</p>
      <fieldset class="outcome">
        <legend>Uitkomst</legend>
        ${CHOICES.map(([value, label]) => html`<label class="choice"><input type="radio" name="outcome" value=${value} />${label}</label>`)}
      </fieldset>
      <label for="notitie">${words.label}</label>
      <textarea id="notitie" rows="3" maxlength="2000" ?required=${this.kind === "hand-back"} aria-invalid=${this.problem ? "true" : "false"}
        aria-describedby=${this.problem ? "dialoog-fout" : nothing} @input=${this.typed}></textarea>
      ${this.wrapUp?.summary
        ? html`<div class="proposal"><p class="pre">${this.wrapUp.summary}</p>
            <button type="button" class="small" @click=${this.useSummary}>Neem dit over als notitie</button></div>`
        : nothing}
      <label for="les">Wat had de assistent moeten weten? (mag leeg)</label>
      <textarea id="les" class="low" rows="2" maxlength="1000"></textarea>
      ${this.wrapUp?.customer_summary
        ? html`<label class="check"><input type="checkbox" .checked=${this.tell}
              @change=${(event: Event) => (this.tell = (event.target as HTMLInputElement).checked)} />
              Stuur de klant een samenvatting</label>
            ${this.tell ? html`<blockquote class="to-customer">${this.wrapUp.customer_summary}</blockquote>` : nothing}`
        : this.wrapUp ? html`<p class="meta">Er is niets geregeld of beloofd. Een samenvatting voor de klant is niet nodig.</p>` : nothing}
      ${this.buttons(words.button)}
    </form>`;
  }

  /** Without it one can still end: it is a help, not a condition. */
  private async load(): Promise<void> {
    try {
      this.wrapUp = await this.desk.api.wrapUp(this.caseId);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  private get note(): HTMLTextAreaElement | null {
    return this.querySelector<HTMLTextAreaElement>("#notitie");
  }

  private readonly typed = (): void => {
    keepDraft(this.agentId, this.caseId, this.kind, this.note?.value ?? "");
    if (this.problem && this.note?.value.trim()) this.problem = "";
  };

  private readonly useSummary = (): void => {
    const note = this.note;
    if (!note || !this.wrapUp) return;
    note.value = [note.value.trim(), this.wrapUp.summary].filter(Boolean).join("\n");
    this.typed();
    note.focus();
  };

  private readonly submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { kind, caseId } = this;
    const note = this.note?.value.trim() ?? "";
    if (this.busy) return;
    if (kind === "hand-back" && !note) {
      this.problem = "Schrijf kort op wat je hebt uitgelegd of afgesproken.";
      this.note?.focus();
      return;
    }
    const outcome = this.querySelector<HTMLInputElement>('[name="outcome"]:checked')?.value as Outcome | undefined;
    const lesson = this.querySelector<HTMLTextAreaElement>("#les")?.value.trim() ?? "";
    const ending = { note, ...(outcome ? { outcome } : {}), ...(lesson ? { lesson } : {}), summary_to_customer: this.tell };
    if (await this.attempt(() => this.desk.handling.finish(caseId, kind, ending))) {
      keepDraft(this.agentId, caseId, kind, "");
      this.shut();
    }
  };
}

customElements.define("desk-finish", DeskFinish);
