/** What goes over the wire between the counter and the desk (docs: the record on the wire). */

export type Sender = "customer" | "bot" | "agent" | "system";
export type Delivery = "stored" | "sent" | "delivered" | "read" | "failed";
export type CaseState = "waiting" | "taken" | "handed_back" | "closed";
export type Level = "kalm" | "geïrriteerd" | "gefrustreerd";

/** Anything that JSON can hold: the profile's own records, which the desk shows without knowing each field. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

export type AgentState = "beschikbaar" | "bezet" | "pauze";
export type Role = "medewerker" | "teamleider" | "beheerder";
export type Outcome = "opgelost" | "afspraak" | "doorverwezen" | "niet_opgelost" | "geen_reactie";

export interface Team {
  readonly key: string;
  readonly naam: string;
}

export interface Agent {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly role?: Role;
  readonly teams?: readonly Team[];
  /** Conversations at once. */
  readonly max_cases?: number | null;
  readonly state?: AgentState;
}

/** Somebody else at the desk, to pass a customer to. */
export interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly state: AgentState;
  /** Connected at this moment. */
  readonly present: boolean;
  /** Conversations at this moment. */
  readonly open: number;
  readonly teams?: readonly Team[];
}

/** Who is logged in, and with whom. */
export interface Me {
  readonly agent: Agent;
  readonly csrf: string;
  readonly teams?: readonly Team[];
  readonly colleagues?: readonly Colleague[];
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
  /** The kind of danger it names. */
  readonly danger?: string | null;
}

/** A waiting case that one agent was asked to take. */
export interface Offered {
  readonly to: { readonly id: string; readonly name: string };
  readonly until: string;
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
  readonly team?: Team | null;
  readonly offered?: Offered | null;
  /** When the customer first waited; waiting_since is since when it waits now. */
  readonly first_waited?: string | null;
  /** Why this urgent, in words. */
  readonly priority_why?: readonly string[] | null;
  /** In the queue; 1 is next. */
  readonly place?: number | null;
  /** The reading of the customer's last message. */
  readonly mood?: { readonly level: Level; readonly score: number } | null;
  readonly vulnerable?: boolean;
}

export interface OpenForm {
  readonly name: string;
  readonly title?: string | null;
  readonly filled?: { readonly [slot: string]: Json } | null;
  readonly missing?: readonly string[] | null;
}

/** Everything of a case (docs/case.md, dichtbij.case/2). */
export interface Case extends Summary {
  readonly schema?: string;
  readonly trigger?: Json;
  readonly summary?: { readonly wants: string; readonly done: string; readonly open: string } | null;
  /** Danger that the customer wrote about. */
  readonly safety?: { readonly kind: string; readonly words?: string | null; readonly seq: number; readonly at: string } | null;
  /** The last message before the hand-over; without it the time tells. */
  readonly opened_seq?: number | null;
  /** Where the trouble began. */
  readonly trouble_seq?: number | null;
  /** How the customer was identified; tells a mailed code from a login. */
  readonly method?: string | null;
  readonly method_text?: string | null;
  readonly proved_at?: string | null;
  readonly proved_until?: string | null;
  readonly evidence?: readonly Evidence[] | null;
  readonly intents?: readonly { readonly intent: string; readonly title?: string; readonly confidence?: number; readonly at?: string | null }[] | null;
  readonly tried?: readonly { readonly question?: string | null; readonly answer?: string | null }[] | null;
  readonly slots?: { readonly [name: string]: Json } | null;
  readonly slot_labels?: { readonly [name: string]: string } | null;
  readonly open_form?: OpenForm | null;
  readonly shown_figures?: readonly string[] | null;
  readonly arranged?: readonly Arranged[] | null;
  readonly promised?: readonly Promised[] | null;
  readonly signals?: readonly Signal[] | null;
  readonly earlier_handovers?: readonly EarlierHandover[] | null;
  readonly earlier_conversations?: readonly EarlierConversation[] | null;
  readonly channel_limits?: { readonly free_text_until?: string | null; readonly max_text?: number } | null;
  readonly last_customer_at?: string | null;
  readonly note?: string | null;
  readonly outcome?: Outcome | null;
  readonly lesson?: string | null;
  /** What the customer thought of the help, after the assistant and after an agent. */
  readonly ratings?: readonly Rating[] | null;
}

/** What was arranged during this conversation, by the bot or an agent. */
export interface Arranged {
  readonly reference: string;
  readonly title: string;
  readonly state?: string;
  readonly at: string;
  readonly next_step?: string;
}

