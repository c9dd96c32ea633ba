/** The desk behind the screen: its parts, and what the live line tells each of them. */

import { CaseLists } from "./case-lists.ts";
import { Handling } from "./handling.ts";
import { Listening } from "./listening.ts";
import { Live } from "./live.ts";
import { Navigation } from "./navigation.ts";
import { alarmWords } from "./reach.ts";
import { Sending } from "./sending.ts";
import { Session } from "./session.ts";
import { Store } from "./store.ts";
import { Threads } from "./threads.ts";
import type { Alarm } from "./types/reach.ts";

export class Desk extends Store {
  private readonly live = new Live({
    online: () => {
      this.set({ connection: "online" });
      this.listening.forget();
      this.listening.update();
      void this.lists.sync();
      this.sending.outbox.flush();
    },
    offline: () => this.state.connection !== "offline" && this.set({ connection: "offline", customerTyping: new Set() }),
    refused: () => void this.session.check(),
    queue: (news) => this.lists.onQueue(news),
    changed: (summary) => this.lists.onCase(summary),
    message: (caseId, message) => {
      this.sending.outbox.arrived(message.message_id);
      this.threads.onMessage(caseId, message);
    },
    messageChanged: (caseId, message) => this.threads.onChanged(caseId, message),
    receipt: (caseId, receipt) => this.threads.onReceipt(caseId, receipt),
    alarms: (alarms) => this.onAlarms(alarms),
    customerTyping: (caseId, on) => this.threads.setTyping(caseId, on),
    callbacks: () => void this.lists.loadCallbacks(),
    offer: (summary) => this.lists.onCase(summary),
    offerOver: (caseId) => this.lists.withdrawOffer(caseId),
    team: () => this.set({ teamNews: this.state.teamNews + 1 }),
    me: (agent) => this.state.agent && this.set({ agent: { ...this.state.agent, ...agent } }),
  });
  private readonly listening = new Listening(this, this.live);
  readonly threads = new Threads(this, this.listening);
  readonly lists = new CaseLists(this, this.threads);
  readonly navigation = new Navigation(this, this.threads, this.listening);
  readonly sending = new Sending(this, this.threads);
  readonly handling = new Handling(this, this.threads, this.lists, this.navigation, this.sending);
  readonly session = new Session(this, {
    live: this.live,
    listening: this.listening,
    threads: this.threads,
    lists: this.lists,
    navigation: this.navigation,
    sending: this.sending,
  });

  constructor() {
    super();
    this.onExpired = () => this.session.expire();
  }

  /** Told to a screen reader when one begins; the line itself stays for as long as it lasts. */
  private onAlarms(alarms: readonly Alarm[]): void {
    const known = new Set(this.state.alarms.map((one) => one.channel));
    const [fresh] = alarms.filter((one) => !known.has(one.channel));
    this.set({ alarms });
    if (fresh) this.onAlert(alarmWords(fresh));
  }

  /** The customer sees it only while the agent really types. */
  typing(caseId: string, on: boolean): void {
    this.live.typing(caseId, on);
  }
}
