/** What the screen knows, and the rules by which news changes it. Pure: no network, no clock, no page. */

import type { Agent, Colleague, Team } from "./types/agents.ts";
import type { Case, QueueNews, Summary } from "./types/cases.ts";
import type { Customer, Detail } from "./types/customer.ts";
import type { Callback } from "./types/helping.ts";
import type { Delivery, Message, Pending } from "./types/messages.ts";
import type { Signal } from "./types/moods.ts";
import type { Alarm } from "./types/reach.ts";
import type { Upload } from "./uploads.ts";

export interface Thread {
  readonly case: Case;
  readonly customer: Customer | null;
  /** Ordered by seq, each once. */
  readonly messages: readonly Message[];
}

export interface Notice {
  readonly kind: "info" | "error";
  readonly text: string;
}

/** How far an own message came. */
export interface Receipt {
  readonly seq: number;
  readonly state: Delivery;
  /** Why it failed, in Dutch. */
  readonly failure?: string;
}

/** What the screen shows: the conversations, or one of the pages for who leads. */
export type View = "gesprekken" | "team" | "inzage" | "medewerkers";

export interface State {
  phase: "starting" | "login" | "desk";
  view: View;
  agent: Agent | null;
  /** The own account has a password here; otherwise one logs in at the organisation. */
  hasPassword: boolean;
  teams: readonly Team[];
  colleagues: readonly Colleague[];
  /** Grows when who-does-what changed: the team page fetches again. */
  teamNews: number;
  /** Grows per case when the customer said something, or a note came: what depends on it fetches again. */
  caseNews: ReadonlyMap<string, number>;
  /** The log in form is back because the session ended while somebody worked. */
  expired: boolean;
  connection: "connecting" | "online" | "offline";
  /** The lists were fetched at least once. */
  loaded: boolean;
  waiting: readonly Summary[];
  mine: readonly Summary[];
  /** Null until asked for. */
  closed: readonly Summary[] | null;
  callbacks: readonly Callback[];
  open: string | null;
  threads: ReadonlyMap<string, Thread>;
  /** Why the open case can't be shown. `over`: asking again is of no use. */
  threadError: { readonly text: string; readonly over: boolean } | null;
  pending: readonly Pending[];
  uploads: readonly Upload[];
  customerTyping: ReadonlySet<string>;
  /** Channels by which nothing goes out until somebody acts. */
  alarms: readonly Alarm[];
  notice: Notice | null;
  /** What is under way, so that a second click does nothing. */
  busy: string | null;
}

export function emptyState(): State {
  return {
    phase: "starting",
    view: "gesprekken",
    agent: null,
    hasPassword: false,
    teams: [],
    colleagues: [],
    teamNews: 0,
    caseNews: new Map(),
    expired: false,
    connection: "connecting",
    loaded: false,
    waiting: [],
    mine: [],
    closed: null,
    callbacks: [],
    open: null,
    threads: new Map(),
    threadError: null,
    pending: [],
    uploads: [],
    customerTyping: new Set(),
    alarms: [],
    notice: null,
    busy: null,
  };
}

/** By the place that the counter gave; without one the most urgent first, then who waits longest. */
export function sortWaiting(cases: readonly Summary[]): readonly Summary[] {
  const place = (one: Summary): number => one.place ?? Number.MAX_SAFE_INTEGER;
  const since = (one: Summary): number => Date.parse(one.first_waited ?? one.waiting_since);
  return [...cases].sort((a, b) => place(a) - place(b) || a.priority - b.priority || since(a) - since(b) || (a.id < b.id ? -1 : 1));
}

/** The waiting cases that this agent was asked to take, the one that ends first at the top. */
export function offersTo(waiting: readonly Summary[], agent: Agent | null, now: number): readonly Summary[] {
  const until = (one: Summary): number => Date.parse(one.offered?.until ?? "");
  return waiting
    .filter((one) => agent !== null && one.state === "waiting" && one.offered?.to.id === agent.id && until(one) > now)
    .sort((a, b) => until(a) - until(b));
}

/** Whether a colleague was asked first, and still has the time to take it. */
export function offeredElsewhere(one: Summary, agent: Agent | null, now: number): boolean {
  return one.state === "waiting" && !!one.offered && one.offered.to.id !== agent?.id && Date.parse(one.offered.until) > now;
}

