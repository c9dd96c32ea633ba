/** What was before: help by humans in this conversation, other conversations, and all contacts of the customer. */

import { html, nothing, type TemplateResult } from "lit";

import { contactMoment, isFields } from "./record.ts";
import { lineList } from "./parts.ts";
import type { Thread } from "./state.ts";
import { clock, date } from "./time.ts";
import type { EarlierConversation, EarlierHandover } from "./types/cases.ts";
import type { Json } from "./types/json.ts";
import type { Message } from "./types/messages.ts";
import { channelWords, OUTCOMES, scoreWords, senderWords } from "./words.ts";

/** Nothing when there is nothing to tell. */
export function earlierParts(thread: Thread): TemplateResult | null {
  const handovers = thread.case.earlier_handovers ?? [];
  const conversations = thread.case.earlier_conversations ?? [];
  const moments = [...(thread.customer?.contact_moments ?? [])].sort((a, b) => (moment(b) < moment(a) ? -1 : 1));
  const { continues } = thread.case;
  if (!handovers.length && !conversations.length && !thread.customer && !continues) return null;
  return html`
    ${continues ? html`<h4>Ging hier verder na: ${channelWords(continues.channel)}</h4>${transcript(continues.messages, thread)}` : nothing}
    ${handovers.length ? html`<h4>Eerder in dit gesprek geholpen</h4><ul class="records">${handovers.map(handover)}</ul>` : nothing}
    ${conversations.length ? html`<h4>Eerdere gesprekken</h4><ul class="records">${conversations.map(conversation)}</ul>` : nothing}
    ${thread.customer
      ? html`${handovers.length || conversations.length ? html`<h4>Alle contacten</h4>` : nothing}${lineList(moments.map(contactMoment), "Geen eerdere contacten.")}`
      : nothing}`;
}

/** What was said there, to open and read; the field below answers here only. */
function transcript(messages: readonly Message[], thread: Thread): TemplateResult {
  const who = (one: Message): string =>
    one.sender === "agent" ? one.sender_name || "Medewerker" : one.sender === "system" ? "Systeem" : senderWords(one.sender, thread.case.customer_name);
  return html`<details class="transcript"><summary>Lees dat gesprek (${messages.length} ${messages.length === 1 ? "bericht" : "berichten"})</summary>
    <ul class="records">${messages.map((one) => html`<li><p>${one.text || "(bestand)"}</p><p class="meta">${who(one)} · ${clock(one.at)}</p></li>`)}</ul></details>`;
}

function handover(one: EarlierHandover): TemplateResult {
  const how = [one.agent_name, one.outcome ? OUTCOMES[one.outcome].toLowerCase() : "", `${date(one.opened_at)} ${clock(one.opened_at)}`];
  return html`<li><p>${one.note || one.ask || one.reason_text}</p><p class="meta">${how.filter(Boolean).join(" · ")}</p></li>`;
}

function conversation(one: EarlierConversation): TemplateResult {
  const how = [
    date(one.began_at),
    channelWords(one.channel),
    one.helped_by.length ? `met ${one.helped_by.join(" en ")}` : "met de assistent",
    one.outcome ? OUTCOMES[one.outcome].toLowerCase() : "",
    one.rating ? scoreWords(one.rating).toLowerCase() : "",
  ];
  return html`<li><p>${one.about.join(", ") || "Gesprek"}</p>${one.note ? html`<p>${one.note}</p>` : nothing}<p class="meta">${how.filter(Boolean).join(" · ")}</p></li>`;
}

function moment(value: Json): string {
  return isFields(value) && typeof value["at"] === "string" ? value["at"] : "";
}
