/** What the desk can do: every click and key ends here, and all news from the counter. The screen only draws `state`.
 *  Longer than most files: all of it changes one state, and the order in which it does so is the point. */

import { Api, ApiError } from "./api.ts";
import { forgetAgent, taste } from "./keep.ts";
import { Live } from "./live.ts";
import { Outbox } from "./outbox.ts";
import { chime } from "./sound.ts";
import * as rules from "./state.ts";
import { emptyState, type State, type Thread } from "./state.ts";
import type { Agent, Message, Summary } from "./types.ts";
import { count, customerWords, reasonWords } from "./words.ts";

export type Focus = "composer" | "heading" | "row";

const TYPING_SHOWN_MS = 7_000;
const REFRESH_MS = 900;
const NOTICE_MS = 9_000;
const RECEIPTS_KEPT = 30;

export class Desk {
  readonly state: State = emptyState();
  /** Called after every change; the screen draws itself again. */
  onChange: () => void = () => {};
  /** Something to be read out politely. */
  onAnnounce: (text: string) => void = () => {};
  /** Where the keyboard should go once the screen is drawn. */
  focus: Focus | null = null;

  readonly api = new Api(() => this.expire());
  private readonly outbox = new Outbox(
    this.api,
    (pending) => this.set({ pending }),
    (caseId, message) => this.addMessage(caseId, message),
  );
  private readonly live = new Live({
    online: () => {
      this.set({ connection: "online" });
      void this.sync();
      this.outbox.flush();
    },
    offline: () => this.state.connection !== "offline" && this.set({ connection: "offline", customerTyping: new Set() }),
    refused: () => void this.checkSession(),
    queue: (cases) => this.setWaiting(cases),
    changed: (summary) => this.onCase(summary),
    message: (caseId, message) => this.onMessage(caseId, message),
    receipt: (caseId, seq, state) => {
      this.receipts.set(caseId, [...(this.receipts.get(caseId) ?? []), { seq, state }].slice(-RECEIPTS_KEPT));
      this.changeThread(caseId, (thread) => ({ ...thread, messages: rules.applyReceipt(thread.messages, seq, state) }));
    },
    customerTyping: (caseId, on) => this.setTyping(caseId, on),
    callbacks: () => void this.quietly(async () => this.set({ callbacks: await this.api.callbacks() })),
  });
  private readonly typingTimers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly refreshTimers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly readUpTo = new Map<string, number>();
  /** The last receipts of each case: one can come before the message it is about. */
  private readonly receipts = new Map<string, readonly rules.Receipt[]>();
  private noticeTimer: ReturnType<typeof setTimeout> | undefined;

  /** Milliseconds since 1970 by the server's clock. */
  now(): number {
    return Date.now() + this.api.clockOffset;
  }

  get thread(): Thread | undefined {
    return this.state.open === null ? undefined : this.state.threads.get(this.state.open);
  }

  /** The open case as far as it is known: whole, or from the lists while it is fetched. */
  get openSummary(): Summary | undefined {
    const id = this.state.open;
    return this.thread?.case ?? [...this.state.mine, ...this.state.waiting, ...(this.state.closed ?? [])].find((one) => one.id === id);
  }

  isMine(summary: Summary | undefined): boolean {
    return rules.isMine(summary, this.state.agent);
  }

  // -- session ------------------------------------------------------------------------------------------------------

  async start(): Promise<void> {
    try {
      const agent = await this.api.me();
      if (agent) this.enter(agent);
      else this.set({ phase: "login" });
    } catch (error) {
      this.set({ phase: "login", notice: { kind: "error", text: words(error) } });
    }
  }

  /** Throws ApiError with Dutch words when it is refused. */
  async login(username: string, password: string): Promise<void> {
    const agent = await this.api.login(username, password);
    // Somebody else sits down after an ended session: nothing of the first agent may stay on the screen.
    if (this.state.agent && this.state.agent.id !== agent.id) this.clear();
    this.enter(agent);
  }

  async logout(): Promise<void> {
    if (this.state.pending.some((one) => one.state !== "failed")) {
      this.notify("error", "Er wordt nog een bericht verstuurd. Wacht even met uitloggen.");
      return;
    }
    await this.quietly(() => this.api.logout());
    if (this.state.agent) forgetAgent(this.state.agent.id);
    this.live.close();
    this.outbox.stop();
    this.clear();
    this.set({ phase: "login", agent: null, expired: false });
  }

