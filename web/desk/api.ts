/** The desk's HTTP door: one error shape, a timeout on every call, CSRF on every change. */

import type { Agent, AgentState, Me } from "./types/agents.ts";
import type { Case, Summary } from "./types/cases.ts";
import type { Detail } from "./types/customer.ts";
import type { ActionResult, Actions, Answers, Callback, Ending, Note, Suggestions, WrapUp } from "./types/helping.ts";
import type { Account, AccountChange, AuditPage, NewAccount, TeamNow } from "./types/leading.ts";
import type { Message } from "./types/messages.ts";
import type { Template } from "./types/reach.ts";

/** The server answered that it will not or cannot. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** The field that is wrong, when it is one. */
    readonly field: string | null = null,
  ) {
    super(message);
  }

  /** A repeat may succeed: the network was away, or the server says it is busy. */
  get isTransient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Where a case goes: to a colleague or to a team. */
export interface Transfer {
  readonly to_agent?: string;
  readonly to_team?: string;
  readonly note: string;
}

const TIMEOUT_MS = 15_000;
const FILE_TIMEOUT_MS = 180_000;
const NO_NETWORK = "De balie is even niet bereikbaar. Probeer het zo nog eens.";

export class Api {
  private csrf = "";
  /** Milliseconds to add to our clock to get the server's: a waiting time must not depend on the tablet's clock. */
  clockOffset = 0;
  /** The organisation has a log-in of its own (OpenID Connect). */
  oidc = false;

  constructor(
    /** Told once for every call that meets an ended session. */
    private readonly onExpired: () => void,
  ) {}

  async login(username: string, password: string): Promise<Agent> {
    const answer = await this.call<Me>("POST", "login", { username, password }, false);
    this.csrf = answer.csrf;
    return answer.agent;
  }

