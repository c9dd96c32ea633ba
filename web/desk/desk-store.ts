/** What the desk can do: every click and key ends here, and all news from the counter. The screen only draws `state`.
 *  Longer than most files: all of it changes one state, and the order in which it does so is the point. */

import { Api, ApiError, type Transfer } from "./api.ts";
import { forgetAgent, taste } from "./keep.ts";
import { Live } from "./live.ts";
import { newId, Outbox } from "./outbox.ts";
import { chime } from "./sound.ts";
import * as rules from "./state.ts";
import { emptyState, type State, type Thread, type View } from "./state.ts";
import type { AgentState, Ending, Me, Message, Summary } from "./types.ts";
import { Uploads } from "./uploads.ts";
import { count, customerWords, reasonWords } from "./words.ts";

export type Focus = "composer" | "heading" | "row";

const TYPING_SHOWN_MS = 7_000;
const REFRESH_MS = 900;
const NOTICE_MS = 9_000;
const RECEIPTS_KEPT = 30;
const STATE_TOLD: Record<AgentState, string> = {
  beschikbaar: "Je bent beschikbaar.",
  bezet: "Je bent bezet. Je krijgt geen nieuwe klant aangeboden.",
  pauze: "Je hebt pauze. Je krijgt geen klant aangeboden.",
};

export class Desk {
  readonly state: State = emptyState();
  /** Called after every change; the screen draws itself again. */
  onChange: () => void = () => {};
  /** Something to be read out politely. */
  onAnnounce: (text: string) => void = () => {};
  /** Something that can't wait until the reader has finished its sentence. */
  onAlert: (text: string) => void = () => {};
  /** Where the keyboard should go once the screen is drawn. */
  focus: Focus | null = null;