  private enter(agent: Agent): void {
    const back = this.state.expired;
    this.set({ phase: "desk", agent, expired: false, notice: null, connection: "connecting" });
    this.outbox.start(agent.id);
    this.live.open();
    void this.sync();
    const wanted = this.state.open ?? caseFromAddress();
    if (wanted) this.open(wanted, back ? "composer" : null);
  }

  private expire(): void {
    if (this.state.phase !== "desk") return;
    this.live.close();
    this.outbox.stop();
    this.set({ phase: "login", expired: true, busy: null });
  }

  private async checkSession(): Promise<void> {
    await this.quietly(async () => {
      if (!(await this.api.me())) this.expire();
    });
  }

  private clear(): void {
    this.readUpTo.clear();
    this.receipts.clear();
    this.set({ ...emptyState(), phase: this.state.phase });
    rememberAddress(null);
  }

  // -- lists --------------------------------------------------------------------------------------------------------

  /** Fetches everything that may have been missed. */
  async sync(): Promise<void> {
    const { open } = this.state;
    // What is not on the screen is fetched when it is opened; half-old threads are worse than none.
    const threads = new Map([...this.state.threads].filter(([id]) => id === open));
    this.readUpTo.clear();
    this.set({ threads });
    if (open) this.refreshSoon(open, 0);
    await this.quietly(async () => {
      const [waiting, mine, callbacks] = await Promise.all([this.api.cases("waiting"), this.api.cases("mine"), this.api.callbacks()]);
      const known = new Map(this.state.mine.map((one) => [one.id, one]));
      this.set({ mine: rules.sortMine(mine.map((one) => rules.newest(known.get(one.id), one))), callbacks });
      this.setWaiting(waiting);
    });
  }

  async loadClosed(): Promise<void> {
    await this.quietly(async () => this.set({ closed: await this.api.cases("closed") }));
  }

  async callbackDone(id: string): Promise<void> {
    await this.once(`callback:${id}`, async () => {
      await this.api.callbackDone(id);
      this.set({ callbacks: this.state.callbacks.filter((one) => one.id !== id) });
      this.onAnnounce("Terugbelverzoek is klaar.");
    });
  }

  private setWaiting(cases: readonly Summary[]): void {
    const waiting = rules.sortWaiting(cases);
    const fresh = this.state.loaded ? rules.newcomers(this.state.waiting, waiting) : [];
    this.set({ waiting, loaded: true });
    this.welcome(fresh);
    // The open case left the queue and nobody told us where to: a colleague took it.
    const { open } = this.state;
    if (open && this.thread?.case.state === "waiting" && !waiting.some((one) => one.id === open)) this.refreshSoon(open, 0);
  }

  private welcome(fresh: readonly Summary[]): void {
    const first = fresh[0];
    if (!first) return;
    const who = fresh.length === 1 ? `${customerWords(first.customer_name)}, ${reasonWords(first.reason)}` : count(fresh.length, "klant", "klanten");
    this.onAnnounce(`Nieuw in de wachtrij: ${who}. ${this.state.waiting.length} in de wachtrij.`);
    if (taste.sound) chime();
  }

  // -- cases --------------------------------------------------------------------------------------------------------

  open(id: string, focus: Focus | null = null): void {
    if (this.state.open !== id) {
      const left = this.state.open;
      const threads = new Map(this.state.threads);
      if (left && !this.state.mine.some((one) => one.id === left)) threads.delete(left);
      this.set({ open: id, threads, threadError: null });
      rememberAddress(id);
    }
    this.focus = focus;
    this.onChange();
    void this.refresh(id);
  }

  close(): void {
    this.set({ open: null, threadError: null });
    rememberAddress(null);
  }

  /** Up and down through a list; from nowhere it starts at the top. */
  step(list: readonly Summary[], by: 1 | -1, focus: Focus): void {
    const here = list.findIndex((one) => one.id === this.state.open);
    const next = here === -1 ? 0 : Math.min(list.length - 1, Math.max(0, here + by));
    const target = list[next];
    if (target) this.open(target.id, focus);
  }

