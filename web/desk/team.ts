/** Who does what, for who leads: everybody at the desk with their conversations, and who waits. A click listens in. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";

import { ApiError } from "./api.ts";
import type { Desk } from "./desk-store.ts";
import { icon } from "./icons.ts";
import { marks, priority } from "./parts.ts";
import type { Summary } from "./types/cases.ts";
import type { TeamMember, TeamNow } from "./types/leading.ts";
import { agentStateWords, count, customerWords, reasonWords, roleWords } from "./words.ts";
import { why } from "./urgency.ts";

const EVERY_MS = 15_000;
/** Between two looks. */
const SETTLE_MS = 500;

export class DeskTeam extends LitElement {
  static override readonly properties = { desk: { attribute: false }, news: { type: Number }, now: { state: true }, problem: { state: true } };
  declare desk: Desk;
  declare news: number;
  declare now: TeamNow | null;
  declare problem: string;
  private timer: ReturnType<typeof setInterval> | undefined;
  private loading = false;
  private again = false;

  constructor() {
    super();
    this.news = 0;
    this.now = null;
    this.problem = "";
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Presence changes without a word when a connection is lost.
    this.timer = setInterval(() => void this.load(), EVERY_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("news")) void this.load();
  }

  protected override render(): TemplateResult {
    const { now } = this;
    const present = now?.agents.filter((one) => one.present) ?? [];
    const away = now?.agents.filter((one) => !one.present) ?? [];
    const free = present.filter((one) => one.state === "beschikbaar").length;
    const waiting = now?.waiting ?? [];
    return html`<main class="page" aria-label="Team">
      <div class="page-head">
        <h2 tabindex="-1">Team</h2>
        ${now ? html`<p class="meta" role="status">${free} beschikbaar van ${count(present.length, "medewerker", "medewerkers")} aan de balie ·
          ${count(waiting.length, "klant wacht", "klanten wachten")}</p>` : nothing}
      </div>
      <div role="alert" class="problem">${this.problem}</div>
      ${now
        ? html`<div class="columns">
            <section aria-labelledby="team-balie">
              <h3 id="team-balie">Aan de balie</h3>
              ${present.length
                ? html`<ul class="members">${present.map((one) => this.member(one))}</ul>`
                : html`<p class="empty">Er is niemand aan de balie.</p>`}
              ${away.length
                ? html`<details class="away"><summary>Niet aan de balie (${away.length})</summary>
                    <ul class="members">${away.map((one) => this.member(one))}</ul></details>`
                : nothing}
            </section>
            <section aria-labelledby="team-wacht">
              <h3 id="team-wacht">Wachtrij <span class="count">${waiting.length}</span></h3>
              ${waiting.length
                ? html`<ol class="members">${waiting.map((one) => html`<li class="waits">${this.conversation(one, true)}</li>`)}</ol>`
                : html`<p class="empty">Er wacht niemand.</p>`}
            </section>
          </div>`
        : html`<p role="status" class="empty">${this.problem ? "" : "Ophalen…"}</p>`}
    </main>`;
  }

  private member(one: TeamMember): TemplateResult {
    const open = one.open;
    return html`<li class="member">
      <p class="top"><strong class="name">${one.name}</strong>
        <span class="my-state ${one.present ? one.state : "weg"}"><span class="dot" aria-hidden="true"></span>${one.present ? agentStateWords(one.state) : "Niet aanwezig"}</span>
        ${one.present && one.state_since ? html`<span class="meta"><span class="sr">sinds </span><elapsed-time calm since=${one.state_since}></elapsed-time></span>` : nothing}
      </p>
      <p class="meta">${[roleWords(one.role), (one.teams ?? []).map((team) => team.naam).join(", ") || "alle teams"].join(" · ")}</p>
      ${open.length
        ? html`<ul>${open.map((summary) => html`<li>${this.conversation(summary, false)}</li>`)}</ul>`
        : one.present ? html`<p class="empty">Geen gesprek</p>` : nothing}
    </li>`;
  }

  private conversation(one: Summary, waits: boolean): TemplateResult {
    const name = customerWords(one.customer_name);
    const mine = one.taken_by?.id === this.desk.state.agent?.id;
    const hint = waits ? "openen" : mine ? "openen" : "meeluisteren";
    return html`<button class="row" @click=${() => this.desk.navigation.open(one.id, "heading")}>
      <span class="top"><span class="name">${name}<span class="sr">, ${hint}</span></span>
        <span class="wait">${waits
          ? html`<span class="sr">wacht </span><elapsed-time since=${one.waiting_since}></elapsed-time>`
          : mine ? nothing : html`<span class="listen">${icon("ear")}Meeluisteren</span>`}</span></span>
      <span class="below">${priority(one.priority)}<span class="reason">${waits ? why(one) : reasonWords(one.reason)}${one.team ? ` · ${one.team.naam}` : ""}</span></span>
      ${waits && one.offered ? html`<span class="meta">Gevraagd aan ${one.offered.to.name}</span>` : nothing}
      ${waits ? nothing : marks(one)}
    </button>`;
  }

  /** One at a time: a busy desk has news many times a second. */
  private async load(): Promise<void> {
    if (this.loading) {
      this.again = true;
      return;
    }
    this.loading = true;
    this.again = false;
    try {
      this.now = await this.desk.api.team();
      this.problem = "";
    } catch (error) {
      this.problem = error instanceof ApiError ? error.message : "Dat lukte niet.";
    }
    setTimeout(() => {
      this.loading = false;
      if (this.again && this.isConnected) void this.load();
    }, SETTLE_MS);
  }
}

customElements.define("desk-team", DeskTeam);