  readonly api = new Api(() => this.expire());
  private readonly outbox = new Outbox(
    this.api,
    (pending) => this.set({ pending }),
    (caseId, message) => this.addMessage(caseId, message),
  );
  readonly uploads = new Uploads(
    this.api,
    (uploads) => this.set({ uploads }),
    (caseId, message) => this.addMessage(caseId, message),
    newId,
  );
  private readonly live = new Live({
    online: () => {
      this.set({ connection: "online" });
      // The new line knows nothing of what the old one listened to.
      this.listening = null;
      this.listen();
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
    offer: (summary) => this.onCase(summary),
    offerOver: (caseId) => this.withdrawOffer(caseId),
    team: () => this.set({ teamNews: this.state.teamNews + 1 }),
    me: (agent) => this.state.agent && this.set({ agent: { ...this.state.agent, ...agent } }),
  });
  private readonly typingTimers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly refreshTimers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly readUpTo = new Map<string, number>();
  /** The last receipts of each case: one can come before the message it is about. */
  private readonly receipts = new Map<string, readonly rules.Receipt[]>();
  /** The case that this agent takes or gives away at this moment. */
  private moving: string | null = null;
  /** The case of somebody else that is listened to. */
  private listening: string | null = null;
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

  /** What this agent was asked to take, the one that ends first at the top. */
  get offers(): readonly Summary[] {
    return rules.offersTo(this.state.waiting, this.state.agent, this.now());
  }

  get mayLead(): boolean {
    return rules.mayLead(this.state.agent);
  }

  // -- session ------------------------------------------------------------------------------------------------------

  async start(): Promise<void> {
    try {
      const me = await this.api.me();
      if (me) this.enter(me);
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
    this.enter((await this.api.me()) ?? { agent, csrf: "" });
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

  private enter(me: Me): void {
    const back = this.state.expired;
    const { agent, teams = [], colleagues = [] } = me;
    this.set({ phase: "desk", agent, teams, colleagues, expired: false, notice: null, connection: "connecting" });
    this.outbox.start(agent.id);
    this.live.open();
    void this.sync();
    const wanted = this.state.open ?? caseFromAddress();
    if (wanted) this.open(wanted, back ? "composer" : null);
    else this.show(viewFromAddress());
  }

  /** Who is there now and how busy they are: for a choice of whom to pass a customer to. */
  async loadColleagues(): Promise<void> {
    await this.quietly(async () => {
      const me = await this.api.me();
      if (me) this.set({ teams: me.teams ?? [], colleagues: me.colleagues ?? [] });
    });
  }

  /** Available, busy or on a break. */
  async setState(state: AgentState): Promise<void> {
    await this.once("state", async () => {
      const agent = await this.api.setState(state);
      this.set({ agent: { ...this.state.agent, ...agent, state } });
      this.onAnnounce(STATE_TOLD[state]);
    });
  }

  /** The conversations, or one of the pages for who leads; a page that is not for this agent shows the conversations. */
  show(view: View): void {
    const allowed = view === "gesprekken" || (view === "medewerkers" ? this.state.agent?.role === "beheerder" : this.mayLead);
    this.set({ view: allowed ? view : "gesprekken" });
    rememberAddress(this.state.open, this.state.view);
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
    this.listening = null;
    this.uploads.clear();
    this.set({ ...emptyState(), phase: this.state.phase });
    rememberAddress(null, "gesprekken");
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
    const offers = this.offers;
    this.set({ waiting, loaded: true });
    this.welcome(fresh);
    this.tellOffers(offers);
    // The open case left the queue and nobody told us where to: a colleague took it.
    const { open } = this.state;
    if (open && this.thread?.case.state === "waiting" && !waiting.some((one) => one.id === open)) this.refreshSoon(open, 0);
  }

  private welcome(fresh: readonly Summary[]): void {
    const first = fresh[0];
    if (!first) return;
    const who = fresh.length === 1 ? `${customerWords(first.customer_name)}, ${reasonWords(first.reason)}` : count(fresh.length, "klant", "klanten");
    this.onAnnounce(`Nieuw in de wachtrij: ${who}. ${this.state.waiting.length} in de wachtrij.`);
    if (taste.sound && fresh.some((one) => !one.offered)) chime();
  }

  /** An offer must be heard at once: there is a time to it. */
  private tellOffers(before: readonly Summary[]): void {
    const [first] = rules.newcomers(before, this.offers);
    if (!first) return;
    this.onAlert(`${customerWords(first.customer_name)} wordt jou aangeboden: ${reasonWords(first.reason)}. Alt A neemt aan, Alt W slaat over.`);
    if (taste.sound) chime();
  }

  /** A colleague or who leads gave a customer to this agent, or took one. */
  private tellMoved(summary: Summary, had: boolean): void {
    if (this.moving === summary.id || !this.state.loaded) return;
    const name = customerWords(summary.customer_name);
    if (!had && this.isMine(summary)) {
      this.notify("info", `${name} is naar jou doorgezet. Lees eerst de notitie.`, true);
      if (taste.sound) chime();
    } else if (had && summary.state === "taken" && !this.isMine(summary)) {
      this.notify("info", `${summary.taken_by?.name ?? "Een collega"} heeft ${name} overgenomen.`, true);
    } else if (had && summary.state === "waiting") {
      this.notify("info", `${name} staat weer in de wachtrij.`, true);
    }
  }

  private withdrawOffer(caseId: string): void {
    this.set({ waiting: this.state.waiting.map((one) => (one.id === caseId ? { ...one, offered: null } : one)) });
  }

  // -- cases --------------------------------------------------------------------------------------------------------

  open(id: string, focus: Focus | null = null): void {
    if (this.state.open !== id) {
      const left = this.state.open;
      const threads = new Map(this.state.threads);
      if (left && !this.state.mine.some((one) => one.id === left)) threads.delete(left);
      this.set({ open: id, threads, threadError: null });
    }
    this.set({ view: "gesprekken" });
    rememberAddress(id, "gesprekken");
    this.listen();
    this.focus = focus;
    this.onChange();
    void this.refresh(id);
  }

  close(): void {
    this.set({ open: null, threadError: null });
    rememberAddress(null, this.state.view);
    this.listen();
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
      this.moving = id;
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
      } finally {
        this.moving = null;
      }
    });
    await this.refresh(id);
  }

  /** Takes what was offered, and shows it. */
  async accept(id: string): Promise<void> {
    this.open(id, "composer");
    await this.take(id);
  }

  /** Passes an offer on: the next agent is asked. */
  async decline(id: string): Promise<void> {
    await this.once(`decline:${id}`, async () => {
      await this.api.decline(id);
      this.withdrawOffer(id);
      this.onAnnounce("Overgeslagen. De volgende collega wordt gevraagd.");
    });
  }

