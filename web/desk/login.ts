/** The log in form. After an ended session it says that nothing typed was lost. */

import { html, LitElement, nothing, type TemplateResult } from "lit";

import { ApiError } from "./api.ts";
import type { Desk } from "./desk-store.ts";

/** What the organisation's own log-in led to, as the counter tells it in the address. */
const TOLD: Readonly<Record<string, string>> = {
  geannuleerd: "Je hebt het inloggen bij je organisatie afgebroken.",
  verlopen: "Het inloggen duurde te lang. Probeer het opnieuw.",
  mislukt: "Inloggen via je organisatie lukte niet. Probeer het opnieuw.",
  geen_account: "Je hebt nog geen account bij de balie. Vraag het de beheerder.",
  storing: "Inloggen via je organisatie kan nu niet. Probeer het zo nog eens.",
};

/** What went wrong at the organisation; told once, so it leaves the address. */
function toldInAddress(): string {
  const told = new URLSearchParams(window.location.search).get("inloggen");
  if (told !== null) window.history.replaceState(null, "", window.location.pathname + window.location.hash);
  return TOLD[told ?? ""] ?? "";
}

export class DeskLogin extends LitElement {
  static override readonly properties = { desk: { attribute: false }, expired: { type: Boolean }, problem: { state: true }, busy: { state: true } };
  declare desk: Desk;
  declare expired: boolean;
  declare problem: string;
  declare busy: boolean;

  constructor() {
    super();
    this.expired = false;
    this.problem = toldInAddress();
    this.busy = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override firstUpdated(): void {
    this.querySelector<HTMLInputElement>("#gebruiker")?.focus();
  }

  protected override render(): TemplateResult {
    const problem = this.problem || (this.desk.state.notice?.kind === "error" ? this.desk.state.notice.text : "");
    return html`<main class="login">
      <form @submit=${this.submit} aria-labelledby="inlog-kop">
        <p class="brand"><span class="mark" aria-hidden="true"></span>Dichtbij</p>
        <h1 id="inlog-kop">Inloggen bij de balie</h1>
        ${this.expired
          ? html`<p class="note" role="status">Je sessie is verlopen. Log opnieuw in. Wat je typte, is bewaard.</p>`
          : nothing}
        ${this.desk.api.oidc
          ? html`<a class="button primary" href="/desk/api/login/oidc">Inloggen met je organisatie</a><p class="or"><span>of met een wachtwoord</span></p>`
          : nothing}
        <label for="gebruiker">Gebruikersnaam</label>
        <input id="gebruiker" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required
          value=${this.desk.state.agent?.username ?? ""} aria-describedby=${problem ? "inlog-fout" : nothing} />
        <label for="wachtwoord">Wachtwoord</label>
        <input id="wachtwoord" name="password" type="password" autocomplete="current-password" required
          aria-describedby=${problem ? "inlog-fout" : nothing} />
        <div role="alert" id="inlog-fout" class="problem">${problem}</div>
        <button class="primary" type="submit" aria-disabled=${this.busy ? "true" : "false"}>
          ${this.busy ? "Bezig met inloggen…" : "Inloggen"}
        </button>
      </form>
    </main>`;
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    const form = event.currentTarget as HTMLFormElement;
    const data = new FormData(form);
    this.busy = true;
    this.problem = "";
    try {
      await this.desk.session.login(String(data.get("username") ?? "").trim(), String(data.get("password") ?? ""));
    } catch (error) {
      this.problem = error instanceof ApiError ? error.message : "Inloggen lukte niet. Probeer het opnieuw.";
      const password = form.querySelector<HTMLInputElement>("#wachtwoord");
      password?.focus();
      password?.select();
    } finally {
      this.busy = false;
    }
  }
}

customElements.define("desk-login", DeskLogin);
