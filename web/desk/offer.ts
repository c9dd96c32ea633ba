/**
 * A customer that this agent is asked to take, with the time that is left. It takes the focus from nobody: who types for
 * another customer goes on typing, and answers with Alt+A or Alt+W.
 */

import { html, LitElement, nothing, type TemplateResult } from "lit";

import type { Desk } from "./desk-store.ts";
import { icon } from "./icons.ts";
import { priority } from "./parts.ts";
import type { Summary } from "./types/cases.ts";
import { channelWords, customerWords, levelWords } from "./words.ts";
import { why } from "./urgency.ts";

const TICK_MS = 250;

export class DeskOffer extends LitElement {
  static override readonly properties = { desk: { attribute: false }, offer: { attribute: false }, more: { type: Number } };
  declare desk: Desk;
  declare offer: Summary;
  /** How many others are offered after this one. */
  declare more: number;
  private timer: ReturnType<typeof setInterval> | undefined;
  /** The longest time that was seen to be left, per case: the bar is full then. */
  private whole: readonly [string, number] = ["", 1];

  constructor() {
    super();
    this.more = 0;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => this.tick(), TICK_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  protected override updated(): void {
    this.tick();
  }

  protected override render(): TemplateResult {
    const { offer } = this;
    const name = customerWords(offer.customer_name);
    const busy = this.desk.state.busy === `take:${offer.id}` || this.desk.state.busy === `decline:${offer.id}`;
    return html`<section class="offer" aria-labelledby="aanbod-kop">
      <progress class="time" max="1" aria-hidden="true"></progress>
      <h2 id="aanbod-kop">Voor jou: ${name}</h2>
      <p class="meta left"><span class="seconds"></span></p>
      <p class="below">${priority(offer.priority)}<span>${why(offer)}</span></p>
      ${offer.ask ? html`<p class="ask">“${offer.ask}”</p>` : nothing}
      <p class="meta">${levelWords(offer.level)} · ${channelWords(offer.channel)} · wacht <elapsed-time since=${offer.waiting_since}></elapsed-time></p>
      <div class="buttons">
        <button class="primary accept" aria-keyshortcuts="Alt+A Enter" aria-disabled=${busy ? "true" : "false"}
          @click=${() => void this.desk.handling.accept(offer.id)}>${icon("check")}Aannemen</button>
        <button class="pass-on" aria-keyshortcuts="Alt+W Escape" aria-disabled=${busy ? "true" : "false"}
          @click=${() => void this.desk.handling.decline(offer.id)}>Overslaan</button>
      </div>
      <p class="keys meta" aria-hidden="true"><span><span class="bare"><kbd>Enter</kbd> of </span><kbd>Alt A</kbd></span><span><span class="bare"><kbd>Esc</kbd> of </span><kbd>Alt W</kbd></span></p>
      ${this.more ? html`<p class="meta">En nog ${this.more} daarna.</p>` : nothing}
    </section>`;
  }

  private tick(): void {
    const left = Date.parse(this.offer.offered?.until ?? "") - this.desk.now();
    if (!(left > 0)) {
      this.desk.onChange();
      return;
    }
    if (this.whole[0] !== this.offer.id || left > this.whole[1]) this.whole = [this.offer.id, left];
    const words = this.querySelector(".seconds");
    const seconds = Math.ceil(left / 1000);
    const told = `nog ${seconds} ${seconds === 1 ? "seconde" : "seconden"}`;
    if (words && words.textContent !== told) words.textContent = told;
    const bar = this.querySelector("progress");
    if (bar) bar.value = left / this.whole[1];
    this.classList.toggle("soon", left < 10_000);
  }
}

customElements.define("desk-offer", DeskOffer);
