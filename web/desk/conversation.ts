/** The middle: who it is and what can be done, the conversation, the field to type in. */

import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";

import type { Desk } from "./desk-store.ts";
import type { DialogKind } from "./app.ts";
import { icon } from "./icons.ts";
import { marks, priority } from "./parts.ts";
import { mayTemplate, shutWords } from "./reach.ts";
import { show } from "./record.ts";
import { offeredElsewhere, type Thread } from "./state.ts";
import type { Summary } from "./types/cases.ts";
import { channelWords, customerWords, levelWords, stateWords } from "./words.ts";
import { why } from "./urgency.ts";
import "./window-left.ts";

export interface ConversationActions {
  dialog(kind: DialogKind): void;
  pane(pane: "list" | "context"): void;
  /** Files that were dropped on the conversation. */
  files(files: readonly File[]): void;
}

export function conversation(desk: Desk, actions: ConversationActions): TemplateResult {
  const summary = desk.openSummary;
  const { open, threadError, pending, customerTyping } = desk.state;
  if (open === null) return nobody(desk);
  const thread = desk.thread;
  return html`<main class="talk" aria-label="Gesprek" data-drop-words="Laat los om het bestand klaar te zetten" @dragover=${dragOver} @dragleave=${dragLeave}
    @drop=${(event: DragEvent) => drop(event, desk.isMine(summary), actions)}>
    ${summary ? head(desk, summary, actions) : nothing}
    ${thread
      ? keyed(open, html`<desk-log .desk=${desk} .thread=${thread} .typing=${customerTyping.has(open)}
          .pending=${pending.filter((one) => one.case_id === open)}></desk-log>`)
      : threadError
        ? html`<div class="blank"><h2 tabindex="-1" id=${summary ? nothing : "gesprek-kop"}>${threadError.text}</h2>
            ${threadError.over ? nothing : html`<button @click=${() => void desk.threads.refresh(open)}>Probeer opnieuw</button>`}</div>`
        : html`<div class="blank"><p role="status">Gesprek ophalen…</p></div>`}
    ${desk.isMine(summary)
      ? html`<desk-suggestions .desk=${desk} .caseId=${open} .lastSeq=${unanswered(thread)}
          .answered=${thread?.messages.findLast((one) => one.sender === "agent")?.seq ?? 0} .news=${desk.state.caseNews.get(open) ?? 0}></desk-suggestions>`
      : nothing}
    <desk-composer .desk=${desk} .caseId=${open} .name=${customerWords(summary?.customer_name)} .reason=${whyNot(desk, summary)}
      .templates=${desk.isMine(summary) && mayTemplate(thread?.case.channel_limits, desk.now())}
      .files=${desk.state.uploads.filter((one) => one.case_id === open)}></desk-composer>
  </main>`;
}

/** The customer's last message, when no agent answered it yet; 0 otherwise. */
function unanswered(thread: Thread | undefined): number {
  const last = thread?.messages.findLast((one) => one.sender === "customer" || one.sender === "agent");
  return last?.sender === "customer" ? last.seq : 0;
}