/** A teamleider may see and take over what others do; a beheerder too. */
export function mayLead(agent: Agent | null): boolean {
  return agent?.role === "teamleider" || agent?.role === "beheerder";
}

/** A fixed order: rows that jump at every message are clicked wrongly. */
export function sortMine(cases: readonly Summary[]): readonly Summary[] {
  return [...cases].sort((a, b) => Date.parse(a.waiting_since) - Date.parse(b.waiting_since) || (a.id < b.id ? -1 : 1));
}

export function isMine(summary: Summary | undefined, agent: Agent | null): boolean {
  return summary?.state === "taken" && agent !== null && summary.taken_by?.id === agent.id;
}

/**
 * The queue after news of it: rows that are new or changed, and the order when that changed. Null: a row is missing here,
 * so the whole queue must be fetched.
 */
export function applyQueue(known: readonly Summary[], news: QueueNews): readonly Summary[] | null {
  const rows = new Map([...known, ...news.cases].map((one) => [one.id, one]));
  const order = news.order ?? known.map((one) => one.id);
  const queue = order.map((id, index) => ({ row: rows.get(id), place: index + 1 }));
  if (queue.some(({ row }) => !row)) return null;
  return queue.flatMap(({ row, place }) => (row ? [row.place === place ? row : { ...row, place }] : []));
}

/** Puts a changed case where it belongs now. */
export function place(
  lists: Pick<State, "waiting" | "mine">,
  told: Summary,
  agent: Agent | null,
): Pick<State, "waiting" | "mine"> {
  const summary = newest([...lists.mine, ...lists.waiting].find((one) => one.id === told.id), told);
  const without = (cases: readonly Summary[]): readonly Summary[] => cases.filter((one) => one.id !== summary.id);
  const waiting = without(lists.waiting);
  const mine = without(lists.mine);
  return {
    waiting: summary.state === "waiting" ? sortWaiting([...waiting, summary]) : waiting,
    mine: isMine(summary, agent) ? sortMine([...mine, summary]) : mine,
  };
}

/**
 * A summary is made before it arrives: a message that came in between is in the known row and not in the new one, and
 * must not vanish from the list with its count.
 */
export function newest(known: Summary | undefined, told: Summary): Summary {
  const at = (one: Summary): number => (one.last_message ? Date.parse(one.last_message.at) : 0);
  return known && at(known) > at(told) ? { ...told, last_message: known.last_message ?? null, unread: known.unread } : told;
}

/** The rows of a case with its newest message; one from the customer counts as unread where it is mine. */
export function touch(lists: Pick<State, "waiting" | "mine">, caseId: string, message: Message): Pick<State, "waiting" | "mine"> {
  const last_message = { sender: message.sender, text: message.text ?? "", at: message.at };
  const touched = (rows: readonly Summary[], counts: boolean): readonly Summary[] =>
    rows.map((one) =>
      one.id === caseId && !(one.last_message && Date.parse(one.last_message.at) > Date.parse(message.at))
        ? { ...one, last_message, unread: one.unread + (counts && message.sender === "customer" ? 1 : 0) }
        : one,
    );
  return { mine: touched(lists.mine, true), waiting: touched(lists.waiting, false) };
}

/** Joins messages by id, in the order of the record; what is newer in delivery wins, and what changed is as it is now. */
export function mergeMessages(known: readonly Message[], more: readonly Message[]): readonly Message[] {
  const byId = new Map(known.map((message) => [message.id, message]));
  for (const message of more) {
    const before = byId.get(message.id);
    if (!before) byId.set(message.id, message);
    else byId.set(message.id, joined(before, message));
  }
  return [...byId.values()].sort((a, b) => a.seq - b.seq);
}

/** The same object when nothing changed: it is not drawn again. */
function joined(before: Message, now: Message): Message {
  const isNews = now.state !== before.state && isLater(now.state ?? "stored", before.state ?? "stored");
  const delivery = isNews || saysMore(before, now) ? now : before;
  if (!isChanged(before, now)) return delivery === before ? before : { ...before, ...deliveryOf(now) };
  return { ...now, ...deliveryOf(delivery) };
}

