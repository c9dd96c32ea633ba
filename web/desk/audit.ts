/** Who at the desk saw and changed what: a table with two filters, newest first. */

import { html, LitElement, nothing, type TemplateResult } from "lit";

import { ApiError } from "./api.ts";
import type { Desk } from "./desk-store.ts";
import { clock, date } from "./time.ts";
import type { AuditEntry } from "./types/leading.ts";
import { humanise } from "./words.ts";

export class DeskAudit extends LitElement {
  static override readonly properties = { desk: { attribute: false }, entries: { state: true }, older: { state: true }, problem: { state: true }, busy: { state: true } };
  declare desk: Desk;
  declare entries: readonly AuditEntry[] | null;
  /** Where older ones begin; null when there are none. */
  declare older: number | null;
  declare problem: string;
  declare busy: boolean;
  private filter: Readonly<Record<string, string>> = {};

  constructor() {
    super();
    this.entries = null;
    this.older = null;
    this.problem = "";
    this.busy = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override firstUpdated(): void {
    void this.load(false);
    void this.desk.session.loadColleagues();
  }

  protected override render(): TemplateResult {
    const { agent, colleagues } = this.desk.state;
    return html`<main class="page" aria-label="Inzage">
      <div class="page-head"><h2 tabindex="-1">Inzage</h2>
        <p class="meta">Wie aan de balie welke klant zag, en wat er veranderde.</p></div>
      <form class="filter" @submit=${this.search}>
        <div><label for="inzage-klant">Klantnummer</label><input id="inzage-klant" name="customer" inputmode="numeric" autocomplete="off" /></div>
        <div><label for="inzage-medewerker">Medewerker</label>
          <select id="inzage-medewerker" name="agent"><option value="">Iedereen</option>
            ${[...(agent ? [agent] : []), ...colleagues.filter((one) => one.id !== agent?.id)].map((one) => html`<option value=${one.id}>${one.name}</option>`)}
          </select></div>
        <button class="primary" aria-disabled=${this.busy ? "true" : "false"}>Zoeken</button>
      </form>
      <div role="alert" class="problem">${this.problem}</div>
      ${this.entries === null
        ? html`<p class="empty" role="status">${this.problem ? "" : "Ophalen…"}</p>`
        : this.entries.length
          ? html`<div class="scroll" tabindex="0" role="region" aria-label="Inzageverslag"><table>
              <thead><tr><th scope="col">Wanneer</th><th scope="col">Wie</th><th scope="col">Wat</th><th scope="col">Klant</th><th scope="col">Gesprek</th></tr></thead>
              <tbody>${this.entries.map((one) => this.line(one))}</tbody></table></div>
              ${this.older ? html`<button class="older" @click=${() => void this.load(true)}>Toon oudere</button>` : nothing}`
          : html`<p class="empty" role="status">Niets gevonden.</p>`}
    </main>`;
  }

  private line(one: AuditEntry): TemplateResult {
    const what = one.what ?? humanise(one.action);
    return html`<tr><td><time datetime=${one.at}>${date(one.at)} ${clock(one.at)}</time></td><td>${one.agent_name || "onbekend"}</td>
      <td>${what}${one.detail ? html` <span class="meta">${one.detail}</span>` : nothing}</td>
      <td>${one.customer_name ?? one.customer_id ?? ""}</td><td class="case">${one.case_id ? one.case_id.slice(0, 8) : ""}</td></tr>`;
  }

  private readonly search = (event: SubmitEvent): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    this.filter = { customer: String(data.get("customer") ?? "").trim(), agent: String(data.get("agent") ?? "") };
    void this.load(false);
  };

  private async load(more: boolean): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = "";
    const known = more ? (this.entries ?? []) : [];
    try {
      const page = await this.desk.api.audit({ ...this.filter, ...(more ? { before: String(this.older ?? "") } : {}) });
      this.entries = [...known, ...page.entries];
      this.older = page.before ?? null;
    } catch (error) {
      this.problem = error instanceof ApiError ? error.message : "Dat lukte niet.";
    } finally {
      this.busy = false;
    }
  }
}

customElements.define("desk-audit", DeskAudit);
