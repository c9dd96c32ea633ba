/** The right side: what an agent needs, in the order in which it is needed. A new part is one function and one line below. */

import { html, nothing, type TemplateResult } from "lit";

import { customerCard } from "./card.ts";
import type { Desk } from "./desk-store.ts";
import { earlierParts } from "./earlier.ts";
import { icon } from "./icons.ts";
import { consents, show } from "./record.ts";
import { priority } from "./parts.ts";
import type { Thread } from "./state.ts";
import { clock, date } from "./time.ts";
import type { Case } from "./types/cases.ts";
import type { Json } from "./types/json.ts";
import type { Evidence } from "./types/moods.ts";
import { channelWords, consentWords, customerWords, dangerWords, humanise, levelMeaning, levelWords, OUTCOMES, ratingWords, reasonWords, slotWords } from "./words.ts";
import { urgencyWords } from "./urgency.ts";

export interface ContextActions {
  /** Brings a message of the conversation into view. */
  show(seq: number): void;
  pane(): void;
}

/** Stands in the reason already. */
const ASKS_A_HUMAN = "medewerker_spreken";

type Part = TemplateResult | typeof nothing;

export function context(desk: Desk, actions: ContextActions): TemplateResult {
  const thread = desk.thread;
  return html`<aside class="context" aria-label="Klantbeeld" tabindex="0" @show-message=${(event: CustomEvent<number>) => actions.show(event.detail)}>
    <button class="pane-button to-talk" @click=${actions.pane}>Terug naar het gesprek</button>
    ${thread
      ? html`${summary(thread)} ${why(thread)} ${mood(thread)} ${ask(thread)} ${who(thread)} ${notes(desk, thread)} ${ended(thread)}
          ${missing(thread)} ${promised(thread)} ${tried(thread)} ${card(thread)} ${earlier(thread)} ${channel(thread)} ${agreed(thread)}`
      : html`<p class="empty">${desk.state.open === null ? "Hier zie je waarom een klant een medewerker nodig heeft, en wat we al weten." : "Ophalen…"}</p>`}
  </aside>`;
}

function section(id: string, title: string, content: TemplateResult): TemplateResult {
  return html`<section class="part ${id}" aria-labelledby=${`deel-${id}`}>
    <h3 id=${`deel-${id}`}>${title}</h3>
    ${content}
  </section>`;
}

/** Three lines first: who reads nothing else can still begin. */
function summary(thread: Thread): Part {
  const told = thread.case.summary;
  if (!told) return nothing;
  return section("kort", "In het kort", html`<dl class="three">
    <div><dt>Wil</dt><dd>${told.wants}</dd></div>
    <div><dt>Gedaan</dt><dd>${told.done}</dd></div>
    <div><dt>Open</dt><dd>${told.open}</dd></div></dl>`);
}

function why(thread: Thread): Part {
  const one = thread.case;
  const title = reasonWords(one.reason);
  const { safety } = one;
  return section("waarom", "Waarom nu", html`
    ${safety ? html`<p class="danger">${icon("warning")}<span><strong>${dangerWords(safety.kind)}</strong>${safety.words ? html` <q>${safety.words}</q>` : nothing} <span class="meta">${clock(safety.at)}</span></span></p>` : nothing}
    <p class="lead">${priority(one.priority)}<strong>${title}</strong></p>
    ${one.reason_text && one.reason_text.toLowerCase() !== `de klant ${title.toLowerCase()}` && one.reason_text !== title ? html`<p>${one.reason_text}</p>` : nothing}
    ${urgencyWords(one).length ? html`<p class="meta">Waarom eerst: ${urgencyWords(one).join(", ")}</p>` : nothing}
    ${evidence(one.evidence ?? [])}`);
}

function evidence(list: readonly Evidence[]): Part {
  const heavy = [...list].sort((a, b) => Math.abs(b.weight ?? 0) - Math.abs(a.weight ?? 0));
  return heavy.length
    ? html`<ul class="evidence">${heavy.map((one) => html`<li class=${(one.weight ?? 1) < 0 ? "against" : ""}>
        ${(one.weight ?? 1) < 0 ? html`<span class="meta">spreekt ertegen: </span>` : nothing}${one.label}${one.words
          ? html` <q>${one.words}</q>` : nothing}</li>`)}</ul>`
    : nothing;
}

