/** What was before: help by humans in this conversation, other conversations, and all contacts of the customer. */

import { html, nothing, type TemplateResult } from "lit";

import { chosenTitle, messageView } from "./message.ts";
import { contactMoment, isFields } from "./record.ts";
import { lineList } from "./parts.ts";
import type { Thread } from "./state.ts";
import { clock, date, dayKey } from "./time.ts";
import type { EarlierConversation, EarlierHandover, Linked } from "./types/cases.ts";
import type { Json } from "./types/json.ts";
import { channelWords, OUTCOMES, scoreWords } from "./words.ts";

/** Nothing when there is nothing to tell. */
export function earlierParts(thread: Thread): TemplateResult | null {
  const handovers = thread.case.earlier_handovers ?? [];
  const conversations = thread.case.earlier_conversations ?? [];
  const moments = [...(thread.customer?.contact_moments ?? [])].sort((a, b) => (moment(b) < moment(a) ? -1 : 1));
  const { continues, continued_on: goesOn } = thread.case;
  if (!handovers.length && !conversations.length && !thread.customer && !continues && !goesOn) return null;
  return html`
    ${continues ? html`<h4>Ging hier verder na: ${channelWords(continues.channel)}</h4>${transcript(continues, thread)}` : nothing}
    ${goesOn ? html`<h4>Ging hierna verder op: ${channelWords(goesOn.channel)}</h4>${transcript(goesOn, thread)}` : nothing}
    ${handovers.length ? html`<h4>Eerder in dit gesprek geholpen</h4><ul class="records">${handovers.map(handover)}</ul>` : nothing}
    ${conversations.length ? html`<h4>Eerdere gesprekken</h4><ul class="records">${conversations.map(conversation)}</ul>` : nothing}
    ${thread.customer
      ? html`${handovers.length || conversations.length ? html`<h4>Alle contacten</h4>` : nothing}${lineList(moments.map(contactMoment), "Geen eerdere contacten.")}`
      : nothing}`;
}

/** What was said there, as it stood there, to open and read; the field below answers here only. */
function transcript({ messages }: Linked, thread: Thread): TemplateResult {
  return html`<details class="transcript"><summary>Lees dat gesprek (${messages.length} ${messages.length === 1 ? "bericht" : "berichten"})</summary>
    <ol>${messages.map((one, index) => {
      const before = messages[index - 1];
      const facts = {
        customerName: thread.case.customer_name,
        agentName: "",
        follows: false,
        chosen: chosenTitle(one, messages.slice(index + 1)),
        signal: null,
        delivery: one.state === "failed",
      };
      return html`${before && dayKey(before.at) === dayKey(one.at) ? nothing : html`<li class="divider day"><span>${date(one.at)}</span></li>`}${messageView(one, facts)}`;
    })}</ol></details>`;
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
