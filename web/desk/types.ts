/** What goes over the wire between the counter and the desk (docs: the record on the wire). */

export type Sender = "customer" | "bot" | "agent" | "system";
export type Delivery = "stored" | "sent" | "delivered" | "read" | "failed";
export type CaseState = "waiting" | "taken" | "handed_back" | "closed";
export type Level = "kalm" | "geïrriteerd" | "gefrustreerd";

/** Anything that JSON can hold: the profile's own records, which the desk shows without knowing each field. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

export interface Agent {
  readonly id: string;
  readonly name: string;
  readonly username: string;
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
  readonly attachment?: { readonly type: string; readonly payload: { readonly src: string; readonly title?: string } } | null;
  readonly links?: readonly { readonly title: string; readonly url: string }[] | null;
  /** The sender's own id; the server stores a message with the same id once. */
  readonly message_id?: string | null;
  readonly state?: Delivery | null;
}

export interface Evidence {
  readonly name?: string;
  /** Dutch words that an agent understands. */
  readonly label: string;
  /** The piece of text it rests on; empty when it rests on the course of the conversation. */
  readonly words?: string | null;
  /** How much it counts; negative is counter-evidence. */
  readonly weight?: number | null;
}

export interface Signal {
  readonly seq: number;
  readonly at: string;
  /** Frustration, 0 to 1. */
  readonly score: number;
  readonly level: Level;
  readonly evidence?: readonly Evidence[] | null;
}

export interface Summary {
  readonly id: string;
  readonly conversation_id: string;
  readonly state: CaseState;
  /** 1 is served first. */
  readonly priority: number;
  readonly reason: string;
  readonly reason_text?: string | null;
  /** The customer's own words. */
  readonly ask?: string | null;
  readonly customer_name: string | null;
  /** Identification level 0, 1 or 2. */
  readonly level: number;
  readonly channel: string;
  readonly waiting_since: string;
  readonly taken_by?: { readonly id: string; readonly name: string } | null;
  readonly last_message?: { readonly sender: Sender; readonly text?: string | null; readonly at: string } | null;
  readonly unread: number;
}

export interface OpenForm {
  readonly name: string;
  readonly title?: string | null;
  readonly filled?: { readonly [slot: string]: Json } | null;
  readonly missing?: readonly string[] | null;
}

export interface Case extends Summary {
  readonly schema?: string;
  readonly trigger?: Json;
  /** The last message before the hand-over; without it the time tells. */
  readonly opened_seq?: number | null;
  /** How the customer was identified; tells a mailed code from a login. */
  readonly method?: string | null;
  readonly evidence?: readonly Evidence[] | null;
  readonly intents?: readonly { readonly intent: string; readonly title?: string; readonly confidence?: number; readonly at?: string }[] | null;
  readonly tried?: readonly { readonly question?: string | null; readonly answer?: string | null }[] | null;
  readonly slots?: { readonly [name: string]: Json } | null;
  readonly open_form?: OpenForm | null;
  readonly shown_figures?: readonly string[] | null;
  readonly signals?: readonly Signal[] | null;
  readonly note?: string | null;
  /** What the customer thought of the help, after the assistant and after an agent. */
  readonly ratings?: readonly Rating[] | null;
}

export interface Rating {
  readonly after: "bot" | "agent";
  readonly score: "goed" | "matig" | "slecht";
  readonly at: string;
}

export interface Customer {
  readonly customer_number: string;
  readonly name: string;
  readonly form_of_address?: string | null;
  readonly vulnerability?: Json;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly addresses?: readonly Json[] | null;
  readonly contracts?: readonly Json[] | null;
  readonly open_invoices?: readonly Json[] | null;
  readonly open_requests?: readonly Json[] | null;
  readonly contact_moments?: readonly Json[] | null;
  readonly consents?: Json;
}

export interface Detail {
  readonly case: Case;
  readonly customer: Customer | null;
  readonly messages: readonly Message[];
}

export interface Callback {
  readonly id: string;
  readonly name?: string | null;
  readonly phone: string;
  readonly slot?: string | null;
  readonly subject?: string | null;
  readonly created_at: string;
  readonly customer_number?: string | null;
  readonly conversation_id?: string | null;
  readonly done: boolean;
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
