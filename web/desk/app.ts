/** The whole screen: log in form or desk, the dialogs over it, the voice for screen readers, the keyboard. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";

import type { DeskComposer } from "./composer.ts";
import { context } from "./context.ts";
import { conversation } from "./conversation.ts";
import { Desk } from "./desk-store.ts";
import { ElapsedTime } from "./elapsed.ts";
import { icon } from "./icons.ts";
import { handleKey, type KeyActions } from "./keys.ts";
import { lists } from "./lists.ts";
import { alarmWords } from "./reach.ts";
import type { DeskLog } from "./log.ts";
import type { DeskNotes } from "./notes.ts";
import { pageTitle } from "./state.ts";
import type { DeskSuggestions } from "./suggestions.ts";
import { topbar } from "./topbar.ts";
import { WindowLeft } from "./window-left.ts";
import { customerWords } from "./words.ts";

type Pane = "list" | "talk" | "context";
export type DialogKind = "hand-back" | "close" | "transfer" | "actions" | "take-over" | "template" | "help" | "account";

interface Dialog {
  readonly kind: DialogKind;
  readonly caseId: string;
  /** The customer's; an offer may be taken, and shown, behind the dialog. */
  readonly name: string;
}

export class DeskApp extends LitElement {
  static override readonly properties = { pane: { state: true }, dialog: { state: true } };
  /** Which part a narrow screen shows. */
  declare pane: Pane;
  declare dialog: Dialog | null;
  readonly desk = new Desk();
  private voice: HTMLElement | null = null;
  private alarm: HTMLElement | null = null;
  private lastOpen: string | null = null;

  constructor() {
    super();
    this.pane = "list";
    this.dialog = null;
    ElapsedTime.now = WindowLeft.now = () => this.desk.now();
    this.desk.onChange = () => this.requestUpdate();
    this.desk.onAnnounce = (text) => say(this.voice, text);
    this.desk.onAlert = (text) => say(this.alarm, text);
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Outside what is drawn again, so that a screen reader keeps hold of it.
    this.voice = document.getElementById("melding");
    this.alarm = document.getElementById("dringend");
    document.addEventListener("keydown", (event) => this.desk.state.phase === "desk" && handleKey(event, this.keys));
    window.addEventListener("beforeunload", (event) => this.unsent && event.preventDefault());
    // A file that is dropped beside the conversation must not take the place of the desk.
    for (const kind of ["dragover", "drop"]) window.addEventListener(kind, (event) => event.preventDefault());
    this.addEventListener("insert", (event) => this.composer?.insert((event as CustomEvent<string>).detail));
    void this.desk.session.start();
  }

  protected override willUpdate(): void {
    const { open, phase } = this.desk.state;
    if (open !== this.lastOpen) {
      this.lastOpen = open;
      this.pane = open === null ? "list" : "talk";
    }
    if (phase !== "desk") this.dialog = null;
  }

  protected override updated(): void {
    document.title = pageTitle(this.desk.state);
    void this.moveFocus();
  }

  protected override render(): TemplateResult {
    const { desk } = this;
    const { phase, expired, notice } = desk.state;
    if (phase === "starting") return html`<main class="blank"><p role="status">De balie wordt geopend…</p></main>`;
    if (phase === "login") return html`<desk-login .desk=${desk} ?expired=${expired}></desk-login>`;
    const [offer, ...more] = desk.offers;
    return html`${topbar(desk, (kind) => this.openDialog(kind))}
      ${desk.state.alarms.map((one) => html`<p class="alarm-line">${icon("warning")}${alarmWords(one)}</p>`)} ${this.page()}
      ${offer ? html`<desk-offer .desk=${desk} .offer=${offer} .more=${more.length}></desk-offer>` : nothing}
      ${notice
        ? html`<div class="notice ${notice.kind}">${icon(notice.kind === "error" ? "warning" : "check")}<p>${notice.text}</p>
            <button class="quiet" aria-label="Melding sluiten" @click=${() => desk.dismiss()}>${icon("close")}</button></div>`
        : nothing}
      ${this.dialogView()}`;
  }

  private page(): TemplateResult {
    const { desk } = this;
    const { view, teamNews } = desk.state;
    if (view === "team") return html`<desk-team .desk=${desk} .news=${teamNews}></desk-team>`;
    if (view === "inzage") return html`<desk-audit .desk=${desk}></desk-audit>`;
    if (view === "medewerkers") return html`<desk-accounts .desk=${desk}></desk-accounts>`;
    return html`<div class="panes ${desk.offers.length ? "has-offer" : ""}" data-pane=${this.pane} @take-back=${this.takeBack}
      @choose-template=${() => this.openDialog("template")}>
      ${lists(desk)}
      ${conversation(desk, {
        dialog: (kind) => this.openDialog(kind),
        pane: (pane) => this.showPane(pane),
        files: (files) => this.composer?.addFiles(files),
      })}
      ${context(desk, { show: (seq) => this.showMessage(seq), pane: () => this.showPane("talk") })}
    </div>`;
  }

  private dialogView(): TemplateResult | typeof nothing {
    if (!this.dialog) return nothing;
    // Each opening is a dialog of its own: one that is still on its way out must not take the next one along.
    return html`${keyed(this.dialog, this.dialogOf(this.dialog))}`;
  }

