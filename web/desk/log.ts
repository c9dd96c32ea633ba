/** The conversation itself: opens where the trouble starts, then stays at the end as long as the agent is there. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";

import type { Desk } from "./desk-store.ts";
import { icon } from "./icons.ts";
import { chosenTitle, messageView, pendingView, type MessageFacts } from "./message.ts";
import { handoverIndex, troubleStart, type Thread } from "./state.ts";
import { clock, day, dayKey } from "./time.ts";
import type { Message, Pending } from "./types/messages.ts";
import type { Signal } from "./types/moods.ts";
import { count, customerWords } from "./words.ts";

/** Near enough to have seen the last message. */
const NEAR_END_PX = 32;
/** At the very end: who is there stays there when the height changes. */
const AT_END_PX = 4;
const TOGETHER_MS = 3 * 60_000;

interface Entry {
  readonly key: string;
  readonly view: TemplateResult | ReturnType<typeof guard>;
}

export class DeskLog extends LitElement {
  static override readonly properties = {
    desk: { attribute: false },
    thread: { attribute: false },
    pending: { attribute: false },
    typing: { type: Boolean },
    missed: { state: true },
    atEnd: { state: true },
  };
  declare desk: Desk;
  declare thread: Thread;
  declare pending: readonly Pending[];
  declare typing: boolean;
  declare missed: number;
  declare atEnd: boolean;
  private wasAtEnd = true;
  private follows = false;
  private size = "";
  private readonly resized = new ResizeObserver(() => this.look());

