/** Small pieces that several parts of the screen draw. */

import { html, nothing, type TemplateResult } from "lit";

import { icon } from "./icons.ts";
import type { Line } from "./record.ts";
import type { Summary } from "./types/cases.ts";
import { moodWords, priorityWords } from "./words.ts";

/** Only what goes before the rest is marked; where everything is marked, nothing stands out. */
export function priority(level: number): TemplateResult | typeof nothing {
  return level <= 2 ? html`<span class="priority p${level <= 1 ? 1 : 2}">${priorityWords(level)}</span> ` : nothing;
}

/** What an agent must know before the first word: handle with care, and the mood when it is not calm. */
export function marks(one: Summary): TemplateResult | typeof nothing {
  const mood = one.mood && one.mood.level !== "kalm" ? one.mood.level : null;
  if (!one.vulnerable && !mood) return nothing;
  return html`<span class="marks">
    ${one.vulnerable ? html`<span class="mark-careful">${icon("warning")}Kwetsbaar</span>` : nothing}
    ${mood ? html`<span class="mark-mood ${mood === "gefrustreerd" ? "high" : "some"}">${moodWords(mood)}</span>` : nothing}
  </span>`;
}

export function lineList(lines: readonly Line[], empty: string): TemplateResult {
  if (!lines.length) return html`<p class="empty">${empty}</p>`;
  return html`<ul class="records">${lines.map((line) => html`<li>
    <p>${line.main}${line.alert ? html` <span class="alert">${line.alert}</span>` : nothing}</p>
    ${line.sub.map((one) => html`<p class="meta">${one}</p>`)}
  </li>`)}</ul>`;
}
