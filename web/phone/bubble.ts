/** One message on the phone. */
import { html, nothing, type TemplateResult } from "lit";

import { icon } from "./icons.ts";
import { pieces, type Piece } from "./marks.ts";
import type { Bubble, Choice } from "./types.ts";
import { kindWords, reactionWords, sizeOf, tickWords, timeOf } from "./words.ts";

export interface Acts {
  tap(bubble: Bubble, choice: Choice): void;
  open(bubble: Bubble): void;
  takeBack(bubble: Bubble): void;
}

export function bubbleLine(one: Bubble, business: string, isPast: boolean, acts: Acts): TemplateResult {
  const who = one.mine ? "Jij" : business;
  // What was there before, and what one typed oneself, need not be read out.
  return html`<div class="line ${one.mine ? "mine" : "theirs"}" aria-live=${isPast || one.mine ? "off" : nothing} data-id=${one.id}>
    <div class="bubble ${one.emoji ? "reacted" : ""}">
      <span class="sr">${who}, ${timeOf(one.at)} uur: </span>
      ${one.deleted ? html`<p class="gone">Je hebt dit bericht ingetrokken.</p>` : [media(one), text(one)]}
      <p class="foot">
        <time datetime=${one.at} aria-hidden="true">${timeOf(one.at)}</time>
        ${one.mine ? html`<span class="tick ${one.state}">${icon(one.state)}<span class="sr">${tickWords(one.state)}</span></span>` : nothing}
      </p>
      ${one.emoji ? html`<span class="emoji" role="img" aria-label=${reactionWords(one)}>${one.emoji}</span>` : nothing}
    </div>
    ${one.mine && !one.deleted
      ? html`<button class="quiet" aria-label=${`Bericht van ${timeOf(one.at)} intrekken`} @click=${() => acts.takeBack(one)}>${icon("bin")}</button>`
      : nothing}
    ${choices(one, acts)}
  </div>`;
}

function text(one: Bubble): TemplateResult | typeof nothing {
  return one.text ? html`<p class="text">${pieces(one.text).map(styled)}</p>` : nothing;
}

function styled({ style, text: words }: Piece): TemplateResult | string {
  switch (style) {
    case "bold":
      return html`<strong>${words}</strong>`;
    case "italic":
      return html`<em>${words}</em>`;
    case "strike":
      return html`<s>${words}</s>`;
    case "mono":
      return html`<code>${words}</code>`;
    case "link":
      return html`<a href=${words} target="_blank" rel="noopener">${words}<span class="sr"> (opent in een nieuw venster)</span></a>`;
    case "plain":
      return words;
  }
}

function media(one: Bubble): TemplateResult | typeof nothing {
  const { file, kind } = one;
  if (kind === "image" && file?.url) return html`<img src=${file.url} alt=${one.text ? "Foto bij de tekst" : "Foto"} />`;
  if (kind === "document" && file) {
    const name = file.name || "Document";
    return html`<a class="document" href=${file.url} download=${name}>${icon("file")}<span>${name}<small>${sizeOf(file.size)}</small></span></a>`;
  }
  if (kind === "location" && one.place) {
    return html`<p class="kind">${icon("pin")}${one.place.name ?? "Locatie"} (${one.place.latitude}, ${one.place.longitude})</p>`;
  }
  return kind === "text" || kind === "interactive" || kind === "template" || kind === "button"
    ? nothing
    : html`<p class="kind">${icon(kind === "audio" ? "mic" : "file")}${kindWords(kind)}</p>`;
}

function choices(one: Bubble, acts: Acts): TemplateResult | typeof nothing {
  if (!one.choices.length) return nothing;
  if (one.list) {
    return html`<div class="choices"><button class="choice" aria-haspopup="dialog" @click=${() => acts.open(one)}>${icon("list")}${one.list}</button></div>`;
  }
  return html`<div class="choices" role="group" aria-label="Kies een antwoord">
    ${one.choices.map((choice) => html`<button
      class="choice ${choice.id === one.tapped ? "chosen" : ""}"
      ?disabled=${one.tapped !== ""}
      @click=${() => acts.tap(one, choice)}>${choice.title}${choice.id === one.tapped ? html`<span class="sr"> (gekozen)</span>` : nothing}</button>`)}
  </div>`;
}
