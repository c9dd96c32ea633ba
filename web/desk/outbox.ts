/**
 * Own messages on their way. Each has its own id, and the server stores an id once, so sending again is always safe:
 * after a lost connection, an ended session, a reload. One at a time per case, so that the order stays.
 */

import { ApiError, type Api } from "./api.ts";
import { keepUnsent, unsent } from "./keep.ts";
import type { Message, Pending } from "./types/messages.ts";

const RETRY_MS = [1_000, 2_000, 5_000, 10_000];

export class Outbox {
  private items: readonly Pending[] = [];
  private agentId = "";
  private readonly running = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;

  constructor(
    private readonly api: Api,
    private readonly changed: (items: readonly Pending[]) => void,
    private readonly stored: (caseId: string, message: Message) => void,
  ) {}

  /** Starts for an agent with what that agent had not sent yet. */
  start(agentId: string): void {
    this.agentId = agentId;
    this.set(unsent(agentId).map((one) => (one.state === "failed" ? one : { ...one, state: "waiting" })));
    this.flush();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.agentId = "";
  }

  add(caseId: string, text: string, at: string): void {
    this.set([...this.items, { message_id: newId(), case_id: caseId, text, at, state: "sending" }]);
    void this.run(caseId);
  }

  again(messageId: string): void {
    const item = this.items.find((one) => one.message_id === messageId);
    if (!item) return;
    this.put({ ...item, state: "sending" });
    void this.run(item.case_id);
  }

  /** Takes a message back; returns its text. */
  remove(messageId: string): string {
    const item = this.items.find((one) => one.message_id === messageId);
    this.arrived(messageId);
    return item?.text ?? "";
  }

  /** The server is known to have it (its answer, or the live line before that). */
  arrived(messageId: string | null | undefined): void {
    if (!messageId || !this.items.some((one) => one.message_id === messageId)) return;
    this.set(this.items.filter((one) => one.message_id !== messageId));
  }

  flush(): void {
    for (const caseId of new Set(this.items.filter((one) => one.state !== "failed").map((one) => one.case_id))) void this.run(caseId);
  }

  private async run(caseId: string): Promise<void> {
    if (this.running.has(caseId)) return;
    this.running.add(caseId);
    try {
      for (let item = this.next(caseId); item && this.agentId; item = this.next(caseId)) {
        if (!(await this.trySend(item))) return;
      }
    } finally {
      this.running.delete(caseId);
    }
  }

  /** Whether to go on with the next one. */
  private async trySend(item: Pending): Promise<boolean> {
    const agentId = this.agentId;
    this.put({ ...item, state: "sending" });
    try {
      const message = await this.api.send(item.case_id, item.text, item.message_id);
      if (agentId !== this.agentId) return false;
      this.failures = 0;
      this.arrived(item.message_id);
      this.stored(item.case_id, message);
      return true;
    } catch (error) {
      if (agentId !== this.agentId) return false;
      const told = error instanceof ApiError ? error : new ApiError(0, "unknown", String(error));
      if (told.status === 401) {
        this.put({ ...item, state: "waiting" });
        return false;
      }
      if (told.isTransient) {
        this.put({ ...item, state: "waiting" });
        this.retryLater();
        return false;
      }
      this.put({ ...item, state: "failed", error: told.message });
      return true;
    }
  }

  private retryLater(): void {
    clearTimeout(this.timer);
    const wait = RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)] ?? 10_000;
    this.failures += 1;
    this.timer = setTimeout(() => this.flush(), wait);
  }

  private next(caseId: string): Pending | undefined {
    return this.items.find((one) => one.case_id === caseId && one.state !== "failed");
  }

  /** Replaces an item; one that arrived in the meantime stays gone. */
  private put(item: Pending): void {
    this.set(this.items.map((one) => (one.message_id === item.message_id ? item : one)));
  }

  private set(items: readonly Pending[]): void {
    this.items = items;
    if (this.agentId) keepUnsent(this.agentId, items);
    this.changed(items);
  }
}

export function newId(): string {
  // randomUUID exists only on https and localhost; the desk may be tried on a plain address in the house.
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
