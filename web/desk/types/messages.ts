/** What is said, and how far it came. */

export type Sender = "customer" | "bot" | "agent" | "system";
export type Delivery = "stored" | "sent" | "delivered" | "read" | "failed";

export interface Message {
  readonly id: string;
  readonly conversation_id: string;
  /** 1, 2, 3 … within the conversation, without gaps. */
  readonly seq: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly sender: Sender;
  readonly sender_name?: string | null;
  readonly text?: string | null;
  readonly quick_replies?: readonly { readonly title: string; readonly payload?: string }[] | null;
  readonly attachment?: {
    readonly type: string;
    readonly payload: { readonly src: string; readonly title?: string; readonly media_type?: string; readonly size?: number };
  } | null;
  readonly links?: readonly { readonly title: string; readonly url: string }[] | null;
  /** The sender's own id; the server stores a message with the same id once. */
  readonly message_id?: string | null;
  readonly state?: Delivery | null;
}

/** An own message that the server has not confirmed yet. */
export interface Pending {
  readonly message_id: string;
  readonly case_id: string;
  readonly text: string;
  readonly at: string;
  readonly state: "sending" | "waiting" | "failed";
  /** Why it failed, in Dutch. */
  readonly error?: string;
}
