/** Where one is, in the address of the page: a reload, a bookmark and a second tab come back there. */

import type { View } from "./state.ts";

export function viewFromAddress(): View {
  const name = window.location.hash.slice(1);
  return name === "team" || name === "inzage" || name === "medewerkers" ? name : "gesprekken";
}

export function caseFromAddress(): string | null {
  const found = /^#zaak\/(.+)$/.exec(window.location.hash);
  return found?.[1] ? decodeURIComponent(found[1]) : null;
}

export function rememberAddress(id: string | null, view: View): void {
  const page = view === "gesprekken" ? window.location.pathname + window.location.search : `#${view}`;
  const address = id && view === "gesprekken" ? `#zaak/${encodeURIComponent(id)}` : page;
  window.history.replaceState(null, "", address);
}
