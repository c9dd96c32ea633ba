/** What is said, and how far it came. */

export type Sender = "customer" | "bot" | "agent" | "system";
export type Delivery = "stored" | "sent" | "delivered" | "read" | "failed";

/** What only a phone brings. */
export interface PhoneFacts {
  /** What it was, when no typed text; the text describes it. */
  readonly kind?: string;
  /** When it was sent, ISO 8601, when that was well before it came in. */
  readonly sent_at?: string;
  /** The advertisement or post from which the customer came. */
  readonly came_by?: string;
  readonly late?: boolean;
  /** The customer took it back. */
  readonly withdrawn?: boolean;
  /** It went out as an approved text. */
  readonly template?: boolean;
}

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
  /** Why it did not arrive, in Dutch. */
  readonly failure?: string | null;
  /** The text before the customer changed it. */
  readonly earlier?: string | null;
  /** The customer's reaction to it, an emoji. */
  readonly reaction?: string | null;
  readonly phone?: PhoneFacts | null;
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
