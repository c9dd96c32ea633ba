/** Who works at the desk, and how available they are. */

export type AgentState = "beschikbaar" | "bezet" | "pauze";
export type Role = "medewerker" | "teamleider" | "beheerder";

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
  /** Otherwise the agent logs in at the organisation only. */
  readonly has_password?: boolean;
  readonly teams?: readonly Team[];
  readonly colleagues?: readonly Colleague[];
}
