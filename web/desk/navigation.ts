/** What is on the screen: which page, and of the conversations which one. */

import { rememberAddress } from "./address.ts";
import type { Listening } from "./listening.ts";
import type { View } from "./state.ts";
import type { Focus, Store } from "./store.ts";
import type { Threads } from "./threads.ts";
import type { Summary } from "./types/cases.ts";

export class Navigation {
  constructor(
    private readonly store: Store,
    private readonly threads: Threads,
    private readonly listening: Listening,
  ) {}

  /** The conversations, or one of the pages for who leads; a page that is not for this agent shows the conversations. */
  show(view: View): void {
    const { store } = this;
    const allowed = view === "gesprekken" || (view === "medewerkers" ? store.state.agent?.role === "beheerder" : store.mayLead);
    store.set({ view: allowed ? view : "gesprekken" });
    rememberAddress(store.state.open, store.state.view);
  }

  open(id: string, focus: Focus | null = null): void {
    const { store } = this;
    if (store.state.open !== id) {
      const left = store.state.open;
      const threads = new Map(store.state.threads);
      if (left && !store.state.mine.some((one) => one.id === left)) threads.delete(left);
      store.set({ open: id, threads, threadError: null });
    }
    store.set({ view: "gesprekken" });
    rememberAddress(id, "gesprekken");
    this.listening.update();
    store.focus = focus;
    store.onChange();
    void this.threads.refresh(id);
  }

  close(): void {
    this.store.set({ open: null, threadError: null });
    rememberAddress(null, this.store.state.view);
    this.listening.update();
  }

  /** Up and down through a list; from nowhere it starts at the top. */
  step(list: readonly Summary[], by: 1 | -1, focus: Focus): void {
    const here = list.findIndex((one) => one.id === this.store.state.open);
    const next = here === -1 ? 0 : Math.min(list.length - 1, Math.max(0, here + by));
    const target = list[next];
    if (target) this.open(target.id, focus);
  }
}
