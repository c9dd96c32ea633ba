/** Giving back, closing, and the list of shortcuts: native dialogs, so that focus and Escape do what people expect. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";

import { ApiError } from "./api.ts";
import type { Desk } from "./desk-store.ts";
import { icon } from "./icons.ts";
import { draft, keepDraft, taste } from "./keep.ts";
import { SHORTCUTS } from "./keys.ts";

export type DialogKind = "hand-back" | "close" | "help";

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
    label: "Wat is de uitkomst? (mag leeg blijven)",
    button: "Afsluiten",
  },
};

export class DeskDialog extends LitElement {
  static override readonly properties = {
    desk: { attribute: false },
    kind: { attribute: false },
    caseId: { attribute: false },
    name: { attribute: false },
    problem: { state: true },
    busy: { state: true },
  };
  declare desk: Desk;
  declare kind: DialogKind;
  declare caseId: string;
  declare name: string;
  declare problem: string;
  declare busy: boolean;

  constructor() {
    super();
    this.caseId = "";
    this.name = "";
    this.problem = "";
    this.busy = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override firstUpdated(): void {
    this.dialog?.showModal();
    const note = this.note;
    if (note && this.kind !== "help") note.value = draft(this.agentId, this.caseId, this.kind);
    note?.focus();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("problem") && this.problem) this.note?.focus();
  }

  protected override render(): TemplateResult {
    return html`<dialog aria-labelledby="dialoog-kop" @close=${this.gone} @cancel=${(event: Event) => this.busy && event.preventDefault()}>
      ${this.kind === "help" ? this.help() : this.finish(WORDS[this.kind])}
    </dialog>`;
  }

  private finish(words: Words): TemplateResult {
    const required = this.kind === "hand-back";
    return html`<form method="dialog" novalidate @submit=${this.submit}>
      <h2 id="dialoog-kop">${words.title}</h2>
      <p class="meta">${this.name}</p>
      <p>${words.about}</p>
      <label for="notitie">${words.label}</label>
      <textarea id="notitie" rows="4" ?required=${required} aria-invalid=${this.problem ? "true" : "false"}
        aria-describedby=${this.problem ? "notitie-fout" : nothing} @input=${this.typed} @keydown=${this.key}></textarea>
      <div role="alert" id="notitie-fout" class="problem">${this.problem}</div>
      <div class="buttons">
        <button type="button" @click=${() => this.dialog?.close()}>Annuleren</button>
        <button type="submit" class="primary" aria-disabled=${this.busy ? "true" : "false"} aria-keyshortcuts="Control+Enter">
          ${this.busy ? "Bezig…" : words.button}
        </button>
      </div>
    </form>`;
  }

  private help(): TemplateResult {
    const single = taste.singleKeys;
    return html`<div class="help">
      <h2 id="dialoog-kop">Sneltoetsen</h2>
      <button class="quiet corner" @click=${() => this.dialog?.close()} aria-label="Sluiten">${icon("close")}</button>
      <table>
        <thead><tr><th scope="col">Toets</th><th scope="col">Wat het doet</th></tr></thead>
        <tbody>${SHORTCUTS.map((one) => html`<tr class=${one.single && !single ? "off" : ""}>
          <td>${one.keys.map((key, index) => html`${index ? html`<span class="meta"> ${one.joint ?? "+"} </span>` : nothing}<kbd>${key}</kbd>`)}</td>
          <td>${one.does}</td></tr>`)}</tbody>
      </table>
      <label class="check"><input type="checkbox" .checked=${single} @change=${this.toggleSingle} />
        Sneltoetsen van één toets gebruiken</label>
      <p class="meta">Ze werken alleen als je niet in een invoerveld staat. Toetsen met Alt werken altijd.</p>
    </div>`;
  }

  private get dialog(): HTMLDialogElement | null {
    return this.querySelector("dialog");
  }

  private get note(): HTMLTextAreaElement | null {
    return this.querySelector("textarea");
  }

  private get agentId(): string {
    return this.desk.state.agent?.id ?? "";
  }

  private readonly toggleSingle = (event: Event): void => {
    taste.singleKeys = (event.target as HTMLInputElement).checked;
    this.requestUpdate();
  };

  private readonly typed = (): void => {
    if (this.kind !== "help") keepDraft(this.agentId, this.caseId, this.kind, this.note?.value ?? "");
    if (this.problem && this.note?.value.trim()) this.problem = "";
  };

  private readonly key = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    this.querySelector("form")?.requestSubmit();
  };

  private readonly submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { kind, caseId } = this;
    const text = this.note?.value.trim() ?? "";
    if (this.busy || kind === "help") return;
    if (kind === "hand-back" && !text) {
      this.problem = "Schrijf kort op wat je hebt uitgelegd of afgesproken.";
      this.note?.focus();
      return;
    }
    this.busy = true;
    this.problem = "";
    try {
      await this.desk.finish(caseId, kind, text);
      keepDraft(this.agentId, caseId, kind, "");
      this.dialog?.close();
    } catch (error) {
      this.problem = error instanceof ApiError ? error.message : "Dat lukte niet. Probeer het opnieuw.";
    } finally {
      this.busy = false;
    }
  };

  private readonly gone = (): void => {
    this.dispatchEvent(new CustomEvent("gone"));
  };
}

customElements.define("desk-dialog", DeskDialog);
