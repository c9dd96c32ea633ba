/** Small pieces that several parts of the screen draw. */

import { html, nothing, type TemplateResult } from "lit";

import type { Line } from "./record.ts";
import { priorityWords } from "./words.ts";

/** Only what goes before the rest is marked; where everything is marked, nothing stands out. */
export function priority(level: number): TemplateResult | typeof nothing {
  return level <= 2 ? html`<span class="priority p${level <= 1 ? 1 : 2}">${priorityWords(level)}</span> ` : nothing;
}

export function lineList(lines: readonly Line[], empty: string): TemplateResult {
  if (!lines.length) return html`<p class="empty">${empty}</p>`;
  return html`<ul class="records">${lines.map((line) => html`<li>
    <p>${line.main}${line.alert ? html` <span class="alert">${line.alert}</span>` : nothing}</p>
    ${line.sub.map((one) => html`<p class="meta">${one}</p>`)}
  </li>`)}</ul>`;
}
