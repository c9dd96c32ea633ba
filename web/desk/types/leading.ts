/** What only who leads or keeps the accounts sees. */

import type { Colleague, Role, Team } from "./agents.ts";
import type { Summary } from "./cases.ts";

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
  /** The organisation's log-in that this account is bound to no longer counts. */
  readonly unbind?: true;
}

export interface NewAccount extends AccountChange {
  readonly username: string;
}
