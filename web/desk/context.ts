/** The right side: what an agent needs, in the order in which it is needed. A new part is one function and one line below. */

import { html, nothing, type TemplateResult } from "lit";

import { customerCard } from "./card.ts";
import type { Desk } from "./desk-store.ts";
import { consents, contactMoment, isFields, show } from "./record.ts";
import { lineList, priority } from "./parts.ts";
import type { Thread } from "./state.ts";
import { clock } from "./time.ts";
import type { Evidence, Json, Signal } from "./types.ts";
import { consentWords, customerWords, humanise, levelMeaning, levelWords, ratingWords, reasonWords, slotWords } from "./words.ts";

export interface ContextActions {
  /** Brings a message of the conversation into view. */
  show(seq: number): void;
  pane(): void;
}

type Part = TemplateResult | typeof nothing;

export function context(desk: Desk, actions: ContextActions): TemplateResult {
  const thread = desk.thread;
  return html`<aside class="context" aria-label="Klantbeeld" tabindex="0">
    <button class="pane-button to-talk" @click=${actions.pane}>Terug naar het gesprek</button>
    ${thread
      ? html`${why(thread)} ${ask(thread)} ${who(thread)} ${note(thread)} ${rated(thread)} ${tried(thread)} ${missing(thread)}
          ${card(thread)}
          ${mood(thread, actions)} ${agreed(thread)} ${earlier(thread)}`
      : html`<p class="empty">${desk.state.open === null ? "Hier zie je waarom een klant een medewerker nodig heeft, en wat we al weten." : "Ophalen…"}</p>`}
  </aside>`;
}

function section(id: string, title: string, content: TemplateResult): TemplateResult {
  return html`<section class="part ${id}" aria-labelledby=${`deel-${id}`}>
    <h3 id=${`deel-${id}`}>${title}</h3>
    ${content}
  </section>`;
}

function why(thread: Thread): Part {
  const one = thread.case;
  const title = reasonWords(one.reason);
  return section("waarom", "Waarom nu", html`
    <p class="lead">${priority(one.priority)}<strong>${title}</strong></p>
    ${one.reason_text && one.reason_text !== title ? html`<p>${one.reason_text}</p>` : nothing} ${evidence(one.evidence ?? [])}`);
}

function evidence(list: readonly Evidence[]): Part {
  const heavy = [...list].sort((a, b) => Math.abs(b.weight ?? 0) - Math.abs(a.weight ?? 0));
  return heavy.length
    ? html`<ul class="evidence">${heavy.map((one) => html`<li class=${(one.weight ?? 1) < 0 ? "against" : ""}>
        ${(one.weight ?? 1) < 0 ? html`<span class="meta">spreekt ertegen: </span>` : nothing}${one.label}${one.words
          ? html` <q>${one.words}</q>` : nothing}</li>`)}</ul>`
    : nothing;
}

function ask(thread: Thread): Part {
  const { ask: words, intents } = thread.case;
  const about = new Map((intents ?? []).map((one) => [one.intent, one]));
  return section("wens", "Wat de klant wil", html`
    ${words ? html`<blockquote>${words}</blockquote>` : html`<p class="empty">De klant heeft nog geen vraag gesteld.</p>`}
    ${about.size
      ? html`<p class="meta">Ging over: ${[...about.values()].map((one) => `${one.title ?? humanise(one.intent)}${percent(one.confidence)}`).join(", ")}</p>`
      : nothing}`);
}

function percent(confidence: number | undefined): string {
  return confidence === undefined ? "" : ` (${Math.round(confidence * 100)}% zeker)`;
}

function who(thread: Thread): Part {
  const { customer_name, level, method } = thread.case;
  const form = thread.customer?.form_of_address;
  return section("wie", "Wie het is", html`
    <p class="lead"><strong>${customerWords(thread.customer?.name ?? customer_name)}</strong>${form ? html` <span class="meta">aanspreken met ‘${form}’</span>` : nothing}</p>
    <p><span class="level l${level}">${levelWords(level, method)}</span></p>
    <p class="meta">${levelMeaning(level)}</p>`);
}

function note(thread: Thread): Part {
  return thread.case.note ? section("notitie", "Notitie", html`<p class="pre">${thread.case.note}</p>`) : nothing;
}

function rated(thread: Thread): Part {
  const ratings = thread.case.ratings ?? [];
  return ratings.length
    ? section("beoordeling", "Beoordeling", html`${ratings.map((one) => html`<p>${ratingWords(one)} <span class="meta">${clock(one.at)}</span></p>`)}`)
    : nothing;
}

