/** How the customer can be reached, where that is not a website. */

/** What can be sent now (docs/case.md, channel_limits). */
export interface ChannelLimits {
  /** Until when free text arrives, ISO 8601; null: no limit. */
  readonly free_text_until?: string | null;
  readonly can_write?: boolean;
  /** Why not, in Dutch. */
  readonly why_not?: string | null;
  /** The customer asked us not to write unasked. */
  readonly signed_off?: boolean;
  /** Approved texts may be sent now. */
  readonly templates?: boolean;
  readonly max_text?: number;
}

/** A word that the agent fills in. */
export interface TemplateField {
  readonly name: string;
  readonly label: string;
  readonly longest: number;
}

/** An approved text. */
export interface Template {
  readonly id: string;
  readonly title: string;
  /** With every field as {name}. */
  readonly text: string;
  readonly fields: readonly TemplateField[];
}

/** A channel by which nothing goes out until somebody acts. */
export interface Alarm {
  readonly channel: string;
  /** ISO 8601. */
  readonly since: string;
}
