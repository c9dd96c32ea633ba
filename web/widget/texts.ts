/** Everything the widget itself says: plain Dutch (B1), short, warm. What the bot says comes from the counter. */
import { fullTime, timeOf } from "./when.ts";
import type { Message, Owner } from "./wire.ts";

export const T = {
  launcher: "Chat met ons",
  /** Instead of a name, when the site gives none. */
  us: "ons",
  launcherName: (label: string, unread: number): string => (unread ? `${label}, ${newMessages(unread)}` : label),
  chatWith: "Chat met ",
  close: "Chat sluiten",
  log: "Gesprek",
  intro: (title: string): string =>
    `Je chat hier met de digitale assistent van ${title}. Die is er dag en nacht. Wil je liever een medewerker? Vraag er gerust om.`,
  starters: "Vragen om mee te beginnen",
  human: "Praat met een medewerker",
  queue: "Een medewerker komt zo bij je. Je hoeft je vraag niet opnieuw te stellen.",
  /** Before the next, for who hears it. */
  goOnAt: "Verder op ",
  whatsapp: "WhatsApp",
  openPhone: "WhatsApp openen",
  invitation: (code: string, number: string, minutes: number): string =>
    `Open WhatsApp en verstuur het bericht dat klaarstaat. Op een ander toestel? App de code ${code} naar ${number}. Dit werkt één keer, ${minutes} minuten lang.`,
  humanMessage: "Ik wil een medewerker spreken",
  composer: "Typ je bericht",
  send: "Versturen",
  replies: "Kies een antwoord",
  bot: "Digitale assistent",
  agent: "Medewerker",
  you: "Jij",
  notice: "Melding",
  says: (who: string, at: Date): string => `${who}, ${timeOf(at)} uur: `,
  sentAt: (at: Date): string => fullTime(at),
  waiting: "Wordt verstuurd…",
  waitingOffline: "Wordt verstuurd zodra er weer verbinding is",
  sent: "Verstuurd",
  read: "Gelezen",
  refused: "Niet verstuurd.",
  again: "Opnieuw versturen",
  remove: "Weghalen",
  offline: "Geen verbinding. Je bericht wordt verstuurd zodra het weer kan.",
  online: "Er is weer verbinding.",
  looking: "Ik zoek het op…",
  agentTypes: (name: string): string => `${name || "De medewerker"} is aan het typen`,
  left: (left: number): string => (left === 1 ? "Nog 1 teken" : `Nog ${left} tekens`),
  over: (over: number): string =>
    over === 1 ? "1 teken te veel. Maak je bericht korter." : `${over} tekens te veel. Maak je bericht korter.`,
  enlarge: (alt: string): string => (alt ? `${alt}. Groter bekijken` : "Afbeelding groter bekijken"),
  picture: "Afbeelding",
  pictureFailed: "Deze afbeelding is niet te openen.",
  closePicture: "Afbeelding sluiten",
  attach: "Foto of pdf toevoegen",
  chosenFiles: "Gekozen bestanden",
  fileChosen: (name: string): string => `${name} staat klaar. Druk op versturen.`,
  fileRemoved: (name: string): string => `${name} is weggehaald.`,
  removeFile: (name: string): string => `${name} weghalen`,
  tooManyFiles: (most: number): string => `Stuur hoogstens ${most} bestanden tegelijk.`,
  drop: "Laat los om toe te voegen",
  noFilesForBot: "De digitale assistent kan geen bestanden bekijken. Een medewerker kan dat wel.",
  noFilesYet: "Je kunt een bestand sturen zodra de medewerker er is.",
  filesLeft: "De medewerker is niet meer in het gesprek. Je bestand is niet verstuurd.",
  sending: (part: number): string => `Wordt verstuurd… ${Math.round(part * 100)}%`,
  sendingFile: (name: string): string => `${name} wordt verstuurd`,
  noLine: "We kregen geen verbinding.",
  newWindow: " (opent in een nieuw venster)",
  toNewest: "Nieuwe berichten",
  readOn: "Verder lezen",
  dismiss: "Melding sluiten",
  problem: "Er ging iets mis. Probeer het nog een keer.",
  fresh: newMessages,
};

function newMessages(count: number): string {
  return count === 1 ? "1 nieuw bericht" : `${count} nieuwe berichten`;
}

export function nameOf(message: Message): string {
  if (message.sender === "bot") return T.bot;
  if (message.sender === "agent") return message.senderName || T.agent;
  return message.sender === "customer" ? T.you : T.notice;
}

/** Who has the conversation now. */
export function ownerLine(owner: Owner, agentName: string): string {
  if (owner === "agent") return agentName ? `Je chat met ${agentName} (medewerker)` : "Je chat met een medewerker";
  if (owner === "queue") return "Wachten op een medewerker";
  if (owner === "closed") return "Dit gesprek is afgesloten";
  return "Je chat met de digitale assistent";
}

/** Refusals that the customer can do something about; for all others the counter's own words are shown. */
const REFUSALS: { readonly [code: string]: { readonly message: string; readonly again: boolean } } = {
  empty: { message: "Je bericht is leeg.", again: false },
  too_long: { message: "Je bericht is te lang. Verstuur het in delen.", again: false },
  too_many: { message: "Je stuurt veel berichten achter elkaar. Wacht even.", again: true },
  timeout: { message: "We kregen geen antwoord van de server.", again: true },
};

export function refusal(code: string, message: string): { message: string; again: boolean } {
  const known = REFUSALS[code];
  return { message: message || known?.message || "Er ging iets mis bij ons.", again: known?.again ?? true };
}
