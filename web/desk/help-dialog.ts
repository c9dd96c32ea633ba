/** The list of shortcuts, and whether those of one key work. */

import { html, type TemplateResult } from "lit";

import { DeskDialog } from "./dialog.ts";
import { icon } from "./icons.ts";
import { taste } from "./keep.ts";
import { SHORTCUTS } from "./keys.ts";

export class DeskHelp extends DeskDialog {
  protected override content(): TemplateResult {
    const single = taste.singleKeys;
    return html`<div class="help">
      <h2 id="dialoog-kop">Sneltoetsen</h2>
      <button class="quiet corner" @click=${() => this.shut()} aria-label="Sluiten">${icon("close")}</button>
      <div class="groups">${SHORTCUTS.map((group) => html`<table>
        <caption>${group.title}</caption>
        <thead class="sr"><tr><th scope="col">Toets</th><th scope="col">Wat het doet</th></tr></thead>
        <tbody>${group.keys.map((one) => html`<tr class=${one.single && !single ? "off" : ""}>
          <td>${one.keys.map((key, index) => html`${index ? html`<span class="meta"> ${one.joint ?? "+"} </span>` : ""}<kbd>${key}</kbd>`)}</td>
          <td>${one.does}</td></tr>`)}</tbody>
      </table>`)}</div>
      <label class="check"><input type="checkbox" .checked=${single} @change=${this.toggleSingle} />
        Sneltoetsen van één toets gebruiken</label>
      <p class="meta">Ze werken alleen als je niet in een invoerveld staat. Toetsen met Alt werken altijd.</p>
    </div>`;
  }

  private readonly toggleSingle = (event: Event): void => {
    taste.singleKeys = (event.target as HTMLInputElement).checked;
    this.requestUpdate();
  };
}

customElements.define("desk-help", DeskHelp);
