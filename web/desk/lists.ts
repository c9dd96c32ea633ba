/** The left side: my conversations, the queue, people to call back, and what was closed. */

import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

import type { Desk } from "./desk-store.ts";
import { icon } from "./icons.ts";
import { marks, priority } from "./parts.ts";
import { offeredElsewhere } from "./state.ts";
import { clock, date, day } from "./time.ts";
import type { Summary } from "./types/cases.ts";
import type { Callback } from "./types/helping.ts";
import { customerWords, phoneWords, reasonWords, stateWords } from "./words.ts";
import { why } from "./urgency.ts";

export function lists(desk: Desk): TemplateResult {
  const { mine, waiting, callbacks, closed, loaded } = desk.state;
  const open = callbacks.filter((one) => !one.done);
  return html`<nav class="lists" aria-label="Gesprekken">
    <section aria-labelledby="kop-mijn" class="mine">
      ${heading("kop-mijn", "Mijn gesprekken", mine.length)}
      ${mine.length
        ? html`<ul>${repeat(mine, (one) => one.id, (one) => ownRow(desk, one))}</ul>`
        : html`<p class="empty">${loaded ? "Je hebt nu geen gesprek. Neem een klant aan uit de wachtrij." : "Ophalen…"}</p>`}
    </section>
    <section aria-labelledby="kop-wachtrij" class="queue">
      ${heading("kop-wachtrij", "Wachtrij", waiting.length)}
      ${waiting.length
        ? html`<ul>${repeat(waiting, (one) => one.id, (one) => waitingRow(desk, one))}</ul>`
        : html`<p class="empty">${loaded ? "Er wacht niemand." : "Ophalen…"}</p>`}
    </section>
    <section aria-labelledby="kop-terugbellen" class="callbacks">
      ${heading("kop-terugbellen", "Terugbelverzoeken", open.length)}
      ${open.length
        ? html`<ul>${repeat(open, (one) => one.id, (one) => callbackRow(desk, one))}</ul>`
        : html`<p class="empty">${loaded ? "We hoeven niemand terug te bellen." : "Ophalen…"}</p>`}
    </section>
    <section aria-label="Afgesloten gesprekken" class="closed">
      <details @toggle=${(event: Event) => (event.target as HTMLDetailsElement).open && void desk.lists.loadClosed()}>
        <summary>Afgesloten</summary>
        ${closed?.length
          ? html`<ul>${repeat(closed, (one) => one.id, (one) => closedRow(desk, one))}</ul>`
          : html`<p class="empty">${closed ? "Nog niets afgesloten." : "Ophalen…"}</p>`}
      </details>
    </section>
  </nav>`;
}

function heading(id: string, words: string, count: number): TemplateResult {
  return html`<h2 id=${id}>${words} <span class="count">${count}</span></h2>`;
}

function waitingRow(desk: Desk, one: Summary): TemplateResult {
  return row(desk, one, html`
    <span class="top">
      <span class="name">${customerWords(one.customer_name)}</span>
      <span class="wait"><span class="sr">wacht </span><elapsed-time since=${one.waiting_since}></elapsed-time></span>
    </span>
    <span class="below">${priority(one.priority)}<span class="reason">${why(one)}</span></span>
    ${one.ask ? html`<span class="ask">“${one.ask}”</span>` : nothing}
    ${waitingFor(desk, one)}`);
}

/** Whose it is: the team, or who is asked at this moment. */
function waitingFor(desk: Desk, one: Summary): TemplateResult | typeof nothing {
  const elsewhere = offeredElsewhere(one, desk.state.agent, desk.now());
  if (elsewhere) return html`<span class="meta">Gevraagd aan ${one.offered?.to.name}</span>`;
  return one.team ? html`<span class="meta">${one.team.naam}</span>` : nothing;
}

function ownRow(desk: Desk, one: Summary): TemplateResult {
  const last = one.last_message;
  // What the system says about the course is no news: until somebody speaks the row shows what it is about.
  const said = last?.sender === "system" ? (one.ask ? `“${one.ask}”` : reasonWords(one.reason)) : last?.text || "(plaatje of bestand)";
  const who = last?.sender === "customer" ? "" : last?.sender === "agent" ? "Jij: " : last?.sender === "bot" ? "Assistent: " : "";
  const typing = desk.state.customerTyping.has(one.id);
  return row(desk, one, html`
    <span class="top">
      <span class="name">${customerWords(one.customer_name)}</span>
      ${last?.sender === "customer"
        ? html`<span class="wait"><span class="sr">wacht op antwoord </span><elapsed-time since=${last.at}></elapsed-time></span>`
        : last ? html`<span class="wait done">${clock(last.at)}</span>` : nothing}
    </span>
    <span class="below">
      <span class="last">${typing ? html`<em>typt…</em>` : last ? `${who}${said}` : reasonWords(one.reason)}</span>
      ${one.unread ? html`<span class="unread">${one.unread}<span class="sr"> ongelezen</span></span>` : nothing}
    </span>
    ${marks(one)}`);
}

function closedRow(desk: Desk, one: Summary): TemplateResult {
  const at = one.last_message?.at ?? one.waiting_since;
  return row(desk, one, html`
    <span class="top">
      <span class="name">${customerWords(one.customer_name)}</span>
      <span class="wait done">${dayOrTime(at, desk.now())}</span>
    </span>
    <span class="reason">${reasonWords(one.reason)} · ${stateWords(one.state)}</span>`);
}

function row(desk: Desk, one: Summary, content: TemplateResult): TemplateResult {
  return html`<li>
    <button class="row" data-case=${one.id} aria-current=${desk.state.open === one.id ? "true" : nothing} @click=${() => desk.navigation.open(one.id)}>
      ${content}
    </button>
  </li>`;
}

function callbackRow(desk: Desk, one: Callback): TemplateResult {
  const name = one.name || "Onbekende klant";
  return html`<li class="callback">
    <p class="top"><span class="name">${name}</span>
      <button class="small" aria-label=${`Klaar: ${name} is teruggebeld`} @click=${() => void desk.lists.callbackDone(one.id)}>
        ${icon("check")}Klaar</button></p>
    ${one.slot ? html`<p class="slot">${icon("clock")}${one.slot}</p>` : nothing}
    <p><a href=${`tel:${one.phone.replace(/[^\d+]/g, "")}`} aria-label=${`Bel ${name}, ${phoneWords(one.phone)}`}>${icon("phone")}${phoneWords(one.phone)}</a>
      ${one.customer_number ? html`<span class="meta">klant ${one.customer_number}</span>` : nothing}</p>
    ${one.subject ? html`<p class="subject">${one.subject}</p>` : nothing}
    <p class="meta">gevraagd ${dayOrTime(one.created_at, desk.now())}</p>
  </li>`;
}

function dayOrTime(at: string, now: number): string {
  const word = day(at, now);
  return word === "Vandaag" ? `om ${clock(at)}` : word === "Gisteren" ? `gisteren ${clock(at)}` : date(at);
}
