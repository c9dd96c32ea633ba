/** WhatsApp's own marks (*vet*, _schuin_, ~door~, ```vast```) and addresses, cut into pieces. Pure. */

export type Style = "plain" | "bold" | "italic" | "strike" | "mono" | "link";

export interface Piece {
  readonly style: Style;
  readonly text: string;
}

const MARKED =
  /```([^`]+)```|(?<![\p{L}\p{N}])(?:\*(\S(?:[^*\n]*\S)?)\*|_(\S(?:[^_\n]*\S)?)_|~(\S(?:[^~\n]*\S)?)~)(?![\p{L}\p{N}])|(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/gu;
const STYLES: readonly Style[] = ["mono", "bold", "italic", "strike", "link"];

export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(MARKED)) {
    if (match.index > from) found.push({ style: "plain", text: text.slice(from, match.index) });
    const group = match.slice(1).findIndex((one) => one !== undefined);
    found.push({ style: STYLES[group] ?? "plain", text: match[group + 1] ?? match[0] });
    from = match.index + match[0].length;
  }
  if (from < text.length) found.push({ style: "plain", text: text.slice(from) });
  return found;
}
