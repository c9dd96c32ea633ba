/** Plain text into pieces: words, web addresses and emergency numbers that can be tapped. Never HTML. Pure. */

export interface Piece {
  readonly text: string;
  /** Where it leads, or "" for words. */
  readonly href: string;
}

/**
 * https only: a page of the widget's own server goes as a link of its own, and anything else (http, javascript, data) is
 * not worth the risk. Telephone: the free national numbers, and 112 only where somebody is told to call it.
 */
const LINKS = /https:\/\/[^\s<>"'`\u200B-\u200F\u202A-\u202E]+|(?<![\d-])0[89]00[- ]?\d{4}(?!\d)|(?<=\bbel (?:dan |direct |meteen )?)112\b/giu;
const TRAILING = /[.,;:!?…]+$/u;

export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(LINKS)) {
    const link = trim(match[0]);
    const href = link.toLowerCase().startsWith("https:") ? webAddress(link) : `tel:${link.replace(/\D/g, "")}`;
    if (!href) continue;
    if (match.index > from) found.push({ text: text.slice(from, match.index), href: "" });
    found.push({ text: link, href });
    from = match.index + link.length;
  }
  if (from < text.length) found.push({ text: text.slice(from), href: "" });
  return found;
}

/** Puts links of the counter behind the word of the text that is their title, where there is one: the last one. */
export function behindWords(parts: readonly Piece[], links: readonly Piece[]): Piece[] {
  let result = [...parts];
  for (const link of links) {
    const at = result.findLastIndex((part) => !part.href && wordAt(part.text, link.text) >= 0);
    const words = result[at]?.text;
    if (words === undefined) continue;
    const from = wordAt(words, link.text);
    const around = [words.slice(0, from), words.slice(from + link.text.length)].map((text) => ({ text, href: "" }));
    result = [...result.slice(0, at), around[0] as Piece, link, around[1] as Piece, ...result.slice(at + 1)];
  }
  return result.filter((part) => part.text);
}

/** Where a word stands by itself; the last place, or -1. */
function wordAt(text: string, word: string): number {
  const at = text.lastIndexOf(word);
  const beside = (text[at - 1] ?? "") + (text[at + word.length] ?? "");
  return at < 0 || !word || /[\p{L}\p{N}]/u.test(beside) ? -1 : at;
}

/** An amount and its unit stay on one line. */
export function unbroken(text: string): string {
  return text.replace(/€ (?=-?\d)/g, "€\u00A0").replace(/(?<=\d) (?=(?:m³|kWh)(?![\p{L}\p{N}]))/gu, "\u00A0");
}

/** A full stop or bracket behind an address belongs to the sentence, unless the bracket was opened inside it. */
function trim(link: string): string {
  let result = link.replace(TRAILING, "");
  while (result.endsWith(")") && count(result, ")") > count(result, "(")) {
    result = result.slice(0, -1).replace(TRAILING, "");
  }
  return result;
}

const count = (text: string, sign: string): number => text.split(sign).length - 1;

function webAddress(link: string): string {
  try {
    const url = new URL(link);
    // A name before the @ is the oldest trick to make one site look like another.
    return url.protocol === "https:" && url.hostname.includes(".") && !url.username ? url.href : "";
  } catch {
    return "";
  }
}

/** The address of a link or picture that the counter sent: https, or a path on the counter itself. "" when neither. */
export function safeUrl(raw: string, server: string): string {
  try {
    const url = new URL(raw, `${server}/`);
    return url.protocol === "https:" || url.origin === new URL(server).origin ? url.href : "";
  } catch {
    return "";
  }
}

/** Control characters have no business on screen (new lines and tabs do); nor have signs that turn the reading order. */
export function printable(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g, "");
}

/** Length as a person counts it and as the counter does: one emoji is not two. */
export function length(text: string): number {
  return [...text].length;
}
