/** Which cases wait, which are mine and what is to be called back; and the word that goes with each change. */

import { taste } from "./keep.ts";
import { chime } from "./sound.ts";
import * as rules from "./state.ts";
import type { Store } from "./store.ts";
import type { Threads } from "./threads.ts";
import type { QueueNews, Summary } from "./types/cases.ts";
import { count, customerWords, reasonWords } from "./words.ts";

const SYNC_TRIES = 3;
const SYNC_AGAIN_MS = 1_000;

export class CaseLists {
  /** The case that this agent takes or gives away at this moment: that needs no telling. */
  moving: string | null = null;
  /** How often the lists changed by what was heard or done. */
  private heard = 0;

  constructor(
    private readonly store: Store,
    private readonly threads: Threads,
  ) {}

  /** Fetches everything that may have been missed. */
  async sync(): Promise<void> {
    const { store } = this;
    this.threads.keepOpenOne();
    await store.quietly(async () => {
      for (let tries = 1; ; tries += 1) {
        const heard = this.heard;
        const [waiting, mine, callbacks] = await Promise.all([store.api.cases("waiting"), store.api.cases("mine"), store.api.callbacks()]);
        // What was heard or done here meanwhile is newer than this answer: ask again.
        const stale = heard !== this.heard;
        if (stale && tries < SYNC_TRIES) continue;
        store.set({ callbacks });
        this.setMine(mine);
        if (stale) setTimeout(() => void this.sync(), SYNC_AGAIN_MS);
        else this.setWaiting(waiting);
        return;
      }
    });
  }

  async loadClosed(): Promise<void> {
    await this.store.quietly(async () => this.store.set({ closed: await this.store.api.cases("closed") }));
  }

  async loadCallbacks(): Promise<void> {
    await this.store.quietly(async () => this.store.set({ callbacks: await this.store.api.callbacks() }));
  }

  async callbackDone(id: string): Promise<void> {
    const { store } = this;
    await store.once(`callback:${id}`, async () => {
      await store.api.callbackDone(id);
      store.set({ callbacks: store.state.callbacks.filter((one) => one.id !== id) });
      store.onAnnounce("Terugbelverzoek is klaar.");
    });
  }

  onQueue(news: QueueNews): void {
    const waiting = rules.applyQueue(this.store.state.waiting, news);
    if (!waiting) {
      void this.sync();
      return;
    }
    this.heard += 1;
    this.setWaiting(waiting);
  }

  private setMine(cases: readonly Summary[]): void {
    const { store } = this;
    const before = store.state.mine;
    const known = new Map(before.map((one) => [one.id, one]));
    const mine = rules.sortMine(cases.map((one) => rules.newest(known.get(one.id), one)));
    store.set({ mine });
    // Who came or went while the line was away, or before the live word of it came.
    for (const gone of rules.newcomers(mine, before)) {
      this.threads.lost.add(gone.id);
      if (gone.id !== this.moving) store.notify("info", `${customerWords(gone.customer_name)} is niet meer bij jou.`, true);
    }
    if (store.state.loaded) for (const fresh of rules.newcomers(before, mine)) this.tellMoved(fresh, false);
  }

  private setWaiting(cases: readonly Summary[]): void {
    const { store } = this;
    const waiting = rules.sortWaiting(cases);
    const fresh = store.state.loaded ? rules.newcomers(store.state.waiting, waiting) : [];
    const offers = store.offers;
    store.set({ waiting, loaded: true });
    this.welcome(fresh);
    this.tellOffers(offers);
    // The open case left the queue and nobody told us where to: a colleague took it.
    const { open } = store.state;
    if (open && store.thread?.case.state === "waiting" && !waiting.some((one) => one.id === open)) this.threads.refreshSoon(open, 0);
  }

  /** A case is somewhere else, or something of it changed. */
  onCase(summary: Summary): void {
    const { store } = this;
    const before = store.state.threads.get(summary.id)?.case;
    const fresh = summary.state === "waiting" && store.state.loaded ? rules.newcomers(store.state.waiting, [summary]) : [];
    const offers = store.offers;
    const had = this.threads.lost.delete(summary.id) || store.state.mine.some((one) => one.id === summary.id);
    this.heard += 1;
    store.set(rules.place(store.state, summary, store.state.agent));
    this.tellMoved(summary, had);
    this.threads.change(summary.id, (thread) => ({ ...thread, case: { ...thread.case, ...summary } }));
    this.welcome(fresh);
    this.tellOffers(offers);
    if (!before || store.state.open !== summary.id) return;
    if (before.state === "waiting" && summary.state === "taken" && !store.isMine(summary) && summary.taken_by) {
      store.notify("info", `${summary.taken_by.name} heeft deze klant aangenomen.`);
    }
    if (before.state !== summary.state || before.level !== summary.level) this.threads.refreshSoon(summary.id);
  }

  withdrawOffer(caseId: string): void {
    this.store.set({ waiting: this.store.state.waiting.map((one) => (one.id === caseId ? { ...one, offered: null } : one)) });
  }

  private welcome(fresh: readonly Summary[]): void {
    const first = fresh[0];
    if (!first) return;
    const who = fresh.length === 1 ? `${customerWords(first.customer_name)}, ${reasonWords(first.reason)}` : count(fresh.length, "klant", "klanten");
    this.store.onAnnounce(`Nieuw in de wachtrij: ${who}. ${this.store.state.waiting.length} in de wachtrij.`);
    if (taste.sound && fresh.some((one) => !one.offered)) chime();
  }

  /** An offer must be heard at once: there is a time to it. */
  private tellOffers(before: readonly Summary[]): void {
    const [first] = rules.newcomers(before, this.store.offers);
    if (!first) return;
    const who = `${customerWords(first.customer_name)} wordt jou aangeboden: ${reasonWords(first.reason)}.`;
    this.store.onAlert(`${who} Alt A neemt aan, Alt W slaat over.`);
    if (taste.sound) chime();
  }

  /** A colleague or who leads gave a customer to this agent, or took one. */
  private tellMoved(summary: Summary, had: boolean): void {
    const { store } = this;
    if (this.moving === summary.id || !store.state.loaded) return;
    const name = customerWords(summary.customer_name);
    if (!had && store.isMine(summary)) {
      store.notify("info", `${name} is naar jou doorgezet. Lees eerst de notitie.`, true);
      if (taste.sound) chime();
    } else if (had && summary.state === "taken" && !store.isMine(summary)) {
      store.notify("info", `${summary.taken_by?.name ?? "Een collega"} heeft ${name} overgenomen.`, true);
    } else if (had && summary.state === "waiting") {
      store.notify("info", `${name} staat weer in de wachtrij.`, true);
    }
  }
}