  async take(id: string): Promise<void> {
    await this.once(`take:${id}`, async () => {
      try {
        const taken = await this.api.take(id);
        this.onCase(taken);
        this.focus = "composer";
        this.onAnnounce(`Je hebt ${customerWords(taken.customer_name)} aangenomen.`);
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 409) throw error;
        // Somebody was first: say who, and show the queue as it is now.
        this.notify("error", error.message);
        void this.sync();
      }
    });
    await this.refresh(id);
  }

  /** Gives back or closes. Throws ApiError with Dutch words; the dialog shows them. */
  async finish(id: string, how: "hand-back" | "close", note: string): Promise<void> {
    if (this.state.pending.some((one) => one.case_id === id && one.state !== "failed")) {
      throw new ApiError(409, "unsent", "Je laatste bericht is nog niet verstuurd. Wacht even en probeer het opnieuw.");
    }
    await this.api.finish(id, how, note);
    const summary = this.state.threads.get(id)?.case ?? this.state.mine.find((one) => one.id === id);
    if (summary) this.onCase({ ...summary, state: how === "close" ? "closed" : "handed_back" });
    if (this.state.closed) void this.loadClosed();
    this.focus = "heading";
    this.notify("info", how === "close" ? "Gesprek afgesloten." : "Teruggegeven aan de assistent.");
    void this.refresh(id);
  }

  send(caseId: string, text: string): void {
    this.outbox.add(caseId, text, new Date(this.now()).toISOString());
  }

  sendAgain(messageId: string): void {
    this.outbox.again(messageId);
  }

  takeBack(messageId: string): string {
    return this.outbox.remove(messageId);
  }

  typing(caseId: string, on: boolean): void {
    this.live.typing(caseId, on);
  }

  /** The agent has the last message of the open case on the screen. */
  seen(caseId: string): void {
    const thread = this.state.threads.get(caseId);
    const last = thread?.messages.at(-1)?.seq ?? 0;
    if (!thread || !this.isMine(thread.case) || document.visibilityState !== "visible") return;
    const row = this.state.mine.find((one) => one.id === caseId);
    if (row?.unread) this.set({ mine: this.state.mine.map((one) => (one.id === caseId ? { ...one, unread: 0 } : one)) });
    if ((this.readUpTo.get(caseId) ?? 0) >= last) return;
    this.readUpTo.set(caseId, last);
    void this.quietly(() => this.api.read(caseId, last));
  }

  notify(kind: "info" | "error", text: string): void {
    clearTimeout(this.noticeTimer);
    this.set({ notice: { kind, text } });
    this.onAnnounce(text);
    // What went wrong stays until it is dismissed; what went well may leave by itself.
    if (kind === "info") this.noticeTimer = setTimeout(() => this.dismiss(), NOTICE_MS);
  }

  dismiss(): void {
    this.set({ notice: null });
  }

  async refresh(id: string): Promise<void> {
    try {
      const detail = await this.api.detail(id);
      if (this.state.open !== id && !this.state.threads.has(id)) return;
      this.setThread(id, rules.joinDetail(this.state.threads.get(id), detail));
      this.set({ ...rules.place(this.state, this.withLocalUnread(detail.case), this.state.agent), threadError: null });
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return;
      const over = error instanceof ApiError && error.status === 403;
      if (over) this.dropLost(id);
      if (this.state.open === id && !this.state.threads.has(id)) this.set({ threadError: { text: words(error), over } });
    }
  }

  /** A colleague has this customer now: what was on the screen of it is no longer ours to read. */
  private dropLost(id: string): void {
    const state = this.state.threads.get(id)?.case.state;
    if (state !== "waiting" && state !== "taken") return;
    const threads = new Map(this.state.threads);
    threads.delete(id);
    const without = (cases: readonly Summary[]): readonly Summary[] => cases.filter((one) => one.id !== id);
    this.set({ threads, waiting: without(this.state.waiting), mine: without(this.state.mine) });
  }

  // -- news ---------------------------------------------------------------------------------------------------------

  private onCase(summary: Summary): void {
    const before = this.state.threads.get(summary.id)?.case;
    const fresh = summary.state === "waiting" && this.state.loaded ? rules.newcomers(this.state.waiting, [summary]) : [];
    this.set(rules.place(this.state, summary, this.state.agent));
    this.changeThread(summary.id, (thread) => ({ ...thread, case: { ...thread.case, ...summary } }));
    this.welcome(fresh);
    if (!before || this.state.open !== summary.id) return;
    if (before.state === "waiting" && summary.state === "taken" && !this.isMine(summary) && summary.taken_by) {
      this.notify("info", `${summary.taken_by.name} heeft deze klant aangenomen.`);
    }
    if (before.state !== summary.state || before.level !== summary.level) this.refreshSoon(summary.id);
  }

  private onMessage(caseId: string, message: Message): void {
    const thread = this.state.threads.get(caseId);
    if (thread && rules.hasGap(thread.messages, message)) this.refreshSoon(caseId, 0);
    this.addMessage(caseId, message);
    if (message.sender !== "customer") return;
    this.setTyping(caseId, false);
    // The case's signals grow with every customer message; they come with the case, not with the message.
    if (caseId === this.state.open) this.refreshSoon(caseId);
    else {
      const row = this.state.mine.find((one) => one.id === caseId);
      if (row) this.onAnnounce(`Nieuw bericht van ${customerWords(row.customer_name)}.`);
    }
  }

  private addMessage(caseId: string, message: Message): void {
    this.outbox.arrived(message.message_id);
    const isNew = !this.state.threads.get(caseId)?.messages.some((one) => one.id === message.id);
    this.changeThread(caseId, (thread) => {
      const messages = rules.mergeMessages(thread.messages, [message]);
      return { ...thread, messages: rules.applyReceipts(messages, this.receipts.get(caseId) ?? []) };
    });
    if (!isNew) return;
    const last_message = { sender: message.sender, text: message.text ?? "", at: message.at };
    const touch = (rows: readonly Summary[], counts: boolean): readonly Summary[] =>
      rows.map((one) =>
        one.id === caseId && !(one.last_message && Date.parse(one.last_message.at) > Date.parse(message.at))
          ? { ...one, last_message, unread: one.unread + (counts && message.sender === "customer" ? 1 : 0) }
          : one,
      );
    this.set({ mine: touch(this.state.mine, true), waiting: touch(this.state.waiting, false) });
  }

  private setTyping(caseId: string, on: boolean): void {
    clearTimeout(this.typingTimers.get(caseId));
    const customerTyping = new Set(this.state.customerTyping);
    if (on) {
      customerTyping.add(caseId);
      this.typingTimers.set(caseId, setTimeout(() => this.setTyping(caseId, false), TYPING_SHOWN_MS));
    } else customerTyping.delete(caseId);
    if (on !== this.state.customerTyping.has(caseId)) this.set({ customerTyping });
  }

  // -- plumbing -----------------------------------------------------------------------------------------------------

  /** Fetches the case again, once for a burst of news. */
  private refreshSoon(id: string, wait = REFRESH_MS): void {
    clearTimeout(this.refreshTimers.get(id));
    this.refreshTimers.set(id, setTimeout(() => void this.refresh(id), wait));
  }

  /** What was read here just now is not unread, although the answer was made before the server heard of it. */
  private withLocalUnread(summary: Summary): Summary {
    const known = this.state.mine.find((one) => one.id === summary.id);
    return known ? { ...summary, unread: Math.min(known.unread, summary.unread) } : summary;
  }

  private setThread(id: string, thread: Thread): void {
    this.set({ threads: new Map(this.state.threads).set(id, thread) });
  }

  private changeThread(id: string, change: (thread: Thread) => Thread): void {
    const thread = this.state.threads.get(id);
    if (thread) this.setThread(id, change(thread));
  }

  /** Runs one thing at a time under a name; what goes wrong is said. */
  private async once(name: string, work: () => Promise<void>): Promise<void> {
    if (this.state.busy) return;
    this.set({ busy: name });
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 401)) this.notify("error", words(error));
    } finally {
      this.set({ busy: null });
    }
  }

  /** For what the agent did not ask for: a failure shows as a lost connection, or comes right with the next sync. */
  private async quietly(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  private set(change: Partial<State>): void {
    Object.assign(this.state, change);
    this.onChange();
  }
}

function words(error: unknown): string {
  return error instanceof ApiError ? error.message : "Er ging iets mis op deze pagina. Laad de pagina opnieuw.";
}

function caseFromAddress(): string | null {
  const found = /^#zaak\/(.+)$/.exec(window.location.hash);
  return found?.[1] ? decodeURIComponent(found[1]) : null;
}

function rememberAddress(id: string | null): void {
  const address = id ? `#zaak/${encodeURIComponent(id)}` : window.location.pathname + window.location.search;
  window.history.replaceState(null, "", address);
}
