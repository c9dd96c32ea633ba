/** What the screen knows and whom it tells: everything else changes this one state. The screen only draws `state`. */

import { Api, ApiError } from "./api.ts";
import * as rules from "./state.ts";
import { emptyState, type State, type Thread } from "./state.ts";
import type { Summary } from "./types/cases.ts";

export type Focus = "composer" | "heading" | "row";

const NOTICE_MS = 9_000;

export class Store {
  readonly state: State = emptyState();
  /** Called after every change; the screen draws itself again. */
  onChange: () => void = () => {};
  /** Something to be read out politely. */
  onAnnounce: (text: string) => void = () => {};
  /** Something that can't wait until the reader has finished its sentence. */
  onAlert: (text: string) => void = () => {};
  /** Called when the session turns out to be over. */
  onExpired: () => void = () => {};
  /** Where the keyboard should go once the screen is drawn. */
  focus: Focus | null = null;

  readonly api = new Api(() => this.onExpired());
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
    return this.state.open ? this.summaryOf(this.state.open) : undefined;
  }

  summaryOf(id: string): Summary | undefined {
    const { threads, mine, waiting, closed } = this.state;
    return threads.get(id)?.case ?? [...mine, ...waiting, ...(closed ?? [])].find((one) => one.id === id);
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

  set(change: Partial<State>): void {
    Object.assign(this.state, change);
    this.onChange();
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

  /** Runs one thing at a time under a name; what goes wrong is said. */
  async once(name: string, work: () => Promise<void>): Promise<void> {
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
  async quietly(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }
}

/** What went wrong, in Dutch. */
export function words(error: unknown): string {
  return error instanceof ApiError ? error.message : "Er ging iets mis op deze pagina. Laad de pagina opnieuw.";
}
