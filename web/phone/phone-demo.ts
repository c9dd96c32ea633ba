/** `<phone-demo>`: the phone, and beside it whose phone it is and what should go wrong. */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";

import { act, people, Refused, screen, sendFile, trouble } from "./api.ts";
import { bubbleLine, type Acts } from "./bubble.ts";
import type { PhoneComposer } from "./composer.ts";
import type { Bubble, Choice, People, Screen } from "./types.ts";
import { dayOf, windowWords } from "./words.ts";

const REMEMBERED = "dichtbij:phone";
const AGAIN_MS = 2_000;

export class PhoneDemo extends LitElement {
  static override readonly properties = {
    business: {},
    about: { state: true },
    number: { state: true },
    shown: { state: true },
    listed: { state: true },
    problem: { state: true },
    away: { state: true },
  };
  declare business: string;
  declare about: People | null;
  declare number: string;
  declare shown: Screen | null;
  /** The message whose list is open. */
  declare listed: Bubble | null;
  declare problem: string;
  /** The counter can't be reached. */
  declare away: boolean;

  #looking = new AbortController();
  /** What was on the screen when this phone was picked up. */
  #past = new Set<string>();
  /** The newest message was in sight, and stays so: whatever appears below it, and when a picture has its size. */
  #atEnd = true;

  constructor() {
    super();
    Object.assign(this, { business: "het loket", about: null, number: "", shown: null, listed: null, problem: "", away: false });
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override firstUpdated(_changed: PropertyValues<this>): void {
    void this.#begin();
  }

  async #begin(): Promise<void> {
    try {
      this.about = await people();
    } catch {
      this.away = true;
      setTimeout(() => void this.#begin(), AGAIN_MS);
      return;
    }
    this.away = false;
    const kept = localStorage.getItem(REMEMBERED);
    const first = this.about.phones.find((one) => one.number === kept) ?? this.about.phones[0];
    if (first) this.#pick(first.number);
    await this.updateComplete;
    const given = new URLSearchParams(location.search).get("text");
    if (given) {
      this.#composer.value = given;
      history.replaceState(null, "", location.pathname);
      this.#composer.focus();
    }
  }

  #pick(number: string): void {
    this.#looking.abort();
    this.#looking = new AbortController();
    this.number = number;
    this.shown = null;
    this.listed = null;
    localStorage.setItem(REMEMBERED, number);
    void this.#look(number, this.#looking.signal);
  }