function dragOver(event: DragEvent): void {
  if (!event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  (event.currentTarget as HTMLElement).classList.add("dropping");
}

function dragLeave(event: DragEvent): void {
  const box = event.currentTarget as HTMLElement;
  if (!box.contains(event.relatedTarget as Node | null)) box.classList.remove("dropping");
}

function drop(event: DragEvent, mine: boolean, actions: ConversationActions): void {
  (event.currentTarget as HTMLElement).classList.remove("dropping");
  const files = [...(event.dataTransfer?.files ?? [])];
  if (!files.length) return;
  // Without this the browser would open the file instead of the desk.
  event.preventDefault();
  if (mine) actions.files(files);
}

function nobody(desk: Desk): TemplateResult {
  const n = desk.state.waiting.length;
  return html`<main class="talk none" aria-label="Gesprek">
    <div class="blank">
      <h2 tabindex="-1" id="gesprek-kop">Kies een gesprek</h2>
      <p>${n ? `Er ${n === 1 ? "wacht 1 klant" : `wachten ${n} klanten`}. Met ` : "Er wacht nu niemand. Met "}<kbd>j</kbd> en <kbd>k</kbd>
        loop je door de wachtrij, met <kbd>Enter</kbd> neem je een klant aan. <kbd>?</kbd> toont alle sneltoetsen.</p>
    </div>
  </main>`;
}

function head(desk: Desk, summary: Summary, actions: ConversationActions): TemplateResult {
  const thread = desk.thread;
  const careful = show(thread?.customer?.vulnerability);
  return html`<header class="talk-head">
    <h2 tabindex="-1" id="gesprek-kop">${customerWords(summary.customer_name)}</h2>
    <div class="actions">
      <button class="pane-button to-list" @click=${() => actions.pane("list")}>Gesprekken</button>
      <button class="pane-button to-context" @click=${() => actions.pane("context")}>Klantbeeld</button>
      ${buttons(desk, summary, actions)}
    </div>
    <p class="facts">
      <span class="level l${summary.level}">${levelWords(summary.level, thread?.case.method)}</span>
      <span class="state">${stateLine(desk, summary)}</span>
      <span>${channelWords(summary.channel)}</span>${reach(desk, summary)}
      ${summary.team ? html`<span>${summary.team.naam}</span>` : nothing}
      ${marks({ ...summary, vulnerable: !!summary.vulnerable && !careful })}
    </p>
    ${careful ? html`<p class="careful">${icon("warning")}<span><strong>Let op:</strong> ${careful}</span></p>` : nothing}
    <p class="why-strip">${priority(summary.priority)}<strong>${why(summary)}</strong>${summary.ask ? html` <span class="ask">“${summary.ask}”</span>` : nothing}</p>
  </header>`;
}

/** How long free text still arrives, and that the customer asked for silence. */
function reach(desk: Desk, summary: Summary): TemplateResult | typeof nothing {
  const limits = desk.thread?.case.channel_limits;
  if (!limits || (summary.state !== "taken" && summary.state !== "waiting")) return nothing;
  const until = limits.free_text_until;
  return html`${until ? html`<window-left until=${until} @over=${() => desk.onChange()}></window-left>` : nothing}
    ${limits.signed_off ? html`<span class="signed-off">Afgemeld voor berichten</span>` : nothing}`;
}

function stateLine(desk: Desk, summary: Summary): TemplateResult {
  if (summary.state === "waiting") {
    const elsewhere = offeredElsewhere(summary, desk.state.agent, desk.now());
    return html`Wacht <elapsed-time since=${summary.waiting_since}></elapsed-time>${elsewhere ? html`, gevraagd aan ${summary.offered?.to.name}` : nothing}`;
  }
  if (summary.state !== "taken") return html`${stateWords(summary.state)}`;
  return desk.isMine(summary) ? html`Bij jou` : html`Bij ${summary.taken_by?.name ?? "een collega"}`;
}

function buttons(desk: Desk, summary: Summary, actions: ConversationActions): TemplateResult | typeof nothing {
  if (summary.state === "waiting") {
    const busy = desk.state.busy === `take:${summary.id}`;
    return html`<button class="primary take" aria-keyshortcuts="Enter" aria-disabled=${busy ? "true" : "false"} @click=${() => void desk.handling.take(summary.id)}>
      ${busy ? "Bezig…" : "Neem aan"}</button>`;
  }
  if (summary.state === "taken" && !desk.isMine(summary) && desk.mayLead) {
    return html`<button class="primary" @click=${() => actions.dialog("take-over")}>Overnemen</button>`;
  }
  if (!desk.isMine(summary)) return nothing;
  return html`<button aria-keyshortcuts="Alt+R" @click=${() => actions.dialog("actions")}>${icon("bolt")}Regelen</button>
    <button aria-keyshortcuts="Alt+D" @click=${() => actions.dialog("transfer")}>Doorzetten</button>
    <button aria-keyshortcuts="Alt+T" @click=${() => actions.dialog("hand-back")}>Teruggeven<span class="sr"> aan de assistent</span></button>
    <button aria-keyshortcuts="Alt+S" @click=${() => actions.dialog("close")}>Afsluiten</button>`;
}

function whyNot(desk: Desk, summary: Summary | undefined): string {
  if (!summary) return desk.state.threadError?.text ?? "Het gesprek wordt opgehaald.";
  if (desk.isMine(summary)) return shutWords(desk.thread?.case.channel_limits, desk.now());
  if (summary.state === "waiting") return "Neem deze klant aan om te antwoorden.";
  if (summary.state === "taken") {
    const who = summary.taken_by?.name ?? "Een collega";
    return desk.mayLead && desk.thread ? `Je luistert mee met ${who}.` : `${who} heeft deze klant.`;
  }
  if (summary.state === "handed_back") return "De digitale assistent heeft dit gesprek weer.";
  return "Dit gesprek is afgesloten.";
}
