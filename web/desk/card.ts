/** The customer card: what to be careful with first, then how to reach them, then what they have with us. */

import { html, nothing, type TemplateResult } from "lit";

import { icon } from "./icons.ts";
import { lineList } from "./parts.ts";
import { address, contract, invoice, request, show } from "./record.ts";
import type { Customer } from "./types/customer.ts";
import { phoneWords } from "./words.ts";

export function customerCard(customer: Customer): TemplateResult {
  const careful = show(customer.vulnerability);
  const phone = customer.phone ?? "";
  const addresses = (customer.addresses ?? []).map(address);
  return html`
    ${careful ? html`<p class="careful">${icon("warning")}<span><strong>Let op:</strong> ${careful}</span></p>` : nothing}
    <ul class="form">
      <li><span>Klantnummer</span><strong>${customer.customer_number}</strong></li>
      ${phone ? html`<li><span>Telefoon</span><a href=${`tel:${phone.replace(/[^\d+]/g, "")}`}>${phoneWords(phone)}</a></li>` : nothing}
      ${customer.email ? html`<li><span>E-mail</span><strong class="break">${customer.email}</strong></li>` : nothing}
      ${addresses.map((line) => html`<li><span>${line.sub[0] ?? "Adres"}</span><strong>${line.main}</strong></li>`)}
    </ul>
    <h4>Openstaand</h4>
    ${lineList((customer.open_invoices ?? []).map(invoice), "Geen open facturen.")}
    <h4>Contracten</h4>
    ${lineList((customer.contracts ?? []).map(contract), "Geen contract.")}
    <h4>Lopende aanvragen</h4>
    ${lineList((customer.open_requests ?? []).map(request), "Geen lopende aanvragen.")}`;
}
