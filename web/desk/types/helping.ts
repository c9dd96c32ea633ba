/** What helps an agent help: notes, answers, suggestions, actions, the wrap-up. */

import type { Outcome } from "./cases.ts";

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
