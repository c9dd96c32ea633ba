/** The live line to the counter: socket.io, namespace /desk, with the same cookie as the HTTP calls. */

import { io, type Socket } from "socket.io-client";

import type { Agent } from "./types/agents.ts";
import type { QueueNews, Summary } from "./types/cases.ts";
import type { Message } from "./types/messages.ts";
import type { Alarm } from "./types/reach.ts";
import type { Receipt } from "./state.ts";

export interface LiveEvents {
  /** Connected, for the first time or again: whatever was missed must be fetched now. */
  online(): void;
  offline(): void;
  /** The server refused or ended the line; the session may be over. */
  refused(): void;
  queue(news: QueueNews): void;
  changed(summary: Summary): void;
  message(caseId: string, message: Message): void;
  /** What a message shows has changed. */
  messageChanged(caseId: string, message: Message): void;
  receipt(caseId: string, receipt: Receipt): void;
  customerTyping(caseId: string, on: boolean): void;
  callbacks(): void;
  /** All channels by which nothing goes out now. */
  alarms(alarms: readonly Alarm[]): void;
  /** A waiting case is offered to this agent. */
  offer(summary: Summary): void;
  offerOver(caseId: string): void;
  /** Who does what changed; only to who leads. */
  team(): void;
  /** The own state was changed elsewhere. */
  me(agent: Agent): void;
}

const REFUSED_WAIT_MS = 5_000;

export class Live {
  private socket: Socket | null = null;
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly events: LiveEvents) {
    window.addEventListener("online", () => this.socket?.connect());
  }

  open(): void {
    this.close();
    const socket = io("/desk", { path: "/socket.io/", reconnectionDelay: 500, reconnectionDelayMax: 5_000, forceNew: true });
    this.socket = socket;
    const events = this.events;
    socket.on("connect", () => events.online());
    socket.on("disconnect", (reason) => {
      events.offline();
      if (reason === "io server disconnect") this.refused(socket);
    });
    socket.on("connect_error", () => {
      events.offline();
      // An inactive socket was refused by the server and does not try again by itself.
      if (!socket.active) this.refused(socket);
    });
    socket.on("queue", (data: QueueNews) => events.queue(data));
    socket.on("case", (data: Summary | { case: Summary }) => events.changed("case" in data ? data.case : data));
    socket.on("message", (data: { case_id: string; message: Message }) => events.message(data.case_id, data.message));
    socket.on("message_changed", (data: { case_id: string; message: Message }) => events.messageChanged(data.case_id, data.message));
    socket.on("receipt", ({ case_id, ...receipt }: { case_id: string } & Receipt) => events.receipt(case_id, receipt));
    socket.on("alarms", (data: { alarms: Alarm[] }) => events.alarms(data.alarms));
    socket.on("customer_typing", (data: { case_id: string; on: boolean }) => events.customerTyping(data.case_id, data.on));
    socket.on("callbacks", () => events.callbacks());
    socket.on("offer", (data: { case: Summary }) => events.offer(data.case));
    socket.on("offer_over", (data: { case_id: string }) => events.offerOver(data.case_id));
    socket.on("team", () => events.team());
    socket.on("me", (data: { agent: Agent }) => events.me(data.agent));
  }

  close(): void {
    clearTimeout(this.retry);
    this.socket?.removeAllListeners();
    this.socket?.disconnect();
    this.socket = null;
  }

  typing(caseId: string, on: boolean): void {
    // volatile: a typing sign that could not be sent at once is worth nothing later.
    if (this.socket?.connected) this.socket.volatile.emit("typing", { case_id: caseId, on });
  }

  /** A teamleider hears along with a case of somebody else. */
  listen(caseId: string, on: boolean): void {
    this.socket?.emit("listen", { case_id: caseId, on });
  }

  private refused(socket: Socket): void {
    this.events.refused();
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.socket === socket && socket.connect(), REFUSED_WAIT_MS);
  }
}
