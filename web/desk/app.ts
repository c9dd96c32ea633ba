/** The whole screen: log in form or desk, the dialogs over it, the voice for screen readers, the keyboard. */

import { html, LitElement, nothing, type TemplateResult } from "lit";

import type { DeskComposer } from "./composer.ts";
import { context } from "./context.ts";
import { conversation } from "./conversation.ts";
import { Desk } from "./desk-store.ts";
import type { DialogKind } from "./dialogs.ts";
import { ElapsedTime } from "./elapsed.ts";
import { icon } from "./icons.ts";
import { handleKey, type KeyActions } from "./keys.ts";
import { lists } from "./lists.ts";
import type { DeskLog } from "./log.ts";
import { pageTitle } from "./state.ts";
import { topbar } from "./topbar.ts";
import { customerWords } from "./words.ts";

type Pane = "list" | "talk" | "context";

export class DeskApp extends LitElement {
  static override readonly properties = { pane: { state: true }, dialog: { state: true } };
  /** Which part a narrow screen shows. */
  declare pane: Pane;
  declare dialog: { readonly kind: DialogKind; readonly caseId: string } | null;
  readonly desk = new Desk();
  private voice: HTMLElement | null = null;
  private lastOpen: string | null = null;

  constructor() {
    super();
    this.pane = "list";
    this.dialog = null;
    ElapsedTime.now = () => this.desk.now();
    this.desk.onChange = () => this.requestUpdate();
    this.desk.onAnnounce = (text) => this.say(text);
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Outside what is drawn again, so that a screen reader keeps hold of it.
    this.voice = document.getElementById("melding");
    document.addEventListener("keydown", (event) => this.desk.state.phase === "desk" && handleKey(event, this.keys));
    window.addEventListener("beforeunload", (event) => this.desk.state.pending.length && event.preventDefault());
    void this.desk.start();
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
    return html`${topbar(desk, () => this.openDialog("help"))}
      <div class="panes" data-pane=${this.pane} @take-back=${this.takeBack}>
        ${lists(desk)}
        ${conversation(desk, { dialog: (kind) => this.openDialog(kind), pane: (pane) => this.showPane(pane) })}
        ${context(desk, { show: (seq) => this.showMessage(seq), pane: () => this.showPane("talk") })}
      </div>
      ${notice
        ? html`<div class="notice ${notice.kind}">${icon(notice.kind === "error" ? "warning" : "check")}<p>${notice.text}</p>
            <button class="quiet" aria-label="Melding sluiten" @click=${() => desk.dismiss()}>${icon("close")}</button></div>`
        : nothing}
      ${this.dialog
        ? html`<desk-dialog .desk=${desk} .kind=${this.dialog.kind} .caseId=${this.dialog.caseId}
            .name=${customerWords(desk.openSummary?.customer_name)} @gone=${this.dialogGone}></desk-dialog>`
        : nothing}`;
  }

  private readonly keys: KeyActions = {
    queue: (by) => this.desk.step(this.desk.state.waiting, by, "row"),
    mine: (by) => this.desk.step(this.desk.state.mine, by, "composer"),
    take: (focused) => {
      const open = this.desk.openSummary;
      // Enter on any other button or link does what that one says.
      const free = !focused || focused === document.body || focused.matches(".row[aria-current], .log, .context, #gesprek-kop");
      if (!free || open?.state !== "waiting") return false;
      void this.desk.take(open.id);
      return true;
    },
    composer: () => this.composer?.focus(),
    help: () => this.openDialog("help"),
    finish: (how) => this.openDialog(how),
    leaveField: () => (this.querySelector<HTMLElement>(".log") ?? document.body).focus(),
  };

  private openDialog(kind: DialogKind): void {
    const open = this.desk.openSummary;
    if (kind === "help") this.dialog = { kind, caseId: "" };
    else if (open && this.desk.isMine(open)) this.dialog = { kind, caseId: open.id };
  }

  private readonly dialogGone = (): void => {
    this.dialog = null;
  };

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

  private say(text: string): void {
    // The same words twice would not be read twice.
    if (this.voice) this.voice.textContent = this.voice.textContent === text ? `${text}\u00a0` : text;
  }
}

customElements.define("desk-app", DeskApp);