  async me(): Promise<Me | null> {
    try {
      const answer = await this.call<Me>("GET", "me", undefined, false);
      this.csrf = answer.csrf;
      return answer;
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  }

  async logout(): Promise<void> {
    await this.call("POST", "logout", {}, false);
    this.csrf = "";
  }

  /** Of the own account; every other log-in of it ends. */
  async changePassword(current: string, password: string): Promise<void> {
    await this.call("POST", "me/password", { current, password });
  }

  async cases(state: "waiting" | "mine" | "closed"): Promise<readonly Summary[]> {
    return (await this.call<{ cases: Summary[] }>("GET", `cases?state=${state}`)).cases;
  }

  detail(id: string): Promise<Detail> {
    return this.call<Detail>("GET", at(id));
  }

  async take(id: string): Promise<Case> {
    return (await this.call<{ case: Case }>("POST", at(id, "take"), {})).case;
  }

  async decline(id: string): Promise<void> {
    await this.call("POST", at(id, "decline"), {});
  }

  async transfer(id: string, to: Transfer): Promise<Summary> {
    return (await this.call<{ case: Summary }>("POST", at(id, "transfer"), to)).case;
  }

  async takeOver(id: string, note: string): Promise<Case> {
    return (await this.call<{ case: Case }>("POST", at(id, "take-over"), { note })).case;
  }

  async send(id: string, text: string, messageId: string): Promise<Message> {
    const body = { text, message_id: messageId };
    return (await this.call<{ message: Message }>("POST", at(id, "messages"), body)).message;
  }

  /** Texts that may be sent now, in the place of typed ones. */
  async templates(id: string): Promise<readonly Template[]> {
    return (await this.call<{ templates: Template[] }>("GET", at(id, "templates"))).templates;
  }

  async sendTemplate(id: string, template: string, values: Readonly<Record<string, string>>, messageId: string): Promise<Message> {
    const body = { template, values, message_id: messageId };
    return (await this.call<{ message: Message }>("POST", at(id, "templates"), body)).message;
  }

  async finish(id: string, how: "hand-back" | "close", ending: Ending): Promise<void> {
    await this.call("POST", at(id, how), ending);
  }

  async read(id: string, seq: number): Promise<void> {
    await this.call("POST", at(id, "read"), { seq });
  }

  async notes(id: string): Promise<readonly Note[]> {
    return (await this.call<{ notes: Note[] }>("GET", at(id, "notes"))).notes;
  }

  async addNote(id: string, text: string): Promise<readonly Note[]> {
    return (await this.call<{ notes: Note[] }>("POST", at(id, "notes"), { text })).notes;
  }

  answers(id: string): Promise<Answers> {
    return this.call<Answers>("GET", `answers?case=${encodeURIComponent(id)}`);
  }

  suggestions(id: string): Promise<Suggestions> {
    return this.call<Suggestions>("GET", at(id, "suggestions"));
  }

  actions(id: string): Promise<Actions> {
    return this.call<Actions>("GET", at(id, "actions"));
  }

  /** First without `confirm`: what it would do. Then with it. */
  act(id: string, name: string, values: Readonly<Record<string, string>>, confirm: boolean): Promise<ActionResult> {
    return this.call<ActionResult>("POST", at(id, `actions/${encodeURIComponent(name)}`), { values, confirm });
  }

  wrapUp(id: string): Promise<WrapUp> {
    return this.call<WrapUp>("GET", at(id, "wrap-up"));
  }

  /** Sends one file; `progress` hears from 0 to 1. Its own clock: a large file over a slow line takes minutes. */
  sendFile(id: string, file: File, messageId: string, progress: (part: number) => void): Promise<Message> {
    const body = new FormData();
    body.append("message_id", messageId);
    body.append("file", file, file.name);
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", `/desk/api/${at(id, "files")}`);
      request.timeout = FILE_TIMEOUT_MS;
      request.setRequestHeader("X-CSRF", this.csrf);
      request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
      request.onerror = request.ontimeout = () => reject(new ApiError(0, "unreachable", NO_NETWORK));
      request.onload = () => {
        const answer = parsed(request.responseText || "{}");
        if (request.status === 401) this.onExpired();
        if (request.status >= 200 && request.status < 300) resolve((answer as { message: Message }).message);
        else reject(refusal(request.status, answer));
      };
      request.send(body);
    });
  }

  async setState(state: AgentState): Promise<Agent> {
    return (await this.call<{ agent: Agent }>("POST", "state", { state })).agent;
  }

  team(): Promise<TeamNow> {
    return this.call<TeamNow>("GET", "team");
  }

  audit(filter: Readonly<Record<string, string>>): Promise<AuditPage> {
    const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value));
    return this.call<AuditPage>("GET", `audit?${query.toString()}`);
  }

  async accounts(): Promise<readonly Account[]> {
    return (await this.call<{ agents: Account[] }>("GET", "agents")).agents;
  }

  async addAccount(account: NewAccount): Promise<void> {
    await this.call("POST", "agents", account);
  }

  async changeAccount(id: string, change: AccountChange): Promise<void> {
    await this.call("POST", `agents/${encodeURIComponent(id)}`, change);
  }

  async callbacks(): Promise<readonly Callback[]> {
    return (await this.call<{ callbacks: Callback[] }>("GET", "callbacks")).callbacks;
  }

  async callbackDone(id: string): Promise<void> {
    await this.call("POST", `callbacks/${encodeURIComponent(id)}/done`, {});
  }

  async call<T>(method: "GET" | "POST", path: string, body?: unknown, guarded = true): Promise<T> {
    try {
      return await this.once<T>(method, path, body);
    } catch (error) {
      if (!(error instanceof ApiError) || !guarded) throw error;
      if (error.status === 403 && method !== "GET" && error.code.includes("csrf") && (await this.me())) {
        return await this.once<T>(method, path, body);
      }
      if (error.status === 401) this.onExpired();
      throw error;
    }
  }

  private async once<T>(method: "GET" | "POST", path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (method !== "GET") {
      headers["Content-Type"] = "application/json";
      headers["X-CSRF"] = this.csrf;
    }
    let response: Response;
    let answer: unknown;
    try {
      response = await fetch(`/desk/api/${path}`, {
        method,
        headers,
        credentials: "same-origin",
        cache: "no-store",
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      answer = text ? parsed(text) : {};
    } catch {
      throw new ApiError(0, "unreachable", NO_NETWORK);
    }
    this.readClock(response);
    const login = (answer as { login?: { oidc?: boolean } } | null)?.login;
    if (login) this.oidc = login.oidc === true;
    if (response.ok) return answer as T;
    throw refusal(response.status, answer);
  }

  private readClock(response: Response): void {
    const server = Date.parse(response.headers.get("Date") ?? "");
    if (Number.isNaN(server)) return;
    const offset = server + 500 - Date.now();
    // The header counts whole seconds: a small difference is rounding, not a wrong clock.
    this.clockOffset = Math.abs(offset) > 2000 ? offset : 0;
  }
}

/** The address of a case, or of something of it. */
function at(id: string, what = ""): string {
  return `cases/${encodeURIComponent(id)}${what ? `/${what}` : ""}`;
}

function refusal(status: number, answer: unknown): ApiError {
  const told = (answer as { error?: { code?: string; message?: string; field?: string } } | null)?.error;
  return new ApiError(status, told?.code ?? "unknown", told?.message ?? fallbackWords(status), told?.field ?? null);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function fallbackWords(status: number): string {
  if (status === 413) return "Dit is te lang om te versturen.";
  if (status === 429) return "Dat ging te vaak achter elkaar. Wacht even en probeer het opnieuw.";
  if (status >= 500) return "Er ging bij ons iets mis. Probeer het zo nog eens.";
  return "Dat lukte niet.";
}
