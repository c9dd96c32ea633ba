/** The conversations that are known whole: fetched, joined with what comes in live, read and typed in. */

import { ApiError } from "./api.ts";
import type { Listening } from "./listening.ts";
import * as rules from "./state.ts";
import type { Thread } from "./state.ts";
import { words, type Store } from "./store.ts";
import type { Summary } from "./types/cases.ts";
import type { Message } from "./types/messages.ts";
import { customerWords } from "./words.ts";

const TYPING_SHOWN_MS = 7_000;
const REFRESH_MS = 900;
const RECEIPTS_KEPT = 30;

type Timers = Map<string, ReturnType<typeof setTimeout>>;

export class Threads {
  private readonly typingTimers: Timers = new Map();
  private readonly refreshTimers: Timers = new Map();
  private readonly readUpTo = new Map<string, number>();
  /** Were this agent's, and left the list before the word came who has them now. */
  readonly lost = new Set<string>();
  /** The last receipts of each case: one can come before the message it is about. */
  private readonly receipts = new Map<string, readonly rules.Receipt[]>();

  constructor(
    private readonly store: Store,
    private readonly listening: Listening,
  ) {}

  // -- fetched ------------------------------------------------------------------------------------------------------

  async refresh(id: string): Promise<void> {
    const { store } = this;
    try {
      const detail = await store.api.detail(id);
      if (store.state.open !== id && !store.state.threads.has(id)) return;
      this.put(id, rules.joinDetail(store.state.threads.get(id), detail));
      this.listening.update();
      store.set({ ...rules.place(store.state, this.withLocalUnread(detail.case), store.state.agent), threadError: null });
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return;
      const over = error instanceof ApiError && error.status === 403;
      if (over) this.dropLost(id);
      if (store.state.open === id && !store.state.threads.has(id)) store.set({ threadError: { text: words(error), over } });
    }
  }

  /** Fetches the case again, once for a burst of news. */
  refreshSoon(id: string, wait = REFRESH_MS): void {
    clearTimeout(this.refreshTimers.get(id));
    this.refreshTimers.set(id, setTimeout(() => void this.refresh(id), wait));
  }

  /** What is not on the screen is fetched when it is opened; half-old threads are worse than none. */
  keepOpenOne(): void {
    const { open } = this.store.state;
    const threads = new Map([...this.store.state.threads].filter(([id]) => id === open));
    this.readUpTo.clear();
    this.store.set({ threads });
    if (open) this.refreshSoon(open, 0);
  }

  /** Somebody else sits down: nothing may stay. */
  forget(): void {
    this.readUpTo.clear();
    this.receipts.clear();
    this.lost.clear();
  }

  change(id: string, change: (thread: Thread) => Thread): void {
    const thread = this.store.state.threads.get(id);
    if (thread) this.put(id, change(thread));
  }

  private put(id: string, thread: Thread): void {
    this.store.set({ threads: new Map(this.store.state.threads).set(id, thread) });
  }

  /** What was read here just now is not unread, although the answer was made before the server heard of it. */
  private withLocalUnread(summary: Summary): Summary {
    const known = this.store.state.mine.find((one) => one.id === summary.id);
    return known ? { ...summary, unread: Math.min(known.unread, summary.unread) } : summary;
  }

  /** A colleague has this customer now: what was on the screen of it is no longer ours to read. */
  private dropLost(id: string): void {
    const { state } = this.store;
    const before = state.threads.get(id)?.case.state;
    if (before !== "waiting" && before !== "taken") return;
    const threads = new Map(state.threads);
    threads.delete(id);
    if (state.mine.some((one) => one.id === id)) this.lost.add(id);
    const without = (cases: readonly Summary[]): readonly Summary[] => cases.filter((one) => one.id !== id);
    this.store.set({ threads, waiting: without(state.waiting), mine: without(state.mine) });
  }

  // -- heard --------------------------------------------------------------------------------------------------------

  onMessage(caseId: string, message: Message): void {
    const { state } = this.store;
    const thread = state.threads.get(caseId);
    if (thread && rules.hasGap(thread.messages, message)) this.refreshSoon(caseId, 0);
    this.add(caseId, message);
    if (message.sender !== "customer") return;
    this.setTyping(caseId, false);
    this.news(caseId);
    // The case's signals grow with every customer message; they come with the case, not with the message.
    if (caseId === state.open) this.refreshSoon(caseId);
    else {
      const row = state.mine.find((one) => one.id === caseId);
      if (row) this.store.onAnnounce(`Nieuw bericht van ${customerWords(row.customer_name)}.`);
    }
  }

  /** A message that is in the record now, said by whomever. */
  add(caseId: string, message: Message): void {
    const { state } = this.store;
    const isNew = !state.threads.get(caseId)?.messages.some((one) => one.id === message.id);
    this.change(caseId, (thread) => {
      const messages = rules.mergeMessages(thread.messages, [message]);
      return { ...thread, messages: rules.applyReceipts(messages, this.receipts.get(caseId) ?? []) };
    });
    if (!isNew) return;
    const { mine, waiting } = rules.touch(state, caseId, message);
    this.store.set({ mine, waiting });
  }

  /** What a message shows has changed: by the customer, or its file was fetched. */
  onChanged(caseId: string, message: Message): void {
    this.change(caseId, (thread) => ({ ...thread, messages: rules.mergeMessages(thread.messages, [message]) }));
    this.news(caseId);
    if (caseId === this.store.state.open) this.refreshSoon(caseId);
  }

  onReceipt(caseId: string, receipt: rules.Receipt): void {
    this.receipts.set(caseId, [...(this.receipts.get(caseId) ?? []), receipt].slice(-RECEIPTS_KEPT));
    this.change(caseId, (thread) => ({ ...thread, messages: rules.applyReceipt(thread.messages, receipt) }));
  }

  setTyping(caseId: string, on: boolean): void {
    const { state } = this.store;
    clearTimeout(this.typingTimers.get(caseId));
    const customerTyping = new Set(state.customerTyping);
    if (on) {
      customerTyping.add(caseId);
      this.typingTimers.set(caseId, setTimeout(() => this.setTyping(caseId, false), TYPING_SHOWN_MS));
    } else customerTyping.delete(caseId);
    if (on !== state.customerTyping.has(caseId)) this.store.set({ customerTyping });
  }

  /** Something came that helpers beside the conversation look at: suggestions, notes. */
  news(caseId: string): void {
    const { caseNews } = this.store.state;
    this.store.set({ caseNews: new Map(caseNews).set(caseId, (caseNews.get(caseId) ?? 0) + 1) });
  }

  /** The agent has the last message of the open case on the screen. */
  seen(caseId: string): void {
    const { state } = this.store;
    const thread = state.threads.get(caseId);
    const last = thread?.messages.at(-1)?.seq ?? 0;
    if (!thread || !this.store.isMine(thread.case) || document.visibilityState !== "visible") return;
    const row = state.mine.find((one) => one.id === caseId);
    if (row?.unread) this.store.set({ mine: state.mine.map((one) => (one.id === caseId ? { ...one, unread: 0 } : one)) });
    if ((this.readUpTo.get(caseId) ?? 0) >= last) return;
    this.readUpTo.set(caseId, last);
    void this.store.quietly(() => this.store.api.read(caseId, last));
  }
}
