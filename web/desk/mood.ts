/**
 * The mood over the conversation as a small curve. One stop for the keyboard: the arrows go through the messages, Enter shows
 * one; what was read in it stands below, and all of it as text in a list.
 */

import { html, LitElement, nothing, svg, type TemplateResult } from "lit";

import { EDGE, evidenceWords, HEIGHT, LEFT, points, WIDTH } from "./curve.ts";
import { clock } from "./time.ts";
import type { Signal } from "./types/moods.ts";
import { count, moodWords } from "./words.ts";

export class DeskMood extends LitElement {
  static override readonly properties = { signals: { attribute: false }, at: { state: true } };
  declare signals: readonly Signal[];
  /** The chosen reading; null for the last one. */
  declare at: number | null;

  constructor() {
    super();
    this.signals = [];
    this.at = null;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult | typeof nothing {
    const signals = this.ordered;
    const chosen = signals[this.index];
    if (!chosen) return nothing;
    return html`
      ${signals.length > 1 ? html`<div class="curve" role="slider" tabindex="0" aria-label="Stemming per bericht" aria-valuemin="1" aria-valuemax=${signals.length}
        aria-valuenow=${this.index + 1} aria-valuetext=${textOf(chosen)} @keydown=${this.key} @pointermove=${this.point}
        @pointerleave=${() => (this.at = null)} @click=${() => this.show(chosen)}>${this.picture(signals)}</div>` : nothing}
      <p class="reading ${tone(chosen)}"><button class="link" @click=${() => this.show(chosen)}
          aria-label=${`${clock(chosen.at)}, toon dit bericht`}>${clock(chosen.at)}</button>
        <strong>${moodWords(chosen.level)}</strong> <span>${evidenceWords(chosen)}</span></p>
      ${signals.length > 1 ? html`<details>
        <summary>Als tekst: ${count(signals.length, "bericht", "berichten")}</summary>
        <ol class="signals">${[...signals].reverse().map((one) => html`<li class=${`s-${tone(one)}`}>
          <button class="link" @click=${() => this.show(one)} aria-label=${`${clock(one.at)}, ${one.level}: toon dit bericht`}>${clock(one.at)}</button>
          <strong>${one.level}</strong>
          ${evidenceWords(one) ? html`<span>${evidenceWords(one)}</span>` : nothing}</li>`)}</ol>
      </details>` : nothing}`;
  }

  private picture(signals: readonly Signal[]): TemplateResult {
    const where = points(signals);
    return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">
      <line class="grid" x1=${LEFT - EDGE} x2=${WIDTH} y1=${HEIGHT - EDGE} y2=${HEIGHT - EDGE} />
      <line class="grid" x1=${LEFT - EDGE} x2=${WIDTH} y1=${EDGE} y2=${EDGE} />
      <text x="1" y=${EDGE + 4}>boos</text>
      <text x="1" y=${HEIGHT - EDGE + 3}>kalm</text>
      <polyline points=${where.map((one) => `${one.x},${one.y}`).join(" ")} />
      ${signals.map((one, index) => {
        const at = where[index] ?? { x: 0, y: 0 };
        return svg`<circle class="${tone(one)} ${index === this.index ? "chosen" : ""}" cx=${at.x} cy=${at.y} r=${index === this.index ? 5 : 3.5} />`;
      })}
    </svg>`;
  }

  private get ordered(): readonly Signal[] {
    return [...this.signals].sort((a, b) => a.seq - b.seq);
  }

  private get index(): number {
    const last = this.signals.length - 1;
    return this.at === null ? last : Math.min(this.at, last);
  }

  private readonly key = (event: KeyboardEvent): void => {
    const last = this.signals.length - 1;
    const to: Record<string, number> = {
      ArrowLeft: this.index - 1, ArrowDown: this.index - 1, ArrowRight: this.index + 1, ArrowUp: this.index + 1, Home: 0, End: last,
    };
    const chosen = to[event.key];
    if (chosen !== undefined) this.at = Math.min(last, Math.max(0, chosen));
    else if (event.key === "Enter") {
      const one = this.ordered[this.index];
      if (one) this.show(one);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  private readonly point = (event: PointerEvent): void => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * WIDTH;
    const where = points(this.ordered);
    let nearest = 0;
    for (const [index, one] of where.entries()) if (Math.abs(one.x - x) < Math.abs((where[nearest]?.x ?? 0) - x)) nearest = index;
    this.at = nearest;
  };

  private show(signal: Signal): void {
    this.dispatchEvent(new CustomEvent<number>("show-message", { detail: signal.seq, bubbles: true }));
  }
}

function tone(signal: Signal): string {
  return signal.danger || signal.level === "gefrustreerd" ? "high" : signal.level === "kalm" ? "calm" : "some";
}

function textOf(signal: Signal): string {
  return [clock(signal.at), signal.level, evidenceWords(signal)].filter(Boolean).join(", ");
}

customElements.define("desk-mood", DeskMood);