  /** Ask what is on the screen, and again as soon as something changed. */
  async #look(number: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (document.visibilityState === "hidden") await seen(signal);
      try {
        const now = await screen(number, this.away ? null : (this.shown?.version ?? null), signal);
        if (signal.aborted) return;
        if (this.shown === null) this.#past = new Set(now.bubbles.map((one) => one.id));
        this.shown = now;
        this.away = false;
      } catch {
        if (signal.aborted) return;
        this.away = true;
        await new Promise((done) => setTimeout(done, AGAIN_MS));
      }
    }
  }

  protected override willUpdate(): void {
    const log = this.#log;
    this.#atEnd = !log || log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get("shown") as Screen | null | undefined;
    const isNew = changed.has("shown") && (before?.bubbles.length ?? 0) !== (this.shown?.bubbles.length ?? 0);
    if (isNew || this.#atEnd) this.#toEnd();
  }

  readonly #pictureCame = { capture: true, handleEvent: (): void => void (this.#atEnd && this.#toEnd()) };

  readonly #toEnd = (): void => {
    const log = this.#log;
    if (log) log.scrollTop = log.scrollHeight;
  };

  get #log(): HTMLElement | null {
    return this.querySelector<HTMLElement>(".log");
  }

  protected override render(): TemplateResult {
    return html`<main>
      <div class="beside">
        <h1>${this.business} op WhatsApp</h1>
        <p>Zo ziet een klant het. Deze telefoon praat met een nagemaakte WhatsApp-server op deze computer; er gaat niets naar buiten.</p>
        ${this.about ? [this.#whose(this.about), this.#wrong(this.about)] : nothing}
        <p class="links"><a href="/">Website</a> <a href="/demo/mailbox">Mailbox</a> <a href="/desk">Balie</a></p>
      </div>
      ${this.#phone()}
    </main>
    ${this.listed
      ? html`<list-sheet .bubble=${this.listed} @gone=${() => (this.listed = null)}
          @chosen=${(event: CustomEvent<Choice>) => this.listed && this.#acts.tap(this.listed, event.detail)}></list-sheet>`
      : nothing}`;
  }

  #whose({ phones }: People): TemplateResult {
    const story = phones.find((one) => one.number === this.number)?.story ?? "";
    return html`<div class="field">
      <label for="wie">Van wie is de telefoon?</label>
      <select id="wie" @change=${(event: Event) => this.#pick((event.target as HTMLSelectElement).value)}>
        ${phones.map((one) => html`<option value=${one.number} ?selected=${one.number === this.number}>${one.name} (+${one.number})</option>`)}
      </select>
      <p class="hint">${story}</p>
      <p class="hint">${this.shown ? windowWords(this.shown.window_until, Date.now()) : nothing}</p>
    </div>`;
  }

  #wrong({ troubles }: People): TemplateResult {
    const now = this.shown?.trouble ?? "geen";
    return html`<div class="field">
      <label for="storing">Wat gaat er mis bij WhatsApp?</label>
      <select id="storing" @change=${(event: Event) => this.#do(trouble((event.target as HTMLSelectElement).value))}>
        ${troubles.map((one) => html`<option value=${one.name} .selected=${live(one.name === now)}>${one.words}</option>`)}
      </select>
      <label class="check"><input type="checkbox" .checked=${this.shown?.on === false}
        @change=${(event: Event) => this.#do(act(this.number, "power", { on: !(event.target as HTMLInputElement).checked }))} />
        Telefoon staat uit</label>
    </div>`;
  }

  #phone(): TemplateResult {
    return html`<section class="phone" aria-label="Telefoon">
      <header><span class="mark" aria-hidden="true">${this.business.slice(0, 1)}</span>
        <div><h2>${this.business}</h2><p>${this.shown?.typing ? "is aan het typen…" : "Zakelijk account"}</p></div></header>
      <div class="log" role="log" aria-label="Gesprek" tabindex="0" @load=${this.#pictureCame}>${this.#lines()}</div>
      <p class="notice" role="status">${this.away ? "Geen verbinding met het loket. We proberen het opnieuw." : this.shown?.on === false ? "Deze telefoon staat uit." : ""}</p>
      <p class="problem" role="alert">${this.problem}</p>
      <phone-composer @say=${(event: CustomEvent<string>) => this.#do(act(this.number, "text", { text: event.detail }))}
        @file=${(event: CustomEvent<File>) => this.#do(sendFile(this.number, event.detail))}
        @voice=${() => this.#do(act(this.number, "voice"))}
        @place=${() => this.#do(act(this.number, "location"))}></phone-composer>
    </section>`;
  }

  #lines(): unknown {
    if (!this.shown) return nothing;
    const { bubbles } = this.shown;
    if (!bubbles.length) return html`<p class="empty">Stuur een bericht om te beginnen, bijvoorbeeld “hallo”.</p>`;
    return repeat(bubbles, (one) => `${this.number}:${one.id}`, (one, at) => {
      const before = bubbles[at - 1];
      const date = dayOf(one.at);
      return html`${before && dayOf(before.at) === date ? nothing : html`<p class="day">${date}</p>`}
        ${bubbleLine(one, this.business, this.#past.has(one.id), this.#acts)}`;
    });
  }

  readonly #acts: Acts = {
    tap: (bubble, choice) => {
      this.#do(act(this.number, "tap", { bubble: bubble.id, id: choice.id }));
      this.#composer.focus(); // the button that had it is switched off
    },
    open: (bubble) => (this.listed = bubble),
    takeBack: (bubble) => this.#do(act(this.number, "delete", { bubble: bubble.id })),
  };

  #do(work: Promise<unknown>): void {
    this.problem = "";
    work.catch((error: unknown) => {
      this.problem = error instanceof Refused ? error.message : "Geen verbinding met het loket. Probeer het opnieuw.";
    });
  }

  get #composer(): PhoneComposer {
    return this.querySelector("phone-composer") as PhoneComposer;
  }
}

/** Until somebody looks at the page again. */
function seen(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    document.addEventListener("visibilitychange", () => done(), { once: true, signal });
    signal.addEventListener("abort", () => done(), { once: true });
  });
}
