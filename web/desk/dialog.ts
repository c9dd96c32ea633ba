/** What all dialogs share: native, so that focus and Escape do what people expect; one thing at a time; what went wrong said. */

import { html, LitElement, type PropertyValues, type TemplateResult } from "lit";

import { ApiError } from "./api.ts";
import type { Desk } from "./desk-store.ts";

export abstract class DeskDialog extends LitElement {
  static override readonly properties = {
    desk: { attribute: false },
    caseId: { attribute: false },
    name: { attribute: false },
    problem: { state: true },
    busy: { state: true },
  };
  declare desk: Desk;
  declare caseId: string;
  /** The customer's name. */
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

  /** What stands in the dialog; its heading has the id `dialoog-kop`. */
  protected abstract content(): TemplateResult;

  protected override render(): TemplateResult {
    return html`<dialog aria-labelledby="dialoog-kop" @close=${this.gone} @cancel=${(event: Event) => this.busy && event.preventDefault()}
      @keydown=${this.confirmKey}>${this.content()}</dialog>`;
  }

  protected override firstUpdated(_changed: PropertyValues<this>): void {
    this.dialog?.showModal();
  }

  protected get agentId(): string {
    return this.desk.state.agent?.id ?? "";
  }

  protected shut(): void {
    this.dialog?.close();
  }

  /** The row of buttons below a form. */
  protected buttons(confirm: string, cancel = "Annuleren"): TemplateResult {
    return html`<div role="alert" id="dialoog-fout" class="problem">${this.problem}</div>
      <div class="buttons">
        <button type="button" @click=${() => this.shut()}>${cancel}</button>
        <button type="submit" class="primary" aria-disabled=${this.busy ? "true" : "false"} aria-keyshortcuts="Control+Enter">
          ${this.busy ? "Bezig…" : confirm}
        </button>
      </div>`;
  }

  /** Does the work once; a refusal is shown in its own words. Whether it worked. */
  protected async attempt(work: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.problem = "";
    try {
      await work();
      return true;
    } catch (error) {
      this.refused(error instanceof ApiError ? error : new ApiError(0, "unknown", "Dat lukte niet. Probeer het opnieuw."));
      return false;
    } finally {
      this.busy = false;
    }
  }

  protected refused(error: ApiError): void {
    this.problem = error.message;
  }

  private get dialog(): HTMLDialogElement | null {
    return this.querySelector("dialog");
  }

  private readonly confirmKey = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    this.querySelector("form")?.requestSubmit();
  };

  private readonly gone = (): void => {
    this.dispatchEvent(new CustomEvent("gone"));
  };
}
