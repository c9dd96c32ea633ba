/** The keyboard. Single keys work only outside fields and can be turned off (WCAG 2.1.4); those with Alt always work. */

import { taste } from "./keep.ts";

export interface Shortcut {
  readonly keys: readonly string[];
  /** What stands between two keys; "+" when not said. */
  readonly joint?: string;
  readonly does: string;
  readonly single?: boolean;
}

export interface ShortcutGroup {
  readonly title: string;
  readonly keys: readonly Shortcut[];
}

export const SHORTCUTS: readonly ShortcutGroup[] = [
  {
    title: "Wachtrij",
    keys: [
      { keys: ["Alt", "A"], does: "Neem aan wie jou wordt aangeboden (buiten een veld ook Enter)" },
      { keys: ["Alt", "W"], does: "Sla over wie jou wordt aangeboden (buiten een veld ook Esc)" },
      { keys: ["j", "k"], joint: "en", does: "Volgende en vorige klant", single: true },
      { keys: ["Enter"], does: "Neem de gekozen klant aan", single: true },
    ],
  },
  {
    title: "Gesprek",
    keys: [
      { keys: ["Alt", "↓"], does: "Volgende van mijn gesprekken" },
      { keys: ["Alt", "↑"], does: "Vorige van mijn gesprekken" },
      { keys: ["Alt", "R"], does: "Regel iets voor de klant" },
      { keys: ["Alt", "N"], does: "Notitie voor collega’s" },
      { keys: ["Alt", "D"], does: "Zet door naar een team of collega" },
      { keys: ["Alt", "T"], does: "Geef terug aan de assistent" },
      { keys: ["Alt", "S"], does: "Sluit het gesprek af" },
    ],
  },
  {
    title: "Schrijven",
    keys: [
      { keys: ["/"], does: "Naar het invoerveld", single: true },
      { keys: ["/"], does: "In een leeg veld: zoek een standaardantwoord" },
      { keys: ["Alt", "V"], does: "Zet het voorstel in het veld" },
      { keys: ["Enter"], does: "Verstuur" },
      { keys: ["Shift", "Enter"], does: "Nieuwe regel" },
      { keys: ["Esc"], does: "Uit het veld, of sluit een venster" },
    ],
  },
  {
    title: "Overal",
    keys: [
      { keys: ["Alt", "P"], does: "Pauze, of weer beschikbaar" },
      { keys: ["Ctrl", "Enter"], does: "Bevestig in een venster" },
      { keys: ["?"], does: "Deze lijst", single: true },
    ],
  },
];

export interface KeyActions {
  queue(by: 1 | -1): void;
  mine(by: 1 | -1): void;
  /** Whether there was something to take. */
  take(focused: Element | null): boolean;
  composer(): void;
  help(): void;
  dialog(kind: "hand-back" | "close" | "transfer" | "actions"): void;
  leaveField(): void;
  /** What is offered: taken or passed. Whether there was an offer. */
  accept(): boolean;
  pass(): boolean;
  suggestion(): void;
  note(): void;
  pause(): void;
}

export function handleKey(event: KeyboardEvent, actions: KeyActions): void {
  if (event.defaultPrevented || event.isComposing) return;
  const did = document.querySelector("dialog[open]") ? overDialog(event, actions)
    : event.altKey ? withAlt(event, actions) : plain(event, actions);
  if (did) event.preventDefault();
}

/** A dialog on top has the keyboard for itself; only an offer doesn't wait until a wrap-up is written. */
function overDialog(event: KeyboardEvent, actions: KeyActions): boolean {
  return event.altKey && (event.code === "KeyA" || event.code === "KeyW") && withAlt(event, actions);
}

function withAlt(event: KeyboardEvent, actions: KeyActions): boolean {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return false;
  // By place on the keyboard: with Alt a Mac types "†" and "ß".
  const letters: Record<string, () => unknown> = {
    KeyA: () => actions.accept(),
    KeyW: () => actions.pass(),
    KeyV: () => actions.suggestion(),
    KeyN: () => actions.note(),
    KeyR: () => actions.dialog("actions"),
    KeyD: () => actions.dialog("transfer"),
    KeyT: () => actions.dialog("hand-back"),
    KeyS: () => actions.dialog("close"),
    KeyP: () => actions.pause(),
  };
  const letter = letters[event.code];
  if (letter) letter();
  else if (event.key === "ArrowDown") actions.mine(1);
  else if (event.key === "ArrowUp") actions.mine(-1);
  else return false;
  return true;
}

function plain(event: KeyboardEvent, actions: KeyActions): boolean {
  if (event.ctrlKey || event.metaKey) return false;
  const target = event.target instanceof Element ? event.target : null;
  if (inField(target)) {
    if (event.key !== "Escape") return false;
    actions.leaveField();
    return true;
  }
  if (event.key === "Escape") return !event.repeat && actions.pass();
  if (!taste.singleKeys) return false;
  if (event.key === "j") actions.queue(1);
  else if (event.key === "k") actions.queue(-1);
  else if (event.key === "/") actions.composer();
  else if (event.key === "?") actions.help();
  else if (event.key === "Enter" && !event.repeat) return actions.take(target);
  else return false;
  return true;
}

function inField(target: Element | null): boolean {
  return target !== null && target.closest("input, textarea, select, [contenteditable]") !== null;
}
