/** A waiting time that ticks by itself: one timer for all of them, and the rest of the screen stays as it is. */

import { duration, elapsed } from "./time.ts";

const shown = new Set<ElapsedTime>();
let timer: ReturnType<typeof setInterval> | undefined;

export class ElapsedTime extends HTMLElement {
  static readonly observedAttributes = ["since"];
  /** The server's clock; set once at the start. */
  static now: () => number = () => Date.now();

  connectedCallback(): void {
    shown.add(this);
    timer ??= setInterval(() => shown.forEach((one) => one.tick()), 1000);
    this.tick();
  }

  disconnectedCallback(): void {
    shown.delete(this);
    if (!shown.size) {
      clearInterval(timer);
      timer = undefined;
    }
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.tick();
  }

  private tick(): void {
    const since = this.getAttribute("since") ?? "";
    const now = ElapsedTime.now();
    let time = this.querySelector("time");
    if (!time) {
      time = document.createElement("time");
      this.replaceChildren(time);
    }
    const words = elapsed(since, now);
    if (time.textContent !== words) time.textContent = words;
    time.dateTime = duration(since, now);
    // Ten minutes is long for somebody who sits there waiting.
    this.toggleAttribute("long", now - Date.parse(since) > 10 * 60_000);
  }
}

customElements.define("elapsed-time", ElapsedTime);
