/** The line at the bottom of the phone: typing, a file, a voice note, a place. */
import { html, LitElement, type TemplateResult } from "lit";

import { icon } from "./icons.ts";

const MOST = 4096;
const TAKEN = "image/jpeg,image/png,application/pdf,.jpg,.jpeg,.png,.pdf,.docx,.txt";

export class PhoneComposer extends LitElement {
  static override readonly properties = { value: { state: true } };
  declare value: string;

  constructor() {
    super();
    this.value = "";
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override focus(): void {
    this.querySelector("textarea")?.focus();
  }

  protected override render(): TemplateResult {
    return html`<form class="composer" @submit=${this.#submit}>
      <label class="tool">
        ${icon("clip")}<span class="sr">Foto of document sturen</span>
        <input type="file" class="sr" accept=${TAKEN} @change=${this.#picked} />
      </label>
      <button type="button" class="tool" aria-label="Spraakbericht sturen" @click=${() => this.#tell("voice", null)}>${icon("mic")}</button>
      <button type="button" class="tool" aria-label="Locatie sturen" @click=${() => this.#tell("place", null)}>${icon("pin")}</button>
      <textarea rows="1" maxlength=${MOST} aria-label="Typ een bericht" placeholder="Bericht"
        .value=${this.value} @input=${this.#typed} @keydown=${this.#key}></textarea>
      <button type="submit" class="send" aria-label="Versturen">${icon("send")}</button>
    </form>`;
  }

  readonly #typed = (event: Event): void => {
    this.value = (event.target as HTMLTextAreaElement).value;
  };

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.querySelector("form")?.requestSubmit();
  };

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    const text = this.value.trim();
    this.focus();
    if (!text) return;
    this.value = "";
    this.#tell("say", text);
  };

  readonly #picked = (event: Event): void => {
    const field = event.target as HTMLInputElement;
    const file = field.files?.[0];
    field.value = "";
    if (file) this.#tell("file", file);
  };

  #tell(what: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(what, { detail }));
  }
}
