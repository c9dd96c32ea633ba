/** The curve of the mood: where each reading stands, and its evidence in words. Pure. */

import type { Signal } from "./types/moods.ts";

export const WIDTH = 280;
export const HEIGHT = 52;
export const EDGE = 7;
/** Room for the words beside the two lines. */
export const LEFT = 34;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where each reading stands: by its place among the messages, 0 below and 1 on top. */
export function points(signals: readonly Signal[]): readonly Point[] {
  const wide = WIDTH - LEFT - EDGE;
  const step = signals.length > 1 ? wide / (signals.length - 1) : 0;
  return signals.map((one, index) => ({
    x: signals.length > 1 ? LEFT + index * step : LEFT + wide / 2,
    y: HEIGHT - EDGE - Math.min(1, Math.max(0, one.score)) * (HEIGHT - 2 * EDGE),
  }));
}

export function evidenceWords(signal: Signal): string {
  const reasons = (signal.evidence ?? []).filter((one) => (one.weight ?? 1) > 0);
  return reasons.map((one) => (one.words ? `${one.label} (“${one.words}”)` : one.label)).join("; ");
}
