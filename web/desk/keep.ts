/**
 * What must survive a reload or an ended session: drafts and unsent messages (this tab only, per agent), and choices
 * of taste (this browser). Storage may be full or forbidden; the desk then works on without it.
 */

import type { Pending } from "./types/messages.ts";

const PREFIX = "dichtbij.desk";

function get(store: () => Storage, key: string): string | null {
  try {
    return store().getItem(`${PREFIX}.${key}`);
  } catch {
    return null;
  }
}

function set(store: () => Storage, key: string, value: string): void {
  try {
    if (value) store().setItem(`${PREFIX}.${key}`, value);
    else store().removeItem(`${PREFIX}.${key}`);
  } catch {
    // Nothing to do: keeping is a service, not a condition.
  }
}

const tab = (): Storage => window.sessionStorage;
const browser = (): Storage => window.localStorage;

export type DraftKind = "message" | "hand-back" | "close" | "note";

export function draft(agentId: string, caseId: string, kind: DraftKind): string {
  return get(tab, `draft.${agentId}.${caseId}.${kind}`) ?? "";
}

export function keepDraft(agentId: string, caseId: string, kind: DraftKind, text: string): void {
  set(tab, `draft.${agentId}.${caseId}.${kind}`, text);
}

export function unsent(agentId: string): readonly Pending[] {
  try {
    const kept: unknown = JSON.parse(get(tab, `unsent.${agentId}`) ?? "[]");
    return Array.isArray(kept) ? (kept as Pending[]) : [];
  } catch {
    return [];
  }
}

export function keepUnsent(agentId: string, pending: readonly Pending[]): void {
  set(tab, `unsent.${agentId}`, pending.length ? JSON.stringify(pending) : "");
}

/** Drafts of one agent are nobody else's: cleared when that agent logs out. */
export function forgetAgent(agentId: string): void {
  try {
    const mine = [`${PREFIX}.draft.${agentId}.`, `${PREFIX}.unsent.${agentId}`];
    for (const key of Object.keys(tab())) if (mine.some((start) => key.startsWith(start))) tab().removeItem(key);
  } catch {
    // As above.
  }
}

export type Theme = "auto" | "light" | "dark";

export const taste = {
  get sound(): boolean {
    return get(browser, "sound") === "on";
  },
  set sound(on: boolean) {
    set(browser, "sound", on ? "on" : "");
  },
  /** Single-key shortcuts can be turned off (WCAG 2.1.4). */
  get singleKeys(): boolean {
    return get(browser, "single-keys") !== "off";
  },
  set singleKeys(on: boolean) {
    set(browser, "single-keys", on ? "" : "off");
  },
  get theme(): Theme {
    const kept = get(browser, "theme");
    return kept === "light" || kept === "dark" ? kept : "auto";
  },
  set theme(theme: Theme) {
    set(browser, "theme", theme === "auto" ? "" : theme);
  },
};
