/** What the own account is, and another password for it. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";

import type { ApiError } from "./api.ts";
import { DeskDialog } from "./dialog.ts";
import { icon } from "./icons.ts";
import { count, roleWords } from "./words.ts";

export class DeskMyAccount extends DeskDialog {
  static override readonly properties = { ...DeskDialog.properties, field: { state: true } };
  /** The field that is wrong. */
  declare field: string | null;

  constructor() {
    super();
    this.field = null;
  }

  protected override content(): TemplateResult {
    const { agent } = this.desk.state;
    const teams = agent?.teams?.map((one) => one.naam).join(", ");
    return html`<div class="my-account">
      <h2 id="dialoog-kop">Mijn account</h2>
      <button class="quiet corner" @click=${() => this.shut()} aria-label="Sluiten">${icon("close")}</button>
      <dl class="three">
        <div><dt>Naam</dt><dd>${agent?.name}</dd></div>
        <div><dt>Gebruikersnaam</dt><dd>${agent?.username}</dd></div>
        <div><dt>Rol</dt><dd>${roleWords(agent?.role)}</dd></div>
        <div><dt>Teams</dt><dd>${teams || "Alle"}</dd></div>
        ${agent?.max_cases ? html`<div><dt>Tegelijk</dt><dd>Hoogstens ${count(agent.max_cases, "gesprek", "gesprekken")}</dd></div>` : nothing}
      </dl>
      ${this.desk.state.hasPassword
        ? this.form()
        : html`<p class="meta">Je logt in via je organisatie. Daar wijzig je ook je wachtwoord.</p>`}
    </div>`;
  }

  private form(): TemplateResult {
    return html`<form method="dialog" novalidate @submit=${this.submit}>
      <h3>Wachtwoord wijzigen</h3>
      <input class="sr" tabindex="-1" aria-hidden="true" name="username" autocomplete="username" readonly .value=${this.desk.state.agent?.username ?? ""} />
      ${this.password("huidig", "current", "Huidig wachtwoord", "current-password")}
      ${this.password("nieuw", "password", "Nieuw wachtwoord", "new-password", "Minstens 12 tekens. Een zin onthoud je het best.")}
      ${this.password("nogmaals", "again", "Nog een keer het nieuwe wachtwoord", "new-password")}
      <p class="meta">Ben je nog ergens anders ingelogd? Daar word je dan uitgelogd.</p>
      ${this.buttons("Wachtwoord wijzigen")}
    </form>`;
  }

  private password(id: string, name: string, label: string, autocomplete: "current-password" | "new-password", hint = ""): TemplateResult {
    const wrong = this.field === name;
    const about = [hint ? `${id}-uitleg` : "", wrong ? "dialoog-fout" : ""].filter(Boolean).join(" ");
    return html`<div class="one-field"><label for=${id}>${label}</label>
      <input id=${id} name=${name} type="password" autocomplete=${autocomplete} maxlength="256" aria-invalid=${wrong ? "true" : "false"}
        aria-describedby=${about || nothing} />
      ${hint ? html`<p class="meta" id=${`${id}-uitleg`}>${hint}</p>` : nothing}</div>`;
  }

  protected override firstUpdated(changed: PropertyValues<this>): void {
    super.firstUpdated(changed);
    this.querySelector<HTMLInputElement>("#huidig")?.focus();
  }

  protected override refused(error: ApiError): void {
    super.refused(error);
    this.wrong(error.field ?? "current", error.message);
  }

  private wrong(field: string, problem: string): void {
    this.field = field;
    this.problem = problem;
    void this.updateComplete.then(() => this.querySelector<HTMLInputElement>(`input[name="${field}"]`)?.focus());
  }

  private readonly submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const [current, password, again] = ["current", "password", "again"].map((name) => String(data.get(name) ?? ""));
    this.field = null;
    if (!current) return this.wrong("current", "Vul je huidige wachtwoord in.");
    if (!password) return this.wrong("password", "Vul een nieuw wachtwoord in.");
    if (password !== again) return this.wrong("again", "Dit is niet hetzelfde als je nieuwe wachtwoord.");
    if (!(await this.attempt(() => this.desk.api.changePassword(current, password)))) return;
    this.shut();
    this.desk.notify("info", "Je wachtwoord is gewijzigd.");
  };
}

customElements.define("desk-my-account", DeskMyAccount);
