/**
 * Something arranged for the customer without a second system: the same services and rules as the assistant uses. Always in
 * two steps: what it would do, then doing it.
 */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";

import { ApiError } from "./api.ts";
import { DeskDialog } from "./dialog.ts";
import { icon } from "./icons.ts";
import type { ActionField, ActionResult, Actions, QuickAction } from "./types/helping.ts";

export class DeskActions extends DeskDialog {
  static override readonly properties = {
    ...DeskDialog.properties,
    actions: { state: true },
    action: { state: true },
    checked: { state: true },
    result: { state: true },
    field: { state: true },
  };
  declare actions: Actions | null;
  declare action: QuickAction | null;
  /** What it would do; null before the first step. */
  declare checked: ActionResult | null;
  declare result: ActionResult | null;
  /** The field that is wrong. */
  declare field: string | null;
  private values: Record<string, string> = {};

  constructor() {
    super();
    this.actions = null;
    this.action = null;
    this.checked = null;
    this.result = null;
    this.field = null;
  }

  protected override firstUpdated(changed: PropertyValues<this>): void {
    super.firstUpdated(changed);
    void this.load();
  }

  protected override updated(changed: PropertyValues<this>): void {
    const first = '.first-action, [data-field], .buttons .primary';
    if (changed.has("problem") && this.problem) this.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    else if (changed.has("checked") || changed.has("result")) this.querySelector<HTMLElement>(this.checked ? ".buttons .primary" : first)?.focus();
    else if (changed.has("action") || changed.has("actions")) this.querySelector<HTMLElement>(first)?.focus();
  }

  protected override content(): TemplateResult {
    if (this.result) return this.done(this.result);
    if (this.action) return this.checked ? this.confirm(this.action, this.checked) : this.form(this.action);
    return this.choose();
  }

  /** Nothing is under way yet that Escape should wait for. */
  private async load(): Promise<void> {
    try {
      this.actions = await this.desk.api.actions(this.caseId);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.refused(error);
    }
  }

  private choose(): TemplateResult {
    const actions = this.actions?.actions;
    const others = this.actions?.not_offered ?? [];
    return html`<div class="step">
      <h2 id="dialoog-kop">Regelen</h2>
      <p class="meta">${this.name}</p>
      ${actions?.length
        ? html`<ul class="choices">${actions.map((one, index) => html`<li><button class=${index ? "" : "first-action"} @click=${() => this.start(one)}>
            ${one.title}${icon("pass")}</button></li>`)}</ul>`
        : html`<p role="status">${actions ? "Voor deze klant kun je hier nu niets regelen." : this.problem ? "" : "Ophalen…"}</p>`}
      ${others.length
        ? html`<h3>Kan nu niet</h3><ul class="cannot">${others.map((one) => html`<li class="meta"><strong>${one.title}</strong>: ${one.why}</li>`)}</ul>`
        : nothing}
      <div role="alert" class="problem">${this.problem}</div>
      <div class="buttons"><button @click=${() => this.shut()}>Sluiten</button></div>
    </div>`;
  }

  private form(action: QuickAction): TemplateResult {
    return html`<form method="dialog" novalidate @submit=${this.check}>
      <h2 id="dialoog-kop">${action.title}</h2>
      <p class="meta">${this.name}</p>
      ${action.fields.map((one) => this.fieldView(one))}
      ${this.buttons("Controleren")}
    </form>`;
  }

