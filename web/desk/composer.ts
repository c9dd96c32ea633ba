/** Where the agent types. Keeps the draft per case, and tells the customer "typing" only while keys are really pressed. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";

import type { Desk } from "./desk-store.ts";
import { icon } from "./icons.ts";
import { draft, keepDraft } from "./keep.ts";

const PAUSE_MS = 3_000;
const REPEAT_MS = 2_500;
const GROWS_BY_SCRIPT = !CSS.supports("field-sizing", "content");

export class DeskComposer extends LitElement {
  static override readonly properties = {
    desk: { attribute: false },
    caseId: { attribute: false },
    name: { attribute: false },
    reason: { attribute: false },
    empty: { state: true },
  };
  declare desk: Desk;
  declare caseId: string;
  /** The customer's name, for the label. */
  declare name: string;
  /** Why nothing can be sent; empty when it can. */
  declare reason: string;
  declare empty: boolean;
  private typingCase: string | null = null;
  private typingSince = 0;
  private pause: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.reason = "";
    this.name = "";
    this.empty = true;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopTyping();
  }

  override focus(): void {
    this.field?.focus();
  }

  /** By what is drawn: a field that is still shut takes no focus. */
  get canType(): boolean {
    return this.field?.disabled === false;
  }

  /** Puts text in the field, before what stands there. */
  insert(text: string): void {
    const field = this.field;
    if (!field || !text) return;
    field.value = [text, field.value].filter(Boolean).join("\n");
    this.changed();
    field.focus();
  }

  protected override updated(changed: PropertyValues<this>): void {
    const field = this.field;
    if (!field) return;
    if (changed.has("caseId")) {
      this.stopTyping();
      field.value = draft(this.agentId, this.caseId, "message");
      this.empty = !field.value.trim();
      this.grow();
    }
    if (changed.has("reason") && this.reason) this.stopTyping();
  }

  protected override render(): TemplateResult {
    return html`<form class="composer ${this.reason ? "shut" : ""}" @submit=${this.submit}>
      ${this.reason ? html`<p class="why-not" id="waarom-niet">${this.reason}</p>` : nothing}
      <label class="sr" for="bericht">Bericht aan ${this.name}</label>
      <div class="field">
        <textarea id="bericht" rows="2" placeholder=${this.reason ? "" : "Typ je antwoord…"} ?disabled=${!!this.reason}
          aria-describedby=${this.reason ? "waarom-niet" : "bericht-uitleg"} aria-keyshortcuts="/"
          @input=${this.typed} @keydown=${this.key} @blur=${this.stopTyping}></textarea>
        <button class="primary send" type="submit" ?disabled=${!!this.reason} aria-disabled=${this.empty ? "true" : "false"}>
          ${icon("send")}Verstuur
        </button>
      </div>
      ${this.reason
        ? nothing
        : html`<p class="hint" id="bericht-uitleg"><kbd>Enter</kbd> verstuurt · <kbd>Shift</kbd>+<kbd>Enter</kbd> nieuwe regel</p>`}
    </form>`;
  }

  private get field(): HTMLTextAreaElement | null {
    return this.querySelector("textarea");
  }

  private get agentId(): string {
    return this.desk.state.agent?.id ?? "";
  }

  private readonly key = (event: KeyboardEvent): void => {
    // 229: the Enter that ends a composed character (accents, other scripts) is not meant for us.
    if (event.key !== "Enter" || event.shiftKey || event.altKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.send();
  };

  private readonly submit = (event: SubmitEvent): void => {
    event.preventDefault();
    this.send();
    this.field?.focus();
  };

  private readonly typed = (): void => {
    this.changed();
    if (this.empty) {
      this.stopTyping();
      return;
    }
    clearTimeout(this.pause);
    this.pause = setTimeout(this.stopTyping, PAUSE_MS);
    const now = Date.now();
    if (this.typingCase === this.caseId && now - this.typingSince < REPEAT_MS) return;
    this.typingCase = this.caseId;
    this.typingSince = now;
    this.desk.typing(this.caseId, true);
  };

  private readonly stopTyping = (): void => {
    clearTimeout(this.pause);
    if (this.typingCase === null) return;
    this.desk.typing(this.typingCase, false);
    this.typingCase = null;
  };

  private send(): void {
    const field = this.field;
    const text = field?.value.trim() ?? "";
    if (!field || !text || this.reason) return;
    field.value = "";
    this.changed();
    this.stopTyping();
    this.desk.send(this.caseId, text);
  }

  private changed(): void {
    const text = this.field?.value ?? "";
    this.empty = !text.trim();
    keepDraft(this.agentId, this.caseId, "message", text);
    this.grow();
  }

  /** For browsers in which a text area does not grow with its text by itself. */
  private grow(): void {
    const field = this.field;
    if (!field || !GROWS_BY_SCRIPT) return;
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  }
}

customElements.define("desk-composer", DeskComposer);