/** A next step that the customer expects of us. */
export interface Promised {
  readonly kind: string;
  readonly text: string;
  readonly at: string;
  readonly day?: string | null;
  readonly reference?: string | null;
  readonly by?: string | null;
}

export interface EarlierHandover {
  readonly id: string;
  readonly opened_at: string;
  readonly reason_text?: string | null;
  readonly ask?: string | null;
  readonly agent_name?: string | null;
  readonly outcome?: Outcome | null;
  readonly note?: string | null;
}

export interface EarlierConversation {
  readonly id: string;
  readonly channel: string;
  readonly began_at: string;
  readonly about: readonly string[];
  readonly helped_by: readonly string[];
  readonly outcome?: Outcome | null;
  readonly note?: string | null;
  readonly rating?: Rating["score"] | null;
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

/** What agents tell each other about a case; the customer never sees it. */
export interface Note {
  readonly at: string;
  readonly agent_name: string;
  readonly kind: "notitie" | "doorgezet" | "overgenomen" | "teruggekomen";
  readonly text: string;
}

/** A canned answer, already filled from the profile. */
export interface Answer {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly group?: string | null;
}

export interface Answers {
  readonly answers: readonly Answer[];
  /** Those of which something is not known, with what. */
  readonly missing?: readonly { readonly id: string; readonly title: string; readonly group?: string | null; readonly why: string }[];
}

/** An answer from the bot's own knowledge to the customer's last question. */
export interface Suggestion {
  readonly title: string;
  readonly text: string;
  /** Why this one, in words. */
  readonly why?: string | null;
}

export interface Suggestions {
  /** The customer's message they answer. */
  readonly for_seq: number | null;
  readonly suggestions: readonly Suggestion[];
}

export interface ActionField {
  readonly name: string;
  readonly label: string;
  readonly kind: "bedrag" | "datum" | "tekst" | "keuze" | "telefoon";
  readonly value?: string | number | null;
  readonly options?: readonly (string | { readonly value: string; readonly label: string })[] | null;
  readonly required?: boolean;
}

/** Something the bot's services do, that an agent can do for the customer. */
export interface QuickAction {
  readonly name: string;
  readonly title: string;
  readonly fields: readonly ActionField[];
}

export interface Actions {
  readonly actions: readonly QuickAction[];
  /** What can't be arranged now, with why. */
  readonly not_offered?: readonly { readonly name: string; readonly title: string; readonly why: string }[];
}

/** What an action will do, or did. */
export interface ActionResult {
  readonly ok?: boolean;
  readonly summary?: string | readonly string[];
  readonly warnings?: readonly string[];
  /** Words for the agent. */
  readonly done?: string;
  /** Words for the customer. */
  readonly tell?: string;
}

export interface WrapUp {
  /** Three lines for the record. */
  readonly summary: string;
  readonly customer_summary: string;
}

/** How an agent ends a case. */
export interface Ending {
  readonly note: string;
  readonly outcome?: Outcome;
  readonly lesson?: string;
  readonly summary_to_customer?: boolean;
}

export interface TeamMember extends Omit<Colleague, "open"> {
  readonly role?: Role;
  readonly state_since?: string | null;
  readonly open: readonly Summary[];
}

/** Who does what. */
export interface TeamNow {
  readonly agents: readonly TeamMember[];
  readonly waiting: readonly Summary[];
}

/** A line of the audit trail. */
export interface AuditEntry {
  /** Goes up with time; the one to go on from. */
  readonly id: number;
  readonly at: string;
  readonly agent_name: string;
  readonly action: string;
  /** The action in words. */
  readonly what?: string;
  readonly customer_id?: string | null;
  readonly customer_name?: string | null;
  readonly case_id?: string | null;
  readonly detail?: string | null;
}

export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  /** Where the next page begins; null when this was all. */
  readonly before?: number | null;
}

/** Somebody who may log in at the desk. */
export interface Account {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly teams: readonly Team[];
  /** Null is the organisation's number. */
  readonly max_cases?: number | null;
  readonly active: boolean;
  /** May log in with a password. */
  readonly has_password?: boolean;
  /** Bound to somebody at the organisation's own log-in. */
  readonly oidc?: boolean;
}

export interface AccountChange {
  readonly name: string;
  readonly role: Role;
  readonly teams: readonly string[];
  /** 0 is the organisation's number. */
  readonly max_cases: number;
  readonly active?: boolean;
  readonly password?: string;
}

export interface NewAccount extends AccountChange {
  readonly username: string;
}
