/** What the agent does with a case: taking it, passing it on, ending it. */

import { ApiError, type Transfer } from "./api.ts";
import type { CaseLists } from "./case-lists.ts";
import type { Navigation } from "./navigation.ts";
import type { Sending } from "./sending.ts";
import * as rules from "./state.ts";
import type { Store } from "./store.ts";
import type { Threads } from "./threads.ts";
import type { Ending } from "./types/helping.ts";
import { customerWords } from "./words.ts";

export class Handling {
  constructor(
    private readonly store: Store,
    private readonly threads: Threads,
    private readonly lists: CaseLists,
    private readonly navigation: Navigation,
    private readonly sending: Sending,
  ) {}

  async take(id: string): Promise<void> {
    const { store } = this;
    await store.once(`take:${id}`, async () => {
      try {
        const taken = await this.asMoving(id, () => store.api.take(id), (one) => this.lists.onCase(one));
        store.focus = "composer";
        store.onAnnounce(`Je hebt ${customerWords(taken.customer_name)} aangenomen.`);
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 409) throw error;
        // Somebody was first: say who, and show the queue as it is now.
        store.notify("error", error.message);
        void this.lists.sync();
      }
    });
    await this.threads.refresh(id);
  }

  /** Takes what was offered, and shows it. */
  async accept(id: string): Promise<void> {
    this.navigation.open(id, "composer");
    await this.take(id);
  }

  /** Passes an offer on: the next agent is asked. */
  async decline(id: string): Promise<void> {
    await this.store.once(`decline:${id}`, async () => {
      await this.store.api.decline(id);
      this.lists.withdrawOffer(id);
      this.store.onAnnounce("Overgeslagen. De volgende collega wordt gevraagd.");
    });
  }

  /** Passes a case on. Throws ApiError with Dutch words; the dialog shows them. */
  async transfer(id: string, to: Transfer, whom: string): Promise<void> {
    const { store } = this;
    this.sending.mustBeSent(id);
    const summary = await this.asMoving(id, () => store.api.transfer(id, to));
    this.threads.news(id);
    store.set(rules.place(store.state, summary, store.state.agent));
    if (store.state.open === id) this.navigation.close();
    store.focus = "heading";
    store.notify("info", `${customerWords(summary.customer_name)} is doorgezet naar ${whom}.`);
  }

  /** A teamleider takes a case from a colleague. Throws as above. */
  async takeOver(id: string, note: string): Promise<void> {
    await this.asMoving(id, () => this.store.api.takeOver(id, note), (one) => this.lists.onCase(one));
    this.navigation.open(id, "composer");
    this.store.notify("info", "Dit gesprek is nu van jou.");
  }

  /** Gives back or closes. Throws as above. */
  async finish(id: string, how: "hand-back" | "close", ending: Ending): Promise<void> {
    const { store } = this;
    this.sending.mustBeSent(id);
    await store.api.finish(id, how, ending);
    const summary = store.state.threads.get(id)?.case ?? store.state.mine.find((one) => one.id === id);
    if (summary) this.lists.onCase({ ...summary, state: how === "close" ? "closed" : "handed_back" });
    if (store.state.closed) void this.lists.loadClosed();
    store.focus = "heading";
    store.notify("info", how === "close" ? "Gesprek afgesloten." : "Teruggegeven aan de assistent.");
    void this.threads.refresh(id);
  }

  /** Moves a case: what the live line tells of it meanwhile is this agent's own doing, and no news. */
  private async asMoving<T>(id: string, work: () => Promise<T>, then: (made: T) => void = () => {}): Promise<T> {
    this.lists.moving = id;
    try {
      const made = await work();
      then(made);
      return made;
    } finally {
      this.lists.moving = null;
    }
  }
}