/** What became of a failed message is told in two steps, and may come in another order: the longer one is the later. */
function saysMore(before: Pick<Message, "state" | "failure">, now: Pick<Message, "state" | "failure">): boolean {
  return before.state === "failed" && now.state === "failed" && (now.failure ?? "").length > (before.failure ?? "").length;
}

function deliveryOf(message: Message): Pick<Message, "state" | "failure"> {
  return { state: message.state ?? null, failure: message.failure ?? null };
}

/** Changed by the customer, or its file was fetched. A link is another one each time and says nothing. */
function isChanged(before: Message, now: Message): boolean {
  return (
    (before.text ?? "") !== (now.text ?? "") ||
    (before.earlier ?? "") !== (now.earlier ?? "") ||
    (before.reaction ?? "") !== (now.reaction ?? "") ||
    !before.attachment !== !now.attachment
  );
}

const RANK: Record<Delivery, number> = { failed: -1, stored: 0, sent: 1, delivered: 2, read: 3 };

/** States arrive out of order: only a higher one counts, and a failure only until the message arrived after all. */
export function isLater(next: Delivery, now: Delivery): boolean {
  if (next === now) return false;
  if (next === "failed") return now === "stored" || now === "sent";
  if (now === "failed") return next === "delivered" || next === "read";
  return RANK[next] > RANK[now];
}

/** A receipt is about one message, but who reads a message has read those before it too. */
export function applyReceipt(messages: readonly Message[], { seq, state, failure }: Receipt): readonly Message[] {
  return messages.map((message) => {
    const about = message.seq === seq || (state === "read" && message.seq < seq);
    if (!about || message.sender !== "agent") return message;
    const now = { state, failure: failure ?? null };
    return isLater(state, message.state ?? "stored") || saysMore(message, now) ? { ...message, ...now } : message;
  });
}

/** Receipts in the order in which they came. */
export function applyReceipts(messages: readonly Message[], receipts: readonly Receipt[]): readonly Message[] {
  return receipts.reduce(applyReceipt, messages);
}

/** Where news shows that something was missed: the record has no gaps. */
export function hasGap(known: readonly Message[], message: Message): boolean {
  const last = known.at(-1)?.seq ?? 0;
  return message.seq > last + 1;
}

/** A fetched case, joined with what came in live while it was under way. */
export function joinDetail(before: Thread | undefined, detail: Detail): Thread {
  // The known ones first: a message that did not change stays the same object and is not drawn again.
  return { ...detail, messages: mergeMessages(before?.messages ?? [], detail.messages) };
}

/** The signal with which the trouble began: where the counter says so, or the first that was not calm. */
export function troubleStart(thread: Thread): Signal | null {
  const { signals, trouble_seq: known } = thread.case;
  const uneasy = [...(signals ?? [])].filter((one) => one.level !== "kalm").sort((a, b) => a.seq - b.seq);
  return uneasy.find((one) => typeof known !== "number" || one.seq >= known) ?? null;
}

/** The first message after the hand-over; past the last one when nothing was said since. */
export function handoverIndex(thread: Thread): number {
  const { opened_seq: last, waiting_since, first_waited } = thread.case;
  const since = Date.parse(first_waited ?? waiting_since);
  const index = thread.messages.findIndex((message) => (typeof last === "number" ? message.seq > last : Date.parse(message.at) > since));
  return index === -1 ? thread.messages.length : index;
}

/** Waiting cases that were not waiting before. */
export function newcomers(before: readonly Summary[], after: readonly Summary[]): readonly Summary[] {
  const known = new Set(before.map((one) => one.id));
  return after.filter((one) => !known.has(one.id));
}

export function unreadTotal(mine: readonly Summary[]): number {
  return mine.reduce((sum, one) => sum + one.unread, 0);
}

/** The title of the page: the number that waits first, so that a narrow tab still shows it. */
export function pageTitle(state: State): string {
  if (state.phase !== "desk") return "Inloggen · Balie";
  const waiting = state.waiting.length ? `(${state.waiting.length}) ` : "";
  const unread = unreadTotal(state.mine);
  return `${waiting}Balie${unread ? ` · ${unread} ongelezen` : ""}`;
}
