/** The bar on top: the pages, whether the line is open, who works here and how available, sound, theme, leaving. */

import { html, nothing, type TemplateResult } from "lit";

import type { Desk } from "./desk-store.ts";
import { icon } from "./icons.ts";
import { taste, type Theme } from "./keep.ts";
import type { View } from "./state.ts";
import type { AgentState } from "./types/agents.ts";
import { agentStateWords } from "./words.ts";

const THEMES: readonly Theme[] = ["auto", "light", "dark"];
const THEME_WORDS: Record<Theme, string> = { auto: "als je systeem", light: "licht", dark: "donker" };
const STATES: readonly AgentState[] = ["beschikbaar", "bezet", "pauze"];

export function topbar(desk: Desk, show: (kind: "help" | "account") => void): TemplateResult {
  const { connection } = desk.state;
  const theme = taste.theme;
  const sound = taste.sound;
  return html`<header class="topbar ${desk.mayLead ? "leads" : ""}">
    <h1><span class="mark" aria-hidden="true"></span>Balie<span class="of">${organisation()}</span></h1>
    ${pages(desk)}
    <p class="line ${connection}" role="status">
      ${connection === "offline"
        ? html`${icon("lost")}Verbinding weg. Wat je typt, blijft bewaard.`
        : connection === "connecting"
          ? "Verbinden…"
          : html`<span class="dot" aria-hidden="true"></span><span class="wide">Verbonden</span>`}
    </p>
    <div class="tools">
      <button class="quiet" aria-pressed=${sound ? "true" : "false"} @click=${() => setSound(desk, !sound)}>
        ${icon(sound ? "sound" : "silent")}<span class="sr">Geluid</span>
      </button>
      <button class="quiet" @click=${() => setTheme(desk, next(theme))} aria-label=${`Weergave: ${THEME_WORDS[theme]}`}>
        ${icon("theme")}
      </button>
      <button class="quiet" @click=${() => show("help")} aria-label="Sneltoetsen" aria-keyshortcuts="?">${icon("keyboard")}<kbd aria-hidden="true">?</kbd></button>
      ${who(desk, () => show("account"))}
      <button class="quiet" @click=${() => void desk.session.logout()}>${icon("leave")}<span class="wide">Uitloggen</span></button>
    </div>
  </header>`;
}

/** Only who leads has more than one page. */
function pages(desk: Desk): TemplateResult | typeof nothing {
  if (!desk.mayLead) return nothing;
  const shown: readonly (readonly [View, string])[] = [
    ["gesprekken", "Gesprekken"],
    ["team", "Team"],
    ["inzage", "Inzage"],
    ...(desk.state.agent?.role === "beheerder" ? ([["medewerkers", "Medewerkers"]] as const) : []),
  ];
  return html`<nav class="pages" aria-label="Pagina's">${shown.map(([view, words]) => html`<a href=${`#${view}`}
      aria-current=${desk.state.view === view ? "page" : nothing}
      @click=${(event: Event) => { event.preventDefault(); desk.navigation.show(view); }}>${words}</a>`)}</nav>`;
}

/** The own name with the own state: colour, and the word itself. */
function who(desk: Desk, showAccount: () => void): TemplateResult {
  const { agent, busy } = desk.state;
  const state = agent?.state ?? "beschikbaar";
  return html`<button class="quiet agent" aria-haspopup="dialog" @click=${showAccount}>
      ${icon("person")}<span class="sr">Mijn account: </span><span class="wide">${agent?.name ?? ""}</span></button>
    <span class="my-state ${state}">
      <label class="sr" for="mijn-status">Mijn status</label>
      <span class="dot" aria-hidden="true"></span>
      <select id="mijn-status" aria-keyshortcuts="Alt+P" .value=${state} ?disabled=${busy === "state"}
        @change=${(event: Event) => void desk.session.setState((event.target as HTMLSelectElement).value as AgentState)}>
        ${STATES.map((one) => html`<option value=${one} ?selected=${one === state}>${agentStateWords(one)}</option>`)}
      </select>
    </span>`;
}

/** Whose desk this is; the counter fills it in from organisatie.yml. */
function organisation(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="application-name"]')?.content ?? "";
}

export function applyTheme(): void {
  const theme = taste.theme;
  if (theme === "auto") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.dataset["theme"] = theme;
}

function setTheme(desk: Desk, theme: Theme): void {
  taste.theme = theme;
  applyTheme();
  desk.onAnnounce(`Weergave: ${THEME_WORDS[theme]}`);
  desk.onChange();
}

function next(theme: Theme): Theme {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "auto";
}

function setSound(desk: Desk, on: boolean): void {
  taste.sound = on;
  desk.onChange();
}