  /** Passes a case on. Throws ApiError with Dutch words; the dialog shows them. */
  async transfer(id: string, to: Transfer, whom: string): Promise<void> {
    this.mustBeSent(id);
    this.moving = id;
    let summary: Summary;
    try {
      summary = await this.api.transfer(id, to);
    } finally {
      this.moving = null;
    }
    this.news(id);
    this.set(rules.place(this.state, summary, this.state.agent));
    if (this.state.open === id) this.close();
    this.focus = "heading";
    this.notify("info", `${customerWords(summary.customer_name)} is doorgezet naar ${whom}.`);
  }

  /** A teamleider takes a case from a colleague. Throws as above. */
  async takeOver(id: string, note: string): Promise<void> {
    this.moving = id;
    try {
      this.onCase(await this.api.takeOver(id, note));
    } finally {
      this.moving = null;
    }
    this.open(id, "composer");
    this.notify("info", "Dit gesprek is nu van jou.");
  }

  private mustBeSent(id: string): void {
    const text = this.state.pending.some((one) => one.case_id === id && one.state !== "failed");
    if (text || this.state.uploads.some((one) => one.case_id === id && one.state === "sending")) {
      throw new ApiError(409, "unsent", "Je laatste bericht is nog niet verstuurd. Wacht even en probeer het opnieuw.");
    }
  }

  /** Gives back or closes. Throws ApiError with Dutch words; the dialog shows them. */
  async finish(id: string, how: "hand-back" | "close", ending: Ending): Promise<void> {
    this.mustBeSent(id);
    await this.api.finish(id, how, ending);
    const summary = this.state.threads.get(id)?.case ?? this.state.mine.find((one) => one.id === id);
    if (summary) this.onCase({ ...summary, state: how === "close" ? "closed" : "handed_back" });
    if (this.state.closed) void this.loadClosed();
    this.focus = "heading";
    this.notify("info", how === "close" ? "Gesprek afgesloten." : "Teruggegeven aan de assistent.");
    void this.refresh(id);
  }

  /** The text, and the files that stand ready. */
  send(caseId: string, text: string): void {
    if (text) this.outbox.add(caseId, text, new Date(this.now()).toISOString());
    void this.uploads.send(caseId);
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

  notify(kind: "info" | "error", text: string, stays = kind === "error"): void {
    clearTimeout(this.noticeTimer);
    this.set({ notice: { kind, text } });
    this.onAnnounce(text);
    // What went wrong, and what others did, stays until it is dismissed; what the agent did may leave by itself.
    if (!stays) this.noticeTimer = setTimeout(() => this.dismiss(), NOTICE_MS);
  }

  dismiss(): void {
    this.set({ notice: null });
  }

  async refresh(id: string): Promise<void> {
    try {
      const detail = await this.api.detail(id);
      if (this.state.open !== id && !this.state.threads.has(id)) return;
      this.setThread(id, rules.joinDetail(this.state.threads.get(id), detail));
      this.listen();
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
    const offers = this.offers;
    const had = this.state.mine.some((one) => one.id === summary.id);
    this.set(rules.place(this.state, summary, this.state.agent));
    this.tellMoved(summary, had);
    this.changeThread(summary.id, (thread) => ({ ...thread, case: { ...thread.case, ...summary } }));
    this.welcome(fresh);
    this.tellOffers(offers);
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
    this.news(caseId);
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

  /** Something came that helpers beside the conversation look at: suggestions, notes. */
  news(caseId: string): void {
    this.set({ caseNews: new Map(this.state.caseNews).set(caseId, (this.state.caseNews.get(caseId) ?? 0) + 1) });
  }

  /** Hears along with the open case when it is a colleague's and this agent leads; no longer with the one before. */
  private listen(): void {
    const one = this.thread?.case;
    const wanted = one?.state === "taken" && !this.isMine(one) && this.mayLead ? one.id : null;
    if (wanted === this.listening) return;
    if (this.listening) this.live.listen(this.listening, false);
    if (wanted) this.live.listen(wanted, true);
    this.listening = wanted;
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

function viewFromAddress(): View {
  const name = window.location.hash.slice(1);
  return name === "team" || name === "inzage" || name === "medewerkers" ? name : "gesprekken";
}

function caseFromAddress(): string | null {
  const found = /^#zaak\/(.+)$/.exec(window.location.hash);
  return found?.[1] ? decodeURIComponent(found[1]) : null;
}

function rememberAddress(id: string | null, view: View): void {
  const page = view === "gesprekken" ? window.location.pathname + window.location.search : `#${view}`;
  const address = id && view === "gesprekken" ? `#zaak/${encodeURIComponent(id)}` : page;
  window.history.replaceState(null, "", address);
}
