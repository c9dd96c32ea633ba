/** One message of the conversation, as the agent reads it. Everything is a text node: what a customer types stays text. */

import { html, nothing, type TemplateResult } from "lit";

import { icon } from "./icons.ts";
import { safeUrl } from "./links.ts";
import { clock, date } from "./time.ts";
import type { Message, Pending } from "./types/messages.ts";
import type { Signal } from "./types/moods.ts";
import { sizeWords } from "./uploads.ts";
import { deliveryWords, senderWords } from "./words.ts";

export interface MessageFacts {
  readonly customerName: string | null;
  /** Name of the agent who looks, to say "Jij". */
  readonly agentName: string;
  /** Follows a message of the same sender closely: its head need not be seen again. */
  readonly follows: boolean;
  /** The title of the offered answer that the customer then chose. */
  readonly chosen: string | null;
  /** What the reading made of it, when not calm. */
  readonly signal: Signal | null;
  /** Show the delivery state (the last own one, and where it went wrong). */
  readonly delivery: boolean;
}

export function messageView(message: Message, facts: MessageFacts): TemplateResult {
  const own = message.sender === "agent" && (!message.sender_name || message.sender_name === facts.agentName);
  if (message.sender === "system") {
    return html`<li class="message system" data-seq=${message.seq}><p><span class="sr">Systeem: </span>${message.text}<time datetime=${message.at}>${clock(message.at)}</time></p></li>`;
  }
  const who = own ? "Jij" : message.sender === "agent" ? message.sender_name || "Medewerker" : senderWords(message.sender, facts.customerName);
  return html`<li class="message ${message.sender} ${facts.follows ? "follows" : ""}" data-seq=${message.seq}>
    <p class="who ${facts.follows ? "sr" : ""}">
      ${message.sender === "bot" ? icon("bot") : nothing}<span>${who}</span><time datetime=${message.at}>${clock(message.at)}</time>
    </p>
    ${content(message)} ${told(message)} ${offered(message, facts.chosen)} ${facts.signal ? mood(facts.signal) : nothing}
    ${facts.delivery && message.state ? delivery(message.state, message.failure) : nothing}
  </li>`;
}

/** The offered answer that the customer took: what came next from the customer, when it is one of those offered. */
export function chosenTitle(message: Message, later: readonly Message[]): string | null {
  const answer = later.find((one) => one.sender === "customer")?.text?.trim().toLowerCase();
  return message.quick_replies?.find((reply) => reply.title.trim().toLowerCase() === answer)?.title ?? null;
}

export function pendingView(item: Pending, actions: { again(): void; back(): void }): TemplateResult {
  return html`<li class="message agent pending ${item.state}">
    <p class="who"><span>Jij</span><time datetime=${item.at}>${clock(item.at)}</time></p>
    <div class="bubble"><p class="text">${item.text}</p></div>
    ${item.state === "failed"
      ? html`<p class="delivery failed">${icon("warning")}<span>Niet verstuurd. ${item.error ?? ""}</span>
          <button class="link" @click=${actions.again}>Opnieuw versturen</button>
          <button class="link" @click=${actions.back}>Terug in het invoerveld</button></p>`
      : html`<p class="delivery">${icon("clock")}${item.state === "sending" ? "Wordt verstuurd…" : "Wacht op verbinding…"}</p>`}
  </li>`;
}

function content(message: Message): TemplateResult {
  const links = (message.links ?? []).map((link) => ({ title: link.title, href: safeUrl(link.url) }));
  return html`<div class="bubble">
    ${message.text ? html`<p class="text ${isDescribed(message) ? "described" : ""}">${message.text}</p>` : nothing} ${picture(message)}
    ${links.length
      ? html`<ul class="links">${links.map((link) => html`<li>${link.href
          ? html`<a href=${link.href} target="_blank" rel="noopener noreferrer">${link.title}<span class="sr"> (nieuw venster)</span></a>`
          : link.title}</li>`)}</ul>`
      : nothing}
    ${message.text || message.attachment || links.length ? nothing : html`<p class="text none">(leeg bericht)</p>`}
  </div>`;
}

