/** The bar on top: who works here, whether the line is open, sound, theme, shortcuts, leaving. */

import { html, nothing, type TemplateResult } from "lit";

import type { Desk } from "./desk-store.ts";
import { icon } from "./icons.ts";
import { taste, type Theme } from "./keep.ts";

const THEMES: readonly Theme[] = ["auto", "light", "dark"];
const THEME_WORDS: Record<Theme, string> = { auto: "als je systeem", light: "licht", dark: "donker" };

export function topbar(desk: Desk, showHelp: () => void): TemplateResult {
  const { agent, connection } = desk.state;
  const theme = taste.theme;
  const sound = taste.sound;
  return html`<header class="topbar">
    <h1><span class="mark" aria-hidden="true"></span>Balie<span class="of">${organisation()}</span></h1>
    <p class="line ${connection}" role="status">
      ${connection === "offline"
        ? html`${icon("lost")}Verbinding weg. We proberen het steeds opnieuw; wat je typt, blijft bewaard.`
        : connection === "connecting"
          ? "Verbinden…"
          : html`<span class="dot" aria-hidden="true"></span>Verbonden`}
    </p>
    <div class="tools">
      <button class="quiet" aria-pressed=${sound ? "true" : "false"} @click=${() => setSound(desk, !sound)}>
        ${icon(sound ? "sound" : "silent")}<span class="wide">Geluid</span>${sound ? nothing : html`<span class="wide">uit</span>`}
      </button>
      <button class="quiet" @click=${() => setTheme(desk, next(theme))} aria-label=${`Weergave: ${THEME_WORDS[theme]}`}>
        ${icon("theme")}
      </button>
      <button class="quiet" @click=${showHelp} aria-label="Sneltoetsen" aria-keyshortcuts="?">${icon("keyboard")}<kbd aria-hidden="true">?</kbd></button>
      <span class="agent">${icon("person")}${agent?.name ?? ""}</span>
      <button class="quiet" @click=${() => void desk.logout()}>${icon("leave")}<span class="wide">Uitloggen</span></button>
    </div>
  </header>`;
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
