/**
 * What travels between widget and counter: Rasa's socket.io protocol plus message ids, acknowledgement and replay.
 * Everything that comes in passes one of the readers below; what they don't know they leave out.
 */

export type Sender = "customer" | "bot" | "agent" | "system";
export type Owner = "bot" | "queue" | "agent" | "closed";
export type MessageState = "stored" | "sent" | "delivered" | "read" | "failed";

export interface QuickReply {
  /** What the customer sees on the button. */
  readonly title: string;
  /** What is sent when it is tapped. */
  readonly payload: string;
}

export interface Picture {
  readonly src: string;
  /** The text alternative. */
  readonly alt: string;
}

/** A document; a picture that was sent is shown as one. */
export interface SentFile {
  readonly src: string;
  readonly name: string;
  /** In bytes; 0 when unknown. */
  readonly size: number;
}

export interface MessageLink {
  readonly title: string;
  readonly url: string;
}

export interface Message {
  readonly id: string;
  readonly conversationId: string;
  /** Rises within one conversation; the order on screen. */
  readonly seq: number;
  readonly at: Date;
  readonly sender: Sender;
  readonly senderName: string;
  readonly text: string;
  readonly quickReplies: readonly QuickReply[];
  readonly picture: Picture | null;
  readonly file: SentFile | null;
  readonly links: readonly MessageLink[];
  /** The id this browser gave its own message, or "". */
  readonly messageId: string;
  readonly state: MessageState | "";
}

/** How far the record is known: what lies after it is asked for at a reconnect. */
export interface Position {
  readonly conversationId: string;
  readonly seq: number;
}

export interface SessionInfo {
  readonly conversationId: string;
  readonly owner: Owner;
  readonly agentName: string;
  /** The conversation can go on on WhatsApp. */
  readonly phone: boolean;
}

/** How to go on on WhatsApp. */
export interface Invitation {
  /** Opens WhatsApp with the text that has to be sent; may be a path on the counter. */
  readonly url: string;
  /** For who types it over: the number with "+", and the code. */
  readonly number: string;
  readonly code: string;
  readonly minutes: number;
}

/** The counter's answer to one message of the customer. */
export type Receipt =
  | { readonly ok: true; readonly id: string; readonly conversationId: string; readonly seq: number; readonly at: Date }
  | { readonly ok: false; readonly code: string; readonly message: string };

type Fields = Record<string, unknown>;

const SENDERS: readonly string[] = ["customer", "bot", "agent", "system"];
const OWNERS: readonly string[] = ["bot", "queue", "agent", "closed"];
const STATES: readonly string[] = ["stored", "sent", "delivered", "read", "failed"];

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null;
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const list = (value: unknown): Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);

function date(value: unknown): Date {
  const at = new Date(text(value));
  return Number.isNaN(at.getTime()) ? new Date() : at;
}

/** A message, or null when it lacks what makes it one. */
export function readMessage(raw: unknown): Message | null {
  if (!isFields(raw) || typeof raw["seq"] !== "number" || !SENDERS.includes(text(raw["sender"]))) return null;
  const id = text(raw["id"]);
  if (!id) return null;
  return {
    id,
    conversationId: text(raw["conversation_id"]),
    seq: raw["seq"],
    at: date(raw["at"]),
    sender: text(raw["sender"]) as Sender,
    senderName: text(raw["sender_name"]),
    text: text(raw["text"]),
    quickReplies: list(raw["quick_replies"])
      .map((reply) => ({ title: text(reply["title"]), payload: text(reply["payload"]) || text(reply["title"]) }))
      .filter((reply) => reply.title),
    picture: readPicture(raw["attachment"]),
    file: readFile(raw["attachment"]),
    links: list(raw["links"])
      .map((link) => ({ title: text(link["title"]) || text(link["url"]), url: text(link["url"]) }))
      .filter((link) => link.url),
    messageId: text(raw["message_id"]),
    state: STATES.includes(text(raw["state"])) ? (text(raw["state"]) as MessageState) : "",
  };
}

export function readMessages(raw: unknown): Message[] {
  return list(isFields(raw) ? raw["messages"] : null)
    .map(readMessage)
    .filter((message) => message !== null);
}

function readPicture(raw: unknown): Picture | null {
  if (!isFields(raw) || raw["type"] !== "image" || !isFields(raw["payload"])) return null;
  const src = text(raw["payload"]["src"]);
  return src ? { src, alt: text(raw["payload"]["title"]) } : null;
}

function readFile(raw: unknown): SentFile | null {
  if (!isFields(raw) || raw["type"] !== "file" || !isFields(raw["payload"])) return null;
  const { src, title, size } = raw["payload"];
  return text(src) ? { src: text(src), name: text(title), size: typeof size === "number" ? size : 0 } : null;
}

export function readOwner(raw: unknown): Owner {
  return isFields(raw) && OWNERS.includes(text(raw["owner"])) ? (text(raw["owner"]) as Owner) : "bot";
}

export function readSession(raw: unknown): SessionInfo {
  const fields = isFields(raw) ? raw : {};
  return {
    conversationId: text(fields["conversation_id"]),
    owner: readOwner(fields),
    agentName: text(fields["agent_name"]),
    phone: fields["phone"] === true,
  };
}

/** An invitation, or the words of a refusal. */
export function readInvitation(raw: unknown): Invitation | string {
  const fields = isFields(raw) ? raw : {};
  const [url, number, code] = [text(fields["url"]), text(fields["number"]), text(fields["code"])];
  // Only an address of the web or a path: never one that runs something.
  if (fields["ok"] !== true || !/^(https?:\/\/|\/(?!\/))/.test(url) || !code) return readProblem(fields["error"]).message;
  return { url, number, code, minutes: typeof fields["minutes"] === "number" ? fields["minutes"] : 0 };
}

/** The conversations that were erased; null means everything this browser shows. */
export function readErased(raw: unknown): string[] | null {
  const ids = isFields(raw) && Array.isArray(raw["conversation_ids"]) ? raw["conversation_ids"] : [];
  const known = ids.filter((id): id is string => typeof id === "string" && id !== "");
  return known.length > 0 ? known : null;
}

export function readOn(raw: unknown): boolean {
  return isFields(raw) && raw["on"] === true;
}

export function readProblem(raw: unknown): { code: string; message: string } {
  const fields = isFields(raw) ? raw : {};
  return { code: text(fields["code"]), message: text(fields["message"]) };
}

export function readReceipt(raw: unknown): Receipt {
  if (isFields(raw) && raw["ok"] === true) {
    return {
      ok: true,
      id: text(raw["id"]),
      conversationId: text(raw["conversation_id"]),
      seq: typeof raw["seq"] === "number" ? raw["seq"] : 0,
      at: date(raw["at"]),
    };
  }
  return { ok: false, ...readProblem(isFields(raw) ? raw["error"] : null) };
}
