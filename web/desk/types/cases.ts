/** A customer who is handed over (docs/case.md, dichtbij.case/2). */

import type { Team } from "./agents.ts";
import type { Json } from "./json.ts";
import type { Message, Sender } from "./messages.ts";
import type { Evidence, Level, Signal } from "./moods.ts";
import type { ChannelLimits } from "./reach.ts";

export type CaseState = "waiting" | "taken" | "handed_back" | "closed";
export type Outcome = "opgelost" | "afspraak" | "doorverwezen" | "niet_opgelost" | "geen_reactie";

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

/** What changed in the queue; the first time, all of it. */
export interface QueueNews {
  /** The ids of all who wait, who is next first; absent when it stayed the same. */
  readonly order?: readonly string[];
  /** The rows that are new or changed. */
  readonly cases: readonly Summary[];
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
  /** The conversation on the website that the customer went on from by phone. */
  readonly continues?: Linked | null;
  /** The one on the phone with which the customer went on from this one. */
  readonly continued_on?: Linked | null;
  readonly channel_limits?: ChannelLimits | null;
  readonly last_customer_at?: string | null;
  readonly note?: string | null;
  readonly outcome?: Outcome | null;
  readonly lesson?: string | null;
  /** What the customer thought of the help, after the assistant and after an agent. */
  readonly ratings?: readonly Rating[] | null;
}

/** A conversation on another channel that is one with this one. */
export interface Linked {
  readonly id: string;
  readonly channel: string;
  readonly began_at: string;
  readonly messages: readonly Message[];
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