  constructor() {
    super();
    this.pending = [];
    this.typing = false;
    this.missed = 0;
    this.atEnd = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.look);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
    document.removeEventListener("visibilitychange", this.look);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.wasAtEnd = this.atEnd;
    const before = changed.get("thread");
    if (before && this.hasUpdated && !this.atEnd) {
      const last = before.messages.at(-1)?.seq ?? 0;
      this.missed += this.thread.messages.filter((one) => one.seq > last && one.sender !== "agent").length;
    }
  }

  protected override firstUpdated(): void {
    const box = this.box;
    if (!box) return;
    const list = box.querySelector("ol");
    if (list) this.resized.observe(list);
    this.resized.observe(box);
    const target = box.querySelector<HTMLElement>(".trouble") ?? box.querySelector<HTMLElement>(".handover");
    // A conversation that an agent already carries on is read at its end; the trouble is a link away.
    const busy = this.desk.isMine(this.thread.case) && this.thread.messages.at(-1)?.sender === "agent";
    if (target && !busy) box.scrollTop = target.offsetTop - 12;
    else this.toEnd();
    this.size = `${box.scrollHeight}/${box.clientHeight}`;
    this.look();
  }

  protected override updated(changed: PropertyValues<this>): void {
    const sent = changed.get("pending");
    const grew = sent !== undefined && this.pending.length > sent.length;
    const before = changed.get("thread");
    const news = before !== undefined && this.thread.messages.length > before.messages.length;
    if (grew || (news && this.wasAtEnd)) this.toEnd();
    if (changed.has("thread")) this.look();
  }

  protected override render(): TemplateResult {
    const name = this.thread.case.customer_name;
    return html`<div class="log" role="log" tabindex="0" aria-label=${`Gesprek met ${customerWords(name)}`} @scroll=${this.look}>
        <ol>${repeat(this.entries(), (one) => one.key, (one) => one.view)}</ol>
      </div>
      <p class="typing" ?hidden=${!this.typing}><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>${customerWords(name)} typt…</p>
      ${this.atEnd
        ? nothing
        : html`<button class="to-end ${this.missed ? "fresh" : ""}" @click=${() => this.toEnd()}>
            ${icon("down")}${this.missed ? count(this.missed, "nieuw bericht", "nieuwe berichten") : "Naar het laatste bericht"}
          </button>`}`;
  }

  /** Brings a message into view and marks it for a moment; the list of signals uses it. */
  show(seq: number): void {
    const box = this.box;
    const target = box?.querySelector<HTMLElement>(`[data-seq="${seq}"]`);
    if (!box || !target) return;
    this.follows = false;
    box.scrollTop = target.offsetTop - 44;
    target.classList.remove("pointed");
    void target.offsetWidth;
    target.classList.add("pointed");
    box.focus({ preventScroll: true });
  }

  private get box(): HTMLElement | null {
    return this.querySelector<HTMLElement>(".log");
  }

  private readonly look = (): void => {
    const box = this.box;
    if (!box) return;
    // A window or a picture that changes size moves the end away; who was at the end stays there.
    const size = `${box.scrollHeight}/${box.clientHeight}`;
    if (this.follows && size !== this.size) box.scrollTop = box.scrollHeight;
    this.size = size;
    const left = box.scrollHeight - box.scrollTop - box.clientHeight;
    this.follows = left < AT_END_PX;
    this.atEnd = left < NEAR_END_PX;
    if (!this.atEnd) return;
    this.missed = 0;
    this.desk.threads.seen(this.thread.case.id);
  };

  private toEnd(): void {
    const box = this.box;
    if (box) box.scrollTop = box.scrollHeight;
    this.look();
  }

  private entries(): readonly Entry[] {
    const { messages } = this.thread;
    const signals = new Map((this.thread.case.signals ?? []).map((one) => [one.seq, one]));
    const handover = handoverIndex(this.thread);
    const trouble = troubleStart(this.thread);
    const lastOwn = messages.findLast((one) => one.sender === "agent")?.seq;
    const entries: Entry[] = [];
    for (const [index, message] of messages.entries()) {
      const before = messages[index - 1];
      if (!before || dayKey(before.at) !== dayKey(message.at)) entries.push(this.dayLine(message));
      if (index === handover) entries.push(this.handoverLine());
      const troubled = message.seq === trouble?.seq;
      if (troubled) {
        entries.push({ key: "trouble", view: html`<li class="divider trouble"><span>Vanaf hier is de klant ${trouble.level}</span></li>` });
      }
      const divided = index === handover || troubled;
      entries.push(this.entry(message, before, divided, signals.get(message.seq), messages, index, message.seq === lastOwn));
    }
    if (messages.length && handover === messages.length) entries.push(this.handoverLine());
    for (const item of this.pending) {
      const actions = { again: () => this.desk.sending.outbox.again(item.message_id), back: () => this.takeBack(item.message_id) };
      entries.push({ key: `pending-${item.message_id}`, view: pendingView(item, actions) });
    }
    return entries;
  }

  private entry(
    message: Message,
    before: Message | undefined,
    divided: boolean,
    signal: Signal | undefined,
    messages: readonly Message[],
    index: number,
    isLastOwn: boolean,
  ): Entry {
    const facts: MessageFacts = {
      customerName: this.thread.case.customer_name,
      agentName: this.desk.state.agent?.name ?? "",
      follows: !divided && before !== undefined && isTogether(before, message),
      chosen: message.quick_replies?.length ? chosenTitle(message, messages.slice(index + 1)) : null,
      signal: signal && signal.level !== "kalm" ? signal : null,
      delivery: isLastOwn || message.state === "failed",
    };
    const { customerName, agentName, follows, chosen, delivery } = facts;
    const told = facts.signal ? `${facts.signal.level}${facts.signal.evidence?.length ?? 0}` : "";
    return {
      key: message.id,
      // Only what changed is drawn again, also in a conversation of hundreds of messages.
      view: guard([message, customerName, agentName, follows, chosen, told, delivery], () => messageView(message, facts)),
    };
  }

  private dayLine(message: Message): Entry {
    return {
      key: `day-${dayKey(message.at)}`,
      view: html`<li class="divider day"><span>${day(message.at, this.desk.now())}</span></li>`,
    };
  }

  private handoverLine(): Entry {
    return {
      key: "handover",
      view: html`<li class="divider handover"><span>Overgedragen aan een medewerker · ${clock(this.thread.case.waiting_since)}</span></li>`,
    };
  }

  private takeBack(messageId: string): void {
    const text = this.desk.sending.outbox.remove(messageId);
    this.dispatchEvent(new CustomEvent<string>("take-back", { detail: text, bubbles: true }));
  }
}

function isTogether(before: Message, message: Message): boolean {
  return (
    before.sender === message.sender &&
    before.sender_name === message.sender_name &&
    dayKey(before.at) === dayKey(message.at) &&
    Date.parse(message.at) - Date.parse(before.at) < TOGETHER_MS
  );
}

customElements.define("desk-log", DeskLog);
