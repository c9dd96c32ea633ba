/** What the agent says to the customer: words and files on their way. */

import { ApiError } from "./api.ts";
import { newId, Outbox } from "./outbox.ts";
import type { Store } from "./store.ts";
import type { Threads } from "./threads.ts";
import { Uploads } from "./uploads.ts";

export class Sending {
  readonly outbox: Outbox;
  readonly uploads: Uploads;

  constructor(
    private readonly store: Store,
    threads: Threads,
  ) {
    this.outbox = new Outbox(
      store.api,
      (pending) => store.set({ pending }),
      (caseId, message) => threads.add(caseId, message),
    );
    this.uploads = new Uploads(
      store.api,
      (uploads) => store.set({ uploads }),
      (caseId, message) => threads.add(caseId, message),
      newId,
    );
  }

  /** The text, and the files that stand ready. */
  send(caseId: string, text: string): void {
    if (text) this.outbox.add(caseId, text, new Date(this.store.now()).toISOString());
    void this.uploads.send(caseId);
  }

  /** Throws ApiError with Dutch words while something to this customer is under way. */
  mustBeSent(caseId: string): void {
    const { pending, uploads } = this.store.state;
    const text = pending.some((one) => one.case_id === caseId && one.state !== "failed");
    if (text || uploads.some((one) => one.case_id === caseId && one.state === "sending")) {
      throw new ApiError(409, "unsent", "Je laatste bericht is nog niet verstuurd. Wacht even en probeer het opnieuw.");
    }
  }
}
