/** The list behind a button, as a sheet over the phone: one row is chosen and sent. */
import { html, LitElement, nothing, type TemplateResult } from "lit";

import { icon } from "./icons.ts";
import type { Bubble } from "./types.ts";

export class ListSheet extends LitElement {
  static override readonly properties = { bubble: { attribute: false } };
  declare bubble: Bubble;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override firstUpdated(): void {
    this.querySelector("dialog")?.showModal();
  }

  protected override render(): TemplateResult {
    const { list, choices, tapped } = this.bubble;
    return html`<dialog class="sheet" aria-labelledby="lijst-kop" @close=${() => this.dispatchEvent(new CustomEvent("gone"))}>
      <div class="top">
        <h2 id="lijst-kop">${list}</h2>
        <button class="quiet" aria-label="Lijst sluiten" @click=${() => this.#shut()}>${icon("close")}</button>
      </div>
      <ul>
        ${choices.map((choice) => html`<li>
          <button class="row" aria-current=${choice.id === tapped ? "true" : nothing}
            @click=${() => {
              this.#shut();
              this.dispatchEvent(new CustomEvent("chosen", { detail: choice }));
            }}>
            <span>${choice.title}</span>
            ${choice.description ? html`<small>${choice.description}</small>` : nothing}
          </button>
        </li>`)}
      </ul>
    </dialog>`;
  }

  #shut(): void {
    this.querySelector("dialog")?.close();
  }
}
