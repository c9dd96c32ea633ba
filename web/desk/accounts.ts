/** The accounts of the desk, for who keeps them: who may log in, as what, for which teams. */

import { html, LitElement, nothing, type TemplateResult } from "lit";

import { ApiError } from "./api.ts";
import type { Desk } from "./desk-store.ts";
import type { Role } from "./types/agents.ts";
import type { Account } from "./types/leading.ts";
import { roleWords } from "./words.ts";

const ROLES: readonly Role[] = ["medewerker", "teamleider", "beheerder"];

export class DeskAccounts extends LitElement {
  static override readonly properties = {
    desk: { attribute: false },
    accounts: { state: true },
    chosen: { state: true },
    problem: { state: true },
    field: { state: true },
    busy: { state: true },
  };
  declare desk: Desk;
  declare accounts: readonly Account[] | null;
  /** The account in the form; "new" for one to be made. */
  declare chosen: Account | "new" | null;
  declare problem: string;
  /** The field that is wrong. */
  declare field: string | null;
  declare busy: boolean;

  constructor() {
    super();
    this.accounts = null;
    this.chosen = null;
    this.problem = "";
    this.field = null;
    this.busy = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override firstUpdated(): void {
    void this.attempt(async () => {
      this.accounts = await this.desk.api.accounts();
    });
  }

  protected override render(): TemplateResult {
    const { accounts, chosen } = this;
    return html`<main class="page" aria-label="Medewerkers">
      <div class="page-head"><h2 tabindex="-1">Medewerkers</h2>
        <button class="primary" @click=${() => this.edit("new")}>Nieuwe medewerker</button></div>
      ${chosen ? this.form(chosen) : html`<div role="alert" class="problem">${this.problem}</div>`}
      ${accounts
        ? html`<div class="scroll" tabindex="0" role="region" aria-label="Accounts"><table>
            <thead><tr><th scope="col">Naam</th><th scope="col">Gebruikersnaam</th><th scope="col">Rol</th><th scope="col">Teams</th>
              <th scope="col">Gesprekken tegelijk</th><th scope="col">Inloggen</th><td></td></tr></thead>
            <tbody>${accounts.map((one) => html`<tr class=${one.active ? "" : "off"}>
              <th scope="row">${one.name}${this.isMe(one) ? html` <span class="meta">(jij)</span>` : nothing}</th><td>${one.username}</td><td>${roleWords(one.role)}</td>
              <td>${one.teams.map((team) => team.naam).join(", ") || "alle"}</td><td>${one.max_cases ?? "standaard"}</td>
              <td>${loginWords(one)}</td>
              <td><button class="small" @click=${() => this.edit(one)}>Wijzig<span class="sr"> ${one.name}</span></button></td></tr>`)}</tbody></table></div>`
        : html`<p class="empty" role="status">${this.problem ? "" : "Ophalen…"}</p>`}
    </main>`;
  }

  private form(chosen: Account | "new"): TemplateResult {
    const fresh = chosen === "new";
    const known = fresh ? null : chosen;
    const me = known !== null && this.isMe(known);
    const teams = new Set((known?.teams ?? []).map((one) => one.key));
    return html`<form class="account" novalidate @submit=${this.save}>
      <h3>${fresh ? "Nieuwe medewerker" : `${chosen.name} wijzigen`}</h3>
      ${fresh
        ? html`<div><label for="account-gebruiker">Gebruikersnaam</label><input id="account-gebruiker" name="username" autocomplete="off" autocapitalize="none" required
            aria-invalid=${this.wrong("username")} /></div>`
        : nothing}
      <div><label for="account-naam">Naam</label><input id="account-naam" name="name" autocomplete="off" required .value=${known?.name ?? ""}
        aria-invalid=${this.wrong("name")} /></div>
      ${me ? nothing : this.password(known)}
      <div><label for="account-rol">Rol</label><select id="account-rol" name="role" aria-invalid=${this.wrong("role")}>
        ${ROLES.map((one) => html`<option value=${one} ?selected=${one === (known?.role ?? "medewerker")}>${roleWords(one)}</option>`)}</select></div>
      <div><label for="account-tegelijk">Gesprekken tegelijk</label><input id="account-tegelijk" name="max_cases" type="number" min="1" max="20"
        aria-invalid=${this.wrong("max_cases")} placeholder="standaard" .value=${String(known?.max_cases ?? "")} /></div>
      <fieldset><legend>Teams (geen is alle)</legend>${this.desk.state.teams.map((one) => html`<label class="choice">
        <input type="checkbox" name="teams" value=${one.key} ?checked=${teams.has(one.key)} />${one.naam}</label>`)}</fieldset>
      ${known && !me ? html`<label class="check"><input type="checkbox" name="active" ?checked=${known.active} /> Mag inloggen</label>` : nothing}
      ${known?.oidc
        ? html`<div class="wide"><label class="check"><input type="checkbox" name="unbind" aria-describedby="los-uitleg" /> Koppeling met de organisatie losmaken</label>
            <p class="meta" id="los-uitleg">Wie daarna via de organisatie inlogt als ${known.username}, wordt opnieuw gekoppeld.</p></div>`
        : nothing}
      ${me ? html`<p class="meta wide">Je eigen wachtwoord wijzig je bij Mijn account, rechtsboven.</p>` : nothing}
      <div role="alert" class="problem">${this.problem}</div>
      <div class="buttons"><button type="button" @click=${() => this.edit(null)}>Annuleren</button>
        <button class="primary" aria-disabled=${this.busy ? "true" : "false"}>${this.busy ? "Bezig…" : "Bewaren"}</button></div>
    </form>`;
  }

  private password(known: Account | null): TemplateResult {
    const none = this.desk.api.oidc ? "Laat leeg als deze medewerker via de organisatie inlogt." : "";
    const hint = known ? `Leeg: blijft zoals het is. Met een nieuw wachtwoord moet ${known.name} overal opnieuw inloggen.` : `Minstens 12 tekens. ${none}`;
    return html`<div><label for="account-wachtwoord">${known ? "Nieuw wachtwoord" : "Wachtwoord"}</label>
      <input id="account-wachtwoord" name="password" type="password" autocomplete="new-password" aria-invalid=${this.wrong("password")}
        aria-describedby="wachtwoord-uitleg" /><p class="meta" id="wachtwoord-uitleg">${hint}</p></div>`;
  }

  private isMe(account: Account): boolean {
    return account.id === this.desk.state.agent?.id;
  }

  private wrong(name: string): "true" | "false" {
    return this.field === name ? "true" : "false";
  }

  private edit(account: Account | "new" | null): void {
    this.problem = "";
    // Another person is another form: what was typed for one must not stand with the next.
    this.chosen = null;
    void this.updateComplete.then(() => {
      this.chosen = account;
      void this.updateComplete.then(() => this.querySelector<HTMLElement>(".account input, .account select")?.focus());
    });
  }

  private readonly save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { chosen } = this;
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const most = String(data.get("max_cases") ?? "").trim();
    const wanted = {
      role: String(data.get("role")) as Role,
      teams: data.getAll("teams").map(String),
      max_cases: most ? Number(most) : 0,
    };
    const text = (name: string): string => String(data.get(name) ?? "").trim();
    const password = String(data.get("password") ?? "");
    const all = { ...wanted, name: text("name"), ...(password ? { password } : {}) };
    if (chosen === "new" && !password && !this.desk.api.oidc) return this.refuse("password", "Vul een wachtwoord in.");
    const done = await this.attempt(async () => {
      if (chosen === "new") await this.desk.api.addAccount({ ...all, username: text("username") });
      else if (chosen) {
        const active = this.isMe(chosen) ? {} : { active: data.has("active") };
        await this.desk.api.changeAccount(chosen.id, { ...all, ...active, ...(data.has("unbind") ? { unbind: true as const } : {}) });
      }
      this.accounts = await this.desk.api.accounts();
    });
    if (!done) return;
    this.chosen = null;
    this.desk.notify("info", `${all.name} is bewaard.`);
  };

  /** What is wrong, and the keyboard there. */
  private refuse(field: string | null, problem: string): void {
    this.field = field;
    this.problem = problem;
    void this.updateComplete.then(() => this.querySelector<HTMLElement>('.account [aria-invalid="true"]')?.focus());
  }

  private async attempt(work: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.problem = "";
    this.field = null;
    try {
      await work();
      return true;
    } catch (error) {
      const told = error instanceof ApiError ? error : null;
      this.refuse(told?.field ?? null, told?.message ?? "Dat lukte niet. Probeer het opnieuw.");
      return false;
    } finally {
      this.busy = false;
    }
  }
}

/** Whether and how somebody comes in. */
function loginWords(account: Account): string {
  if (!account.active) return "Mag niet inloggen";
  const ways = [account.has_password ? "wachtwoord" : "", account.oidc ? "organisatie" : ""].filter(Boolean).join(" en ");
  return ways ? `Met ${ways}` : "Via organisatie, nog niet gekoppeld";
}

customElements.define("desk-accounts", DeskAccounts);
