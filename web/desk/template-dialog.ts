/** An approved text for a customer who wrote longer than a day ago: choose one, fill it in, read it, send it. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";

import type { ApiError } from "./api.ts";
import { DeskDialog } from "./dialog.ts";
import { newId } from "./outbox.ts";
import { filled } from "./reach.ts";
import type { Template, TemplateField } from "./types/reach.ts";

export class DeskTemplates extends DeskDialog {
  static override readonly properties = {
    ...DeskDialog.properties,
    templates: { state: true },
    chosen: { state: true },
    values: { state: true },
    wrong: { state: true },
  };
  /** Null until they are fetched. */
  declare templates: readonly Template[] | null;
  declare chosen: Template | null;
  declare values: ReadonlyMap<string, string>;
  /** Name of the field that is wrong. */
  declare wrong: string;
  /** The same for every attempt: a text that was taken and whose answer got lost is not sent twice. */
  private messageId = newId();

  constructor() {
    super();
    this.templates = null;
    this.chosen = null;
    this.values = new Map();
    this.wrong = "";
  }

  protected override firstUpdated(changed: PropertyValues<this>): void {
    super.firstUpdated(changed);
    void this.attempt(async () => {
      this.templates = await this.desk.api.templates(this.caseId);
      this.choose(this.templates[0] ?? null);
      await this.updateComplete;
      this.querySelector<HTMLElement>(".one-field input")?.focus();
    });
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("wrong") && this.wrong) this.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }

  protected override content(): TemplateResult {
    const { templates, chosen } = this;
    return html`<form method="dialog" novalidate @submit=${this.submit}>
      <h2 id="dialoog-kop">Sjabloon sturen</h2>
      <p class="meta">${this.name}</p>
      <p>De klant schreef langer dan 24 uur geleden. Een sjabloon komt nog wel aan. Antwoordt de klant, dan kun je weer gewoon typen.</p>
      ${templates === null
        ? html`<p class="meta" role="status">${this.problem ? "" : "Ophalen…"}</p>`
        : templates.length
          ? html`<fieldset><legend>Welk sjabloon</legend>${templates.map((one) => this.choice(one))}</fieldset>`
          : html`<p role="status">Er is nu geen sjabloon dat past. Misschien kun je alweer typen.</p>`}
      ${chosen
        ? html`${chosen.fields.map((field) => this.field(field))}
            <div><h3 id="zo-leest-de-klant">Zo leest de klant het</h3><p class="to-customer" aria-labelledby="zo-leest-de-klant">${filled(chosen, this.values)}</p></div>`
        : nothing}
      ${chosen ? this.buttons("Verstuur") : this.onlyClose()}
    </form>`;
  }

  private choice(one: Template): TemplateResult {
    return html`<label class="choice"><input type="radio" name="sjabloon" value=${one.id} ?checked=${one === this.chosen}
      @change=${() => this.choose(one)} />${one.title}</label>`;
  }

  private field(field: TemplateField): TemplateResult {
    const id = `veld-${field.name}`;
    return html`<div class="one-field"><label for=${id}>${field.label}</label>
      <input id=${id} type="text" required maxlength=${field.longest} .value=${this.values.get(field.name) ?? ""}
        aria-invalid=${this.wrong === field.name ? "true" : "false"} aria-describedby="dialoog-fout"
        @input=${(event: Event) => this.fill(field.name, (event.target as HTMLInputElement).value)} /></div>`;
  }

  private onlyClose(): TemplateResult {
    return html`<div role="alert" id="dialoog-fout" class="problem">${this.problem}</div>
      <div class="buttons"><button type="button" @click=${() => this.shut()}>Sluiten</button></div>`;
  }

  private choose(template: Template | null): void {
    this.chosen = template;
    this.wrong = "";
    this.problem = "";
  }

  private fill(name: string, value: string): void {
    this.values = new Map(this.values).set(name, value);
    if (this.wrong === name) this.wrong = "";
  }

  protected override refused(error: ApiError): void {
    super.refused(error);
    this.wrong = error.field ?? "";
  }

  private readonly submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { chosen, caseId } = this;
    if (!chosen) return;
    const values = Object.fromEntries(chosen.fields.map((field) => [field.name, this.values.get(field.name) ?? ""]));
    void this.attempt(async () => {
      this.desk.threads.add(caseId, await this.desk.api.sendTemplate(caseId, chosen.id, values, this.messageId));
      this.shut();
      this.desk.notify("info", "Het sjabloon is verstuurd.");
    });
  };
}

customElements.define("desk-templates", DeskTemplates);