/** The text tells what it was; these are not the customer's words. */
function isDescribed(message: Message): boolean {
  return message.sender === "customer" && (!!message.phone?.kind || !!message.phone?.withdrawn);
}

/** What else is to be known of a message on a phone. */
function told(message: Message): TemplateResult | typeof nothing {
  const { phone, earlier, reaction } = message;
  const lines = [
    earlier ? `Gewijzigd door de klant. Eerst stond er: “${earlier}”` : "",
    phone?.sent_at ? `Verstuurd op ${date(phone.sent_at)} om ${clock(phone.sent_at)}, maar nu pas binnengekomen` : "",
    phone?.came_by ? `Kwam via: ${phone.came_by}` : "",
    phone?.template ? "Verstuurd als sjabloon" : "",
    reaction ? `Reactie van de klant: ${reaction}` : "",
  ].filter(Boolean);
  return lines.length ? html`<ul class="told">${lines.map((line) => html`<li>${line}</li>`)}</ul>` : nothing;
}

function picture(message: Message): TemplateResult | typeof nothing {
  const payload = message.attachment?.payload;
  if (!payload) return nothing;
  if (message.attachment?.type === "file") return download(payload);
  const title = payload.title || "Plaatje zonder beschrijving";
  const src = message.attachment?.type === "image" ? safeUrl(payload.src) : null;
  if (!src) return html`<p class="text none">${title}</p>`;
  return html`<figure>
    <a href=${src} target="_blank" rel="noopener noreferrer" aria-label=${`${title}, groot bekijken (nieuw venster)`}>
      <img src=${src} alt="" loading="lazy" decoding="async" @error=${(event: Event) => gone(event.target as HTMLImageElement)} />
    </a>
    <figcaption>${title}</figcaption>
  </figure>`;
}

/** A file that is not shown but opened. */
function download(payload: { readonly src: string; readonly title?: string; readonly size?: number }): TemplateResult {
  const href = safeUrl(payload.src);
  const title = payload.title || "Bestand";
  const size = payload.size ? html` <span class="meta">${sizeWords(payload.size)}</span>` : nothing;
  return html`<p class="file">${icon("file")}${href
    ? html`<a href=${href} target="_blank" rel="noopener noreferrer">${title}<span class="sr"> (nieuw venster)</span></a>`
    : html`<span>${title}</span>`}${size}</p>`;
}

/** Signed addresses end after a while; the description then says what the customer saw. */
function gone(image: HTMLImageElement): void {
  image.closest("figure")?.classList.add("gone");
}

function offered(message: Message, chosen: string | null): TemplateResult | typeof nothing {
  const replies = message.quick_replies ?? [];
  if (!replies.length) return nothing;
  return html`<div class="offered"><span>Aangeboden:</span>
    <ul aria-label="Aangeboden keuzes">${replies.map((reply) =>
      reply.title === chosen
        ? html`<li class="chosen">${icon("check")}${reply.title}<span class="sr"> (gekozen)</span></li>`
        : html`<li>${reply.title}</li>`)}</ul>
  </div>`;
}

function mood(signal: Signal): TemplateResult {
  const why = (signal.evidence ?? []).filter((one) => (one.weight ?? 1) > 0).map((one) => one.label);
  return html`<p class="mood ${signal.level === "gefrustreerd" ? "high" : "some"}">
    <strong>${signal.level === "gefrustreerd" ? "Gefrustreerd" : "Geïrriteerd"}</strong>${why.length ? `: ${why.join(", ")}` : ""}
  </p>`;
}

function delivery(state: NonNullable<Message["state"]>, failure?: string | null): TemplateResult {
  const mark = state === "failed" ? "warning" : state === "stored" ? "clock" : state === "sent" ? "check" : "checks";
  return html`<p class="delivery ${state}">${icon(mark)}<span>${state === "failed" && failure ? failure : deliveryWords(state)}</span></p>`;
}
