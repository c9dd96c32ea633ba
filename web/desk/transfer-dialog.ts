/** Passing a customer to a colleague or a team, with a note so that nobody has to ask again; and taking one over. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { DeskDialog } from "./dialog.ts";
import type { Colleague } from "./types/agents.ts";
import { agentStateWords, count } from "./words.ts";

/** Who is there, and how busy, changes while one writes the note. */
const LOOK_MS = 4_000;

export class DeskTransfer extends DeskDialog {
  private timer: ReturnType<typeof setInterval> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  protected override firstUpdated(changed: PropertyValues<this>): void {
    super.firstUpdated(changed);
    this.querySelector<HTMLSelectElement>("#naar")?.focus();
    void this.look();
    this.timer = setInterval(() => void this.look(), LOOK_MS);
  }

  private async look(): Promise<void> {
    await this.desk.session.loadColleagues();
    this.requestUpdate();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("problem") && this.problem) this.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }

  protected override content(): TemplateResult {
    const { teams, colleagues } = this.desk.state;
    const own = this.desk.summaryOf(this.caseId)?.team?.key;
    const others = colleagues.filter((one) => one.id !== this.agentId);
    const wrong = this.problem ? "true" : "false";
    return html`<form method="dialog" novalidate @submit=${this.submit}>
      <h2 id="dialoog-kop">Doorzetten</h2>
      <p class="meta">${this.name}</p>
      <p>De klant hoort dat een collega verdergaat, en hoeft niets te herhalen.</p>
      <label for="naar">Naar wie?</label>
      <select id="naar" aria-invalid=${wrong} aria-describedby=${this.problem ? "dialoog-fout" : nothing} @change=${() => (this.problem = "")}>
        <option value="">Kies een team of collega</option>
        <optgroup label="Team">${teams.map((one) => html`<option value=${`team:${one.key}`}>${one.naam}${one.key === own ? " (nu)" : ""}</option>`)}</optgroup>
        ${others.length
          ? html`<optgroup label="Collega">${repeat(others, (one) => one.id, (one) => html`<option value=${`agent:${one.id}`} ?disabled=${!one.present || one.state === "pauze"}>${colleagueWords(one)}</option>`)}</optgroup>`
          : nothing}
      </select>
      <label for="doorzetnotitie">Wat moet je collega weten? (verplicht)</label>
      <textarea id="doorzetnotitie" rows="4" maxlength="2000" required aria-invalid=${wrong}
        aria-describedby=${this.problem ? "dialoog-fout" : nothing} @input=${() => (this.problem = "")}></textarea>
      <p class="meta">De klant ziet deze notitie niet.</p>
      ${this.buttons("Doorzetten")}
    </form>`;
  }

  private readonly submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const list = this.querySelector<HTMLSelectElement>("#naar");
    const field = this.querySelector<HTMLTextAreaElement>("#doorzetnotitie");
    const note = field?.value.trim() ?? "";
    const chosen = list?.value ?? "";
    if (!chosen || !note) {
      this.problem = chosen ? "Schrijf kort op wat je collega moet weten." : "Kies een team of een collega.";
      await this.updateComplete;
      (chosen ? field : list)?.focus();
      return;
    }
    const [kind, id = ""] = [chosen.split(":", 1)[0], chosen.slice(chosen.indexOf(":") + 1)];
    const whom = list?.selectedOptions[0]?.text.split(" (", 1)[0] ?? "";
    const to = kind === "team" ? { to_team: id, note } : { to_agent: id, note };
    if (await this.attempt(() => this.desk.handling.transfer(this.caseId, to, whom))) this.shut();
  };
}

function colleagueWords(one: Colleague): string {
  const now = one.present ? `${agentStateWords(one.state).toLowerCase()}, ${count(one.open, "gesprek", "gesprekken")}` : "niet aan de balie";
  return `${one.name} (${now})`;
}

export class DeskTakeOver extends DeskDialog {
  protected override content(): TemplateResult {
    const from = this.desk.summaryOf(this.caseId)?.taken_by?.name ?? "een collega";
    return html`<form method="dialog" novalidate @submit=${this.submit}>
      <h2 id="dialoog-kop">Overnemen van ${from}</h2>
      <p class="meta">${this.name}</p>
      <p>Het gesprek gaat meteen naar jou. ${from} krijgt een melding. Je notitie blijft bij het gesprek.</p>
      <label for="overnamenotitie">Notitie (mag leeg blijven)</label>
      <textarea id="overnamenotitie" rows="3" maxlength="2000" autofocus></textarea>
      ${this.buttons("Overnemen")}
    </form>`;
  }

  private readonly submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const note = this.querySelector<HTMLTextAreaElement>("#overnamenotitie")?.value.trim() ?? "";
    if (await this.attempt(() => this.desk.handling.takeOver(this.caseId, note))) this.shut();
  };
}

customElements.define("desk-transfer", DeskTransfer);
customElements.define("desk-take-over", DeskTakeOver);
