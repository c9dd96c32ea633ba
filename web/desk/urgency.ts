/** Why a case needs a human, and why now, in words. Pure. */

import type { Summary } from "./types/cases.ts";
import { reasonWords } from "./words.ts";

/** What makes it urgent; how long it waits stands beside it already. */
export function urgencyWords(one: Summary): readonly string[] {
  return (one.priority_why ?? []).filter((words) => !words.startsWith("wacht "));
}

/** Why a human, and what makes it urgent, in words. */
export function why(one: Summary): string {
  const said = SAID[one.reason] ?? [];
  return [reasonWords(one.reason), ...urgencyWords(one).filter((words) => !said.includes(words))].join(" · ");
}

/** What the reason itself says already. */
const CAN_NOT = ["kan niet zonder mens"];
const SAID: Readonly<Record<string, readonly string[]>> = {
  gevaar: ["gevaar gemeld"],
  frustratie: ["gefrustreerd"],
  complex: CAN_NOT,
  niet_gebouwd: CAN_NOT,
  storing_bot: CAN_NOT,
};