  private fieldView(one: ActionField): TemplateResult {
    const id = `actie-${one.name}`;
    const wrong = this.field === one.name;
    const value = this.values[one.name] ?? "";
    const told = wrong ? "dialoog-fout" : nothing;
    const input = (type: string, mode: string, hint = ""): TemplateResult => html`<input id=${id} data-field=${one.name} type=${type} inputmode=${mode || nothing}
      placeholder=${hint || nothing} .value=${value} ?required=${one.required} aria-invalid=${wrong ? "true" : "false"} aria-describedby=${told} autocomplete="off" />`;
    const control =
      one.kind === "keuze"
        ? html`<select id=${id} data-field=${one.name} ?required=${one.required} aria-invalid=${wrong ? "true" : "false"} aria-describedby=${told}>
            ${value ? nothing : html`<option value="">Kies…</option>`}
            ${(one.options ?? []).map((option) => {
              const [key, label] = typeof option === "string" ? [option, option] : [option.value, option.label];
              return html`<option value=${key} ?selected=${key === value}>${label}</option>`;
            })}</select>`
        : one.kind === "bedrag" ? html`<span class="amount"><span aria-hidden="true">€</span>${input("text", "decimal", "0,00")}</span>`
        : one.kind === "datum" ? input("date", "")
        : one.kind === "telefoon" ? input("tel", "tel")
        : html`<textarea id=${id} class="low" rows="3" data-field=${one.name} .value=${value} ?required=${one.required}
            aria-invalid=${wrong ? "true" : "false"} aria-describedby=${told}></textarea>`;
    return html`<div class="one-field"><label for=${id}>${one.label}${one.required ? nothing : " (mag leeg blijven)"}</label>${control}</div>`;
  }

  private confirm(action: QuickAction, told: ActionResult): TemplateResult {
    const lines = typeof told.summary === "string" ? told.summary.split("\n") : (told.summary ?? []);
    return html`<form method="dialog" novalidate @submit=${this.carryOut}>
      <h2 id="dialoog-kop">Klopt dit?</h2>
      <p class="meta">${action.title} · ${this.name}</p>
      <div class="will-do">${lines.map((one) => html`<p>${one}</p>`)}</div>
      ${(told.warnings ?? []).map((one) => html`<p class="careful">${icon("warning")}<span>${one}</span></p>`)}
      <div role="alert" id="dialoog-fout" class="problem">${this.problem}</div>
      <div class="buttons">
        <button type="button" @click=${this.back}>Terug</button>
        <button type="submit" class="primary" aria-disabled=${this.busy ? "true" : "false"} aria-keyshortcuts="Control+Enter">
          ${this.busy ? "Bezig…" : "Ja, uitvoeren"}</button>
      </div>
    </form>`;
  }

  private done(result: ActionResult): TemplateResult {
    return html`<div class="step">
      <h2 id="dialoog-kop">${icon("check")}Geregeld</h2>
      <p role="status" class="pre">${result.done ?? ""}</p>
      ${result.tell ? html`<h3>Vertel de klant</h3><blockquote class="to-customer">${result.tell}</blockquote>` : nothing}
      <div class="buttons">
        <button @click=${() => this.shut()}>Sluiten</button>
        ${result.tell ? html`<button class="primary" @click=${() => this.tellCustomer(result.tell ?? "")}>Zet in het antwoord</button>` : nothing}
      </div>
    </div>`;
  }

  private start(action: QuickAction): void {
    this.values = Object.fromEntries(action.fields.map((one) => [one.name, String(one.value ?? "")]));
    this.problem = "";
    this.action = action;
  }

  private readonly back = (): void => {
    this.problem = "";
    this.checked = null;
  };

  private readonly check = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { action } = this;
    if (!action || this.busy) return;
    const fields = this.querySelectorAll<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>("[data-field]");
    for (const one of fields) this.values[one.dataset["field"] ?? ""] = one.value.trim();
    const empty = action.fields.find((one) => one.required && !this.values[one.name]);
    this.field = empty?.name ?? null;
    if (empty) {
      this.problem = `Vul in: ${empty.label.toLowerCase()}.`;
      return;
    }
    await this.attempt(async () => {
      this.checked = await this.desk.api.act(this.caseId, action.name, this.values, false);
    });
  };

  private readonly carryOut = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { action } = this;
    if (!action) return;
    await this.attempt(async () => {
      this.result = await this.desk.api.act(this.caseId, action.name, this.values, true);
      this.checked = null;
      void this.desk.threads.refresh(this.caseId);
      this.desk.threads.news(this.caseId);
    });
  };

  protected override refused(error: ApiError): void {
    super.refused(error);
    this.field = error.field;
    // What was right at the check and is not any more: back to the fields.
    if (error.field) this.checked = null;
  }

  private tellCustomer(text: string): void {
    this.shut();
    this.dispatchEvent(new CustomEvent<string>("insert", { detail: text, bubbles: true }));
  }
}

customElements.define("desk-actions", DeskActions);
