/** Files above the field: what waits, how far each came, what went wrong. */

import { html, nothing, type TemplateResult } from "lit";

import { icon } from "./icons.ts";
import { sizeWords, type Upload, type Uploads } from "./uploads.ts";

export function staged(uploads: Uploads, files: readonly Upload[]): TemplateResult | typeof nothing {
  if (!files.length) return nothing;
  return html`<ul class="staged" aria-label="Bestanden om te versturen">${files.map((one) => html`<li class=${one.state}>
    ${icon("file")}<span class="file-name">${one.file.name || "Plaatje"}</span><span class="meta">${sizeWords(one.file.size)}</span>
    ${one.state === "sending"
      ? html`<progress max="1" .value=${one.progress} aria-label=${`${one.file.name} wordt verstuurd`}></progress>`
      : html`${one.state === "failed" ? html`<span class="problem" role="alert">${one.error}</span>
            <button type="button" class="link" @click=${() => void uploads.again(one.id)}>Opnieuw</button>` : nothing}
          <button type="button" class="quiet small" aria-label=${`${one.file.name} weghalen`} @click=${() => uploads.remove(one.id)}>${icon("close")}</button>`}
  </li>`)}</ul>`;
}
