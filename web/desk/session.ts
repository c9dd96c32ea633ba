/** Who sits at the desk, since when and how available: coming in, staying in, leaving. */

import { caseFromAddress, rememberAddress, viewFromAddress } from "./address.ts";
import type { CaseLists } from "./case-lists.ts";
import { forgetAgent } from "./keep.ts";
import type { Listening } from "./listening.ts";
import type { Live } from "./live.ts";
import type { Navigation } from "./navigation.ts";
import type { Sending } from "./sending.ts";
import { emptyState } from "./state.ts";
import { words, type Store } from "./store.ts";
import type { Threads } from "./threads.ts";
import type { AgentState, Me } from "./types/agents.ts";

const STATE_TOLD: Record<AgentState, string> = {
  beschikbaar: "Je bent beschikbaar.",
  bezet: "Je bent bezet. Je krijgt geen nieuwe klant aangeboden.",
  pauze: "Je hebt pauze. Je krijgt geen klant aangeboden.",
};

/** The parts that begin and end with a session. */
export interface Parts {
  readonly live: Live;
  readonly listening: Listening;
  readonly threads: Threads;
  readonly lists: CaseLists;
  readonly navigation: Navigation;
  readonly sending: Sending;
}

export class Session {
  constructor(
    private readonly store: Store,
    private readonly parts: Parts,
  ) {}

  async start(): Promise<void> {
    try {
      const me = await this.store.api.me();
      if (me) this.enter(me);
      else this.store.set({ phase: "login" });
    } catch (error) {
      this.store.set({ phase: "login", notice: { kind: "error", text: words(error) } });
    }
  }

  /** Throws ApiError with Dutch words when it is refused. */
  async login(username: string, password: string): Promise<void> {
    const { store } = this;
    const agent = await store.api.login(username, password);
    // Somebody else sits down after an ended session: nothing of the first agent may stay on the screen.
    if (store.state.agent && store.state.agent.id !== agent.id) this.clear();
    this.enter((await store.api.me()) ?? { agent, csrf: "" });
  }

  async logout(): Promise<void> {
    const { store } = this;
    if (store.state.pending.some((one) => one.state !== "failed")) {
      store.notify("error", "Er wordt nog een bericht verstuurd. Wacht even met uitloggen.");
      return;
    }
    await store.quietly(() => store.api.logout());
    if (store.state.agent) forgetAgent(store.state.agent.id);
    this.parts.live.close();
    this.parts.sending.outbox.stop();
    this.clear();
    store.set({ phase: "login", agent: null, expired: false });
  }

  /** Who is there now and how busy they are: for a choice of whom to pass a customer to. */
  async loadColleagues(): Promise<void> {
    await this.store.quietly(async () => {
      const me = await this.store.api.me();
      if (me) this.store.set({ teams: me.teams ?? [], colleagues: me.colleagues ?? [] });
    });
  }

  /** Available, busy or on a break. */
  async setState(state: AgentState): Promise<void> {
    await this.store.once("state", async () => {
      const agent = await this.store.api.setState(state);
      this.store.set({ agent: { ...this.store.state.agent, ...agent, state } });
      this.store.onAnnounce(STATE_TOLD[state]);
    });
  }

  /** The server no longer knows us: log in again, over what is on the screen. */
  expire(): void {
    if (this.store.state.phase !== "desk") return;
    this.parts.live.close();
    this.parts.sending.outbox.stop();
    this.store.set({ phase: "login", expired: true, busy: null });
  }

  async check(): Promise<void> {
    await this.store.quietly(async () => {
      if (!(await this.store.api.me())) this.expire();
    });
  }

  private enter(me: Me): void {
    const { store, parts } = this;
    const back = store.state.expired;
    const { agent, teams = [], colleagues = [], has_password: hasPassword = false } = me;
    store.set({ phase: "desk", agent, hasPassword, teams, colleagues, expired: false, notice: null, connection: "connecting" });
    parts.sending.outbox.start(agent.id);
    parts.live.open();
    void parts.lists.sync();
    const wanted = store.state.open ?? caseFromAddress();
    if (wanted) parts.navigation.open(wanted, back ? "composer" : null);
    else parts.navigation.show(viewFromAddress());
  }

  private clear(): void {
    this.parts.threads.forget();
    this.parts.listening.forget();
    this.parts.sending.uploads.clear();
    this.store.set({ ...emptyState(), phase: this.store.state.phase });
    rememberAddress(null, "gesprekken");
  }
}
