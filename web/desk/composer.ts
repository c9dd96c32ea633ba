/**
 * Where the agent types. Keeps the draft per case, and tells the customer "typing" only while keys are really pressed. Files
 * wait above the field until they are sent with it; `/` searches the canned answers.
 */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";

import type { DeskCanned } from "./canned.ts";
import type { Desk } from "./desk-store.ts";
import { icon } from "./icons.ts";
import { draft, keepDraft } from "./keep.ts";
import { staged } from "./staged.ts";
import { FILE_TYPES, type Upload } from "./uploads.ts";

const PAUSE_MS = 3_000;
const REPEAT_MS = 2_500;
const GROWS_BY_SCRIPT = !CSS.supports("field-sizing", "content");

export class DeskComposer extends LitElement {
  static override readonly properties = {
    desk: { attribute: false },
    caseId: { attribute: false },
    name: { attribute: false },
    reason: { attribute: false },
    files: { attribute: false },
    templates: { type: Boolean },
    empty: { state: true },
  };
  declare desk: Desk;
  declare caseId: string;
  /** The customer's name, for the label. */
  declare name: string;
  /** Why nothing can be sent; empty when it can. */
  declare reason: string;
  /** Files that wait, are sent or failed, of this case. */
  declare files: readonly Upload[];
  /** An approved text may be sent in the place of a typed one. */
  declare templates: boolean;
  declare empty: boolean;
  private typingCase: string | null = null;
  private typingSince = 0;
  private pause: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.reason = "";
    this.name = "";
    this.files = [];
    this.templates = false;
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

  /** Takes files that were dropped, pasted or chosen; what can't be sent is said. */
  addFiles(files: readonly File[]): void {
    if (!files.length || this.reason) return;
    const problems = this.desk.sending.uploads.add(this.caseId, files);
    if (problems.length) this.desk.notify("error", problems.join(" "));
    this.field?.focus();
  }

  openAnswers(): void {
    if (!this.reason) this.canned?.open();
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
    const shut = !!this.reason;
    const ready = !this.empty || this.files.some((one) => one.state === "ready");
    return html`<form class="composer ${shut ? "shut" : ""}" @submit=${this.submit}>
      ${shut ? this.whyNot() : staged(this.desk.sending.uploads, this.files)}
      <desk-canned .desk=${this.desk} .caseId=${this.caseId} @chosen=${this.chosen}></desk-canned>
      <label class="sr" for="bericht">Bericht aan ${this.name}</label>
      <div class="field">
        <textarea id="bericht" rows="2" placeholder=${shut ? "" : "Typ je antwoord… ( / voor een standaardantwoord)"} ?disabled=${shut}
          aria-describedby=${shut ? "waarom-niet" : "bericht-uitleg"} aria-keyshortcuts="/"
          @input=${this.typed} @keydown=${this.key} @paste=${this.paste} @blur=${this.stopTyping}></textarea>
        <button class="primary send" type="submit" ?disabled=${shut} aria-disabled=${ready ? "false" : "true"}>
          ${icon("send")}Verstuur
        </button>
      </div>
      ${shut
        ? nothing
        : html`<div class="below-field">
            <button type="button" class="quiet small" @click=${() => this.openAnswers()}>${icon("answers")}Antwoorden <kbd aria-hidden="true">/</kbd></button>
            <button type="button" class="quiet small" @click=${() => this.querySelector<HTMLInputElement>("#bestand")?.click()}>${icon("attach")}Bestand</button>
            <input id="bestand" type="file" hidden multiple accept=${FILE_TYPES.join(",")} @change=${this.picked} />
            <p class="hint" id="bericht-uitleg"><kbd>Enter</kbd> verstuurt · <kbd>Shift</kbd>+<kbd>Enter</kbd> nieuwe regel</p>
          </div>`}
    </form>`;
  }

  private whyNot(): TemplateResult {
    return html`<p class="why-not" id="waarom-niet">${this.reason}</p>
      ${this.templates
        ? html`<p><button type="button" class="primary" @click=${() => this.dispatchEvent(new CustomEvent("choose-template", { bubbles: true }))}>
            ${icon("answers")}Sjabloon kiezen</button></p>`
        : nothing}`;
  }

  private get canned(): DeskCanned | null {
    return this.querySelector<DeskCanned>("desk-canned");
  }

  private get field(): HTMLTextAreaElement | null {
    return this.querySelector("textarea");
  }

  private get agentId(): string {
    return this.desk.state.agent?.id ?? "";
  }

  private readonly key = (event: KeyboardEvent): void => {
    if (event.key === "/" && !event.isComposing && this.atLineStart()) {
      event.preventDefault();
      this.openAnswers();
      return;
    }
    // 229: the Enter that ends a composed character (accents, other scripts) is not meant for us.
    if (event.key !== "Enter" || event.shiftKey || event.altKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.send();
  };

  private atLineStart(): boolean {
    const field = this.field;
    if (!field || field.selectionStart !== field.selectionEnd) return false;
    return field.selectionStart === 0 || field.value[field.selectionStart - 1] === "\n";
  }

  /** An answer goes where the cursor is, and can be changed before it is sent. */
  private readonly chosen = (event: CustomEvent<string>): void => {
    const field = this.field;
    if (!field) return;
    field.focus();
    if (!event.detail) return;
    field.setRangeText(event.detail, field.selectionStart, field.selectionEnd, "end");
    this.changed();
  };

  private readonly picked = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    this.addFiles([...(input.files ?? [])]);
    input.value = "";
  };

  private readonly paste = (event: ClipboardEvent): void => {
    const files = [...(event.clipboardData?.files ?? [])];
    // A copied cell or text brings a picture of itself along: the text is what was meant.
    if (!files.length || event.clipboardData?.types.includes("text/plain")) return;
    event.preventDefault();
    this.addFiles(files);
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
    const files = this.files.some((one) => one.state === "ready");
    if (!field || (!text && !files) || this.reason) return;
    field.value = "";
    this.changed();
    this.stopTyping();
    this.desk.sending.send(this.caseId, text);
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