  private dialogOf(shown: Dialog): TemplateResult {
    const { desk } = this;
    const { kind, caseId, name } = shown;
    const gone = (): void => {
      if (this.dialog === shown) this.dialog = null;
    };
    if (kind === "help") return html`<desk-help .desk=${desk} @gone=${gone}></desk-help>`;
    if (kind === "account") return html`<desk-my-account .desk=${desk} @gone=${gone}></desk-my-account>`;
    if (kind === "transfer") return html`<desk-transfer .desk=${desk} .caseId=${caseId} .name=${name} @gone=${gone}></desk-transfer>`;
    if (kind === "take-over") return html`<desk-take-over .desk=${desk} .caseId=${caseId} .name=${name} @gone=${gone}></desk-take-over>`;
    if (kind === "template") return html`<desk-templates .desk=${desk} .caseId=${caseId} .name=${name} @gone=${gone}></desk-templates>`;
    if (kind === "actions") return html`<desk-actions .desk=${desk} .caseId=${caseId} .name=${name} @gone=${gone}></desk-actions>`;
    return html`<desk-finish .desk=${desk} .kind=${kind} .caseId=${caseId} .name=${name} @gone=${gone}></desk-finish>`;
  }

  private readonly keys: KeyActions = {
    queue: (by) => this.desk.navigation.step(this.desk.state.waiting, by, "row"),
    mine: (by) => this.desk.navigation.step(this.desk.state.mine, by, "composer"),
    take: (focused) => {
      const open = this.desk.openSummary;
      // Enter on any other button or link does what that one says.
      const onRow = focused?.matches(".row[aria-current]") ?? false;
      const free = !focused || focused === document.body || focused.matches(".log, .context, #gesprek-kop");
      if (free && this.keys.accept()) return true;
      if (!(free || onRow) || this.desk.state.view !== "gesprekken" || open?.state !== "waiting") return false;
      void this.desk.handling.take(open.id);
      return true;
    },
    composer: () => this.composer?.focus(),
    help: () => this.openDialog("help"),
    dialog: (kind) => this.openDialog(kind),
    leaveField: () => (this.querySelector<HTMLElement>(".log") ?? document.body).focus(),
    accept: () => this.answerOffer((id) => this.desk.handling.accept(id)),
    pass: () => this.answerOffer((id) => this.desk.handling.decline(id)),
    suggestion: () => this.querySelector<DeskSuggestions>("desk-suggestions")?.use(),
    note: () => {
      this.pane = this.desk.state.open ? "context" : this.pane;
      void this.updateComplete.then(() => this.querySelector<DeskNotes>("desk-notes")?.focus());
    },
    pause: () => void this.desk.session.setState(this.desk.state.agent?.state === "pauze" ? "beschikbaar" : "pauze"),
  };

  private answerOffer(answer: (id: string) => Promise<void>): boolean {
    const [offer] = this.desk.offers;
    if (!offer) return false;
    void answer(offer.id);
    return true;
  }

  private openDialog(kind: DialogKind): void {
    const open = this.desk.openSummary;
    if (kind === "help" || kind === "account") this.dialog = { kind, caseId: "", name: "" };
    else if (!open || this.desk.state.view !== "gesprekken") return;
    else if (kind === "take-over" ? this.desk.mayLead : this.desk.isMine(open)) {
      this.dialog = { kind, caseId: open.id, name: customerWords(open.customer_name) };
    }
  }

  private readonly takeBack = (event: Event): void => {
    this.composer?.insert((event as CustomEvent<string>).detail);
  };

  private showPane(pane: Pane): void {
    this.pane = pane;
    const target = { list: ".lists .row", talk: "#gesprek-kop", context: ".context" }[pane];
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(target)?.focus());
  }

  private showMessage(seq: number): void {
    this.pane = "talk";
    void this.updateComplete.then(() => this.querySelector<DeskLog>("desk-log")?.show(seq));
  }

  private get composer(): DeskComposer | null {
    return this.querySelector<DeskComposer>("desk-composer");
  }

  private get unsent(): boolean {
    return this.desk.state.pending.length > 0 || this.desk.state.uploads.length > 0;
  }

  /** Carries out what the store asked for, once what it asked for is drawn. */
  private async moveFocus(): Promise<void> {
    const { focus, state } = this.desk;
    // Behind a dialog nothing can have the focus; it comes when the dialog is gone.
    if (!focus || this.dialog) return;
    if (focus === "composer") {
      const composer = this.composer;
      await composer?.updateComplete;
      if (!composer?.canType || this.desk.focus !== focus) return;
      composer.focus();
    } else if (focus === "row") {
      this.querySelector<HTMLElement>(`.row[data-case="${CSS.escape(state.open ?? "")}"]`)?.focus();
    } else {
      this.querySelector<HTMLElement>("#gesprek-kop")?.focus();
    }
    this.desk.focus = null;
  }
}

function say(voice: HTMLElement | null, text: string): void {
  // The same words twice would not be read twice.
  if (voice) voice.textContent = voice.textContent === text ? `${text}\u00a0` : text;
}

customElements.define("desk-app", DeskApp);
