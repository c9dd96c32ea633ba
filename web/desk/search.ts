/** Searching in canned answers. Pure. */

import type { Answer } from "./types/helping.ts";

const SHOWN = 40;

/** Those in which every word of the query occurs; where it stands in the title goes first. */
export function matching(answers: readonly Answer[], query: string): readonly Answer[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  const rank = (one: Answer): number => {
    const title = plain(one.title);
    const all = `${title} ${plain(one.group ?? "")} ${plain(one.text)}`;
    if (!words.every((word) => all.includes(word))) return -1;
    if (words.every((word) => title.includes(word))) return title.startsWith(words[0] ?? "") ? 0 : 1;
    return 2;
  };
  return answers
    .map((one, index) => ({ one, index, rank: rank(one) }))
    .filter((found) => found.rank >= 0)
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .slice(0, SHOWN)
    .map((found) => found.one);
}

/** Without capitals and accents: who types fast leaves them out. */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
