/** How long free text still arrives; ticks by itself, and says once when it is over. */

import { isSoon, leftWords } from "./reach.ts";

const TICK_MS = 5_000;

export class WindowLeft extends HTMLElement {
  static readonly observedAttributes = ["until"];
  /** The server's clock; set once at the start. */
  static now: () => number = () => Date.now();
  private timer: ReturnType<typeof setInterval> | undefined;
  private told = "";

  connectedCallback(): void {
    this.timer = setInterval(() => this.tick(), TICK_MS);
    this.tick();
  }

  disconnectedCallback(): void {
    clearInterval(this.timer);
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.tick();
  }

  private tick(): void {
    const until = this.getAttribute("until") ?? "";
    const now = WindowLeft.now();
    const words = leftWords(until, now);
    if (this.textContent !== words) this.textContent = words;
    this.toggleAttribute("soon", isSoon(until, now));
    if (Date.parse(until) > now || this.told === until) return;
    this.told = until;
    this.dispatchEvent(new CustomEvent("over", { bubbles: true }));
  }
}

customElements.define("window-left", WindowLeft);
