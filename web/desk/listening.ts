/** Hearing along with a conversation of a colleague: always the one on the screen, and no other. */

import type { Live } from "./live.ts";
import type { Store } from "./store.ts";

export class Listening {
  /** The case of somebody else that is listened to. */
  private to: string | null = null;

  constructor(
    private readonly store: Store,
    private readonly live: Live,
  ) {}

  /** Listens to the open case when it is a colleague's and this agent leads; no longer to the one before. */
  update(): void {
    const one = this.store.thread?.case;
    const wanted = one?.state === "taken" && !this.store.isMine(one) && this.store.mayLead ? one.id : null;
    if (wanted === this.to) return;
    if (this.to) this.live.listen(this.to, false);
    if (wanted) this.live.listen(wanted, true);
    this.to = wanted;
  }

  /** The line is new and knows nothing of what the old one listened to. */
  forget(): void {
    this.to = null;
  }
}
