/** The desk's Dutch words for what the counter says in codes. */

import type { AgentState, Role } from "./types/agents.ts";
import type { CaseState, Outcome, Rating } from "./types/cases.ts";
import type { Note } from "./types/helping.ts";
import type { Delivery, Sender } from "./types/messages.ts";
import type { Level } from "./types/moods.ts";

const REASONS: Record<string, string> = {
  gevaar: "Gevaar",
  frustratie: "Frustratie",
  verzoek: "Vraagt om een medewerker",
  complex: "Complexe vraag",
  niet_gebouwd: "Kan de assistent nog niet",
  storing_bot: "Storing bij de assistent",
};

export function reasonWords(reason: string): string {
  return REASONS[reason] ?? humanise(reason);
}

const DANGERS: Record<string, string> = {
  gas: "Gaslucht gemeld",
  koolmonoxide: "Koolmonoxide gemeld",
  vonken: "Vonken of een schok gemeld",
  brand: "Brand of rook gemeld",
};

export function dangerWords(kind: string): string {
  return DANGERS[kind] ?? `Gevaar gemeld: ${humanise(kind).toLowerCase()}`;
}

export function priorityWords(priority: number): string {
  return priority <= 1 ? "Spoed" : priority === 2 ? "Voorrang" : "Gewoon";
}

/** Identification in words. A level alone does not tell how; the method does, when the counter gives it. */
export function levelWords(level: number, method?: string | null): string {
  if (level <= 0) return "Niet geïdentificeerd";
  if (level === 1) return "Herkend";
  if (!method) return "Geverifieerd";
  return method === "login_token" ? "Geverifieerd via inloggen" : "Geverifieerd met e-mailcode";
}

export function levelMeaning(level: number): string {
  if (level <= 0) return "Geef geen persoonlijke gegevens.";
  if (level === 1) return "Geen facturen, bankgegevens of wijzigingen zonder extra controle.";
  return "Alles mag besproken en gewijzigd worden.";
}

const STATES: Record<CaseState, string> = {
  waiting: "Wacht",
  taken: "In gesprek",
  handed_back: "Terug bij de assistent",
  closed: "Afgesloten",
};

export function stateWords(state: CaseState): string {
  return STATES[state];
}

const AGENT_STATES: Record<AgentState, string> = { beschikbaar: "Beschikbaar", bezet: "Bezet", pauze: "Pauze" };

export function agentStateWords(state: AgentState): string {
  return AGENT_STATES[state] ?? humanise(state);
}

const ROLES: Record<Role, string> = { medewerker: "Medewerker", teamleider: "Teamleider", beheerder: "Beheerder" };

export function roleWords(role: Role | undefined): string {
  return role ? (ROLES[role] ?? humanise(role)) : ROLES.medewerker;
}

export const OUTCOMES: Record<Outcome, string> = {
  opgelost: "Opgelost",
  afspraak: "Afspraak gemaakt",
  doorverwezen: "Doorverwezen",
  niet_opgelost: "Niet opgelost",
  geen_reactie: "Klant reageerde niet meer",
};

const NOTES: Record<Note["kind"], string> = {
  notitie: "Notitie",
  doorgezet: "Doorgezet",
  overgenomen: "Overgenomen",
  teruggekomen: "Terug in de rij",
};

export function noteWords(kind: Note["kind"]): string {
  return NOTES[kind] ?? humanise(kind);
}

export function moodWords(level: Level): string {
  return humanise(level);
}

const DELIVERY: Record<Delivery, string> = {
  stored: "Opgeslagen",
  sent: "Verzonden",
  delivered: "Bezorgd",
  read: "Gelezen",
  failed: "Niet aangekomen",
};

export function deliveryWords(state: Delivery): string {
  return DELIVERY[state];
}

export function senderWords(sender: Sender, customerName: string | null | undefined): string {
  if (sender === "customer") return customerName || "Klant";
  if (sender === "bot") return "Digitale assistent";
  if (sender === "system") return "Systeem";
  return "Medewerker";
}

export function channelWords(channel: string): string {
  return channel === "web" ? "Webchat" : channel === "whatsapp" ? "WhatsApp" : channel === "sms" ? "sms" : humanise(channel);
}

/** A Dutch number as people write it. */
export function phoneWords(phone: string): string {
  return phone.replace(/^\+31(?=\d{9}$)/, "0").replace(/^06(?=\d{8}$)/, "06 ");
}

export function customerWords(name: string | null | undefined): string {
  return name || "Onbekende klant";
}

export function consentWords(purpose: string): string {
  if (purpose === "persoonlijke_antwoorden") return "Persoonlijke antwoorden";
  if (purpose === "verbetering") return "Gesprekken gebruiken om te verbeteren";
  return humanise(purpose);
}

/** What a slot holds, as an agent calls it; others are called by their own name. */
const SLOTS: Record<string, string> = {
  klacht: "Klacht",
  klacht_kenmerk: "Kenmerk van de klacht",
  betwiste_factuur: "Om welke rekening",
  betwist_reden: "Wat er niet klopt",
  overname_situatie: "Wie gaat en wie blijft",
  overname_datum: "Vanaf wanneer",
  schade_gebeurtenis: "Wat er gebeurde",
  schade_moment: "Wanneer het gebeurde",
  schade_kapot: "Wat er kapot is",
};

export function slotWords(name: string, labels?: { readonly [name: string]: string } | null): string {
  return SLOTS[name] ?? humanise(labels?.[name] ?? name);
}

const SCORES: Record<Rating["score"], string> = { goed: "Goed geholpen", matig: "Ging wel", slecht: "Niet geholpen" };

export function scoreWords(score: Rating["score"]): string {
  return SCORES[score] ?? humanise(score);
}

export function ratingWords(rating: Rating): string {
  return `${SCORES[rating.score]} (${rating.after === "agent" ? "door een medewerker" : "door de assistent"})`;
}

/** "termijnbedrag_wijzigen" → "Termijnbedrag wijzigen". */
export function humanise(name: string): string {
  const words = name.replace(/[_-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function count(n: number, one: string, more: string): string {
  return `${n} ${n === 1 ? one : more}`;
}