/** The own words, unless the three lines have them whole already; and which questions it was about. */
function ask(thread: Thread): Part {
  const { ask: words, intents, summary: told } = thread.case;
  const about = new Map((intents ?? []).filter((one) => one.intent !== ASKS_A_HUMAN).map((one) => [one.intent, one]));
  if (!about.size && words && told?.wants.includes(words)) return nothing;
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
    ${proof(thread.case)}
    <p class="meta">${levelMeaning(level)}</p>`);
}

/** When it was proved, and until when that is good for changes. */
function proof(one: Case): Part {
  const how = one.level === 1 ? one.method_text : null;
  // A known number or a link proves nothing: whoever holds the phone is recognised.
  const since = one.proved_at && !["whatsapp", "continued"].includes(one.method ?? "") ? `Bewezen om ${clock(one.proved_at)}${one.proved_until ? `, geldig tot ${clock(one.proved_until)}` : ""}.` : "";
  return how || since ? html`<p class="meta">${how ? `${how.charAt(0).toUpperCase()}${how.slice(1)}. ` : ""}${since}</p>` : nothing;
}

function notes(desk: Desk, thread: Thread): Part {
  const { id } = thread.case;
  return html`<desk-notes .desk=${desk} .caseId=${id} .news=${desk.state.caseNews.get(id) ?? 0} .writable=${desk.isMine(thread.case)}></desk-notes>`;
}

/** How it ended, when it has. */
function ended(thread: Thread): Part {
  const { note, outcome, lesson, ratings } = thread.case;
  if (!note && !outcome && !lesson && !ratings?.length) return nothing;
  return section("einde", note || outcome ? "Hoe het eindigde" : "Beoordeling", html`
    ${outcome ? html`<p class="lead"><strong>${OUTCOMES[outcome] ?? humanise(outcome)}</strong></p>` : nothing}
    ${note ? html`<p class="pre">${note}</p>` : nothing}
    ${lesson ? html`<p class="meta">Voor de assistent: ${lesson}</p>` : nothing}
    ${(ratings ?? []).map((one) => html`<p>${ratingWords(one)} <span class="meta">${clock(one.at)}</span></p>`)}`);
}

function promised(thread: Thread): Part {
  const steps = thread.case.promised ?? [];
  const done = thread.case.arranged ?? [];
  if (!steps.length && !done.length) return nothing;
  return section("beloofd", "Beloofd en geregeld", html`
    ${steps.length
      ? html`<ul class="records promised">${steps.map((one) => html`<li><p>${humanise(one.text)}</p>
          <p class="meta">${[one.by ? `door ${one.by}` : "", `beloofd ${date(one.at)}`, one.reference ?? ""].filter(Boolean).join(" · ")}</p></li>`)}</ul>`
      : html`<p class="empty">Er is niets beloofd.</p>`}
    ${done.length
      ? html`<h4>Geregeld in dit gesprek</h4><ul class="records">${done.map((one) => html`<li><p>${one.title}</p>
          <p class="meta">${[one.reference, clock(one.at), one.state ? humanise(one.state) : ""].filter(Boolean).join(" · ")}</p></li>`)}</ul>`
      : nothing}`);
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
  const labels = thread.case.slot_labels;
  const filled = form?.filled ?? {};
  const known = Object.entries(thread.case.slots ?? {}).filter(([name, value]) => !(name in filled) && show(value));
  if (!form && !known.length) return nothing;
  return section("ontbreekt", form ? "Wat nog mist" : "Wat bekend is", html`
    ${form
      ? html`<p class="lead"><strong>${form.title || humanise(form.name)}</strong> <span class="meta">was niet klaar</span></p>
          <ul class="form">
            ${(form.missing ?? []).map((name) => html`<li class="missing"><span>${slotWords(name, labels)}</span><strong>ontbreekt</strong></li>`)}
            ${Object.entries(filled).map(([name, value]) => pair(slotWords(name, labels), value))}
          </ul>`
      : nothing}
    ${known.length ? html`${form ? html`<h4>Ook bekend</h4>` : nothing}<ul class="form">${known.map(([name, value]) => pair(slotWords(name, labels), value))}</ul>` : nothing}`);
}

function pair(label: string, value: Json): TemplateResult {
  return html`<li><span>${label}</span><strong class="pre">${show(value) || "–"}</strong></li>`;
}

function card(thread: Thread): Part {
  if (thread.customer) return section("klant", "Klant", customerCard(thread.customer));
  // Recognised, but the profile is only for who handles the case.
  const later = thread.case.level > 0 && thread.case.state === "waiting";
  return later ? section("klant", "Klant", html`<p class="empty">De klantgegevens zie je als je de klant aanneemt.</p>`) : nothing;
}

function mood(thread: Thread): Part {
  const signals = thread.case.signals ?? [];
  return signals.length ? section("stemming", "Stemming", html`<desk-mood .signals=${signals}></desk-mood>`) : nothing;
}

function channel(thread: Thread): Part {
  const { channel: name, channel_limits: limits, last_customer_at: last } = thread.case;
  if (!limits && !last) return nothing;
  return section("kanaal", "Kanaal", html`<ul class="form">
    <li><span>Waar</span><strong>${channelWords(name)}</strong></li>
    ${last ? html`<li><span>Klant schreef</span><strong>${date(last)} ${clock(last)}</strong></li>` : nothing}
    ${limits?.free_text_until ? html`<li><span>Vrij antwoorden</span><strong>tot ${date(limits.free_text_until)} ${clock(limits.free_text_until)}</strong></li>` : nothing}
  </ul>`);
}

function agreed(thread: Thread): Part {
  const list = consents(thread.customer?.consents);
  return list.length
    ? section("toestemming", "Toestemmingen", html`<ul class="form">${list.map(([purpose, granted]) =>
        html`<li><span>${consentWords(purpose)}</span><strong>${granted ? "ja" : "nee"}</strong></li>`)}</ul>`)
    : nothing;
}

function earlier(thread: Thread): Part {
  const told = earlierParts(thread);
  return told ? section("eerder", "Eerdere contacten", told) : nothing;
}