function tried(thread: Thread): Part {
  const steps = (thread.case.tried ?? []).filter((one) => one.question || one.answer);
  const figures = thread.case.shown_figures ?? [];
  return section("geprobeerd", "Geprobeerd en beantwoord", html`
    ${figures.length
      ? html`<h4>Getoonde cijfers</h4><ul class="figures">${figures.map((one) => html`<li>${one}</li>`)}</ul>`
      : nothing}
    ${steps.length
      ? html`<ol class="tried">${steps.map((one) => html`<li>
          ${one.question ? html`<p class="question">${one.question}</p>` : nothing}
          ${one.answer ? html`<p class="answer">${one.answer}</p>` : html`<p class="answer none">geen antwoord gegeven</p>`}</li>`)}</ol>`
      : html`<p class="empty">De assistent heeft nog niets beantwoord.</p>`}`);
}

function missing(thread: Thread): Part {
  const form = thread.case.open_form;
  const filled = form?.filled ?? {};
  const known = Object.entries(thread.case.slots ?? {}).filter(([name, value]) => !(name in filled) && show(value));
  if (!form && !known.length) return nothing;
  return section("ontbreekt", form ? "Wat nog mist" : "Wat bekend is", html`
    ${form
      ? html`<p class="lead"><strong>${form.title || humanise(form.name)}</strong> <span class="meta">was niet klaar</span></p>
          <ul class="form">
            ${(form.missing ?? []).map((name) => html`<li class="missing"><span>${slotWords(name)}</span><strong>ontbreekt</strong></li>`)}
            ${Object.entries(filled).map(([name, value]) => pair(name, value))}
          </ul>`
      : nothing}
    ${known.length ? html`${form ? html`<h4>Ook bekend</h4>` : nothing}<ul class="form">${known.map(([name, value]) => pair(name, value))}</ul>` : nothing}`);
}

function pair(name: string, value: Json): TemplateResult {
  return html`<li><span>${slotWords(name)}</span><strong class="pre">${show(value) || "–"}</strong></li>`;
}

function card(thread: Thread): Part {
  if (thread.customer) return section("klant", "Klant", customerCard(thread.customer));
  // Recognised, but the profile is only for who handles the case.
  const later = thread.case.level > 0 && thread.case.state === "waiting";
  return later ? section("klant", "Klant", html`<p class="empty">De klantgegevens zie je als je de klant aanneemt.</p>`) : nothing;
}

function mood(thread: Thread, actions: ContextActions): Part {
  const signals = [...(thread.case.signals ?? [])].sort((a, b) => b.seq - a.seq);
  if (!signals.length) return nothing;
  return section("stemming", "Stemming, laatste eerst", html`<ol class="signals">${signals.map((one) => signalRow(one, actions))}</ol>`);
}

function signalRow(signal: Signal, actions: ContextActions): TemplateResult {
  const reasons = (signal.evidence ?? []).filter((one) => (one.weight ?? 1) > 0);
  return html`<li class="s-${signal.level === "gefrustreerd" ? "high" : signal.level === "kalm" ? "calm" : "some"}">
    <button class="link" @click=${() => actions.show(signal.seq)} aria-label=${`${clock(signal.at)}, ${signal.level}: toon dit bericht`}>${clock(signal.at)}</button>
    <strong>${signal.level}</strong>
    ${reasons.length ? html`<span>${reasons.map((one) => (one.words ? `${one.label} (“${one.words}”)` : one.label)).join("; ")}</span>` : nothing}
  </li>`;
}

function agreed(thread: Thread): Part {
  const list = consents(thread.customer?.consents);
  return list.length
    ? section("toestemming", "Toestemmingen", html`<ul class="form">${list.map(([purpose, granted]) =>
        html`<li><span>${consentWords(purpose)}</span><strong>${granted ? "ja" : "nee"}</strong></li>`)}</ul>`)
    : nothing;
}

function earlier(thread: Thread): Part {
  if (!thread.customer) return nothing;
  const moments = thread.customer.contact_moments ?? [];
  const latest = [...moments].sort((a, b) => (moment(b) < moment(a) ? -1 : 1));
  return section("eerder", "Eerdere contacten", lineList(latest.map(contactMoment), "Geen eerdere contacten."));
}

function moment(value: Json): string {
  return isFields(value) && typeof value["at"] === "string" ? value["at"] : "";
}
