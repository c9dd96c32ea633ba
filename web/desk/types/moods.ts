/** How a customer feels, and what that rests on. */

export type Level = "kalm" | "geïrriteerd" | "gefrustreerd";

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
