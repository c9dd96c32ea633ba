/** The desk's HTTP door: one error shape, a timeout on every call, CSRF on every change. */

import type { Agent, Callback, Case, Detail, Message, Summary } from "./types.ts";

/** The server answered that it will not or cannot. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  /** A repeat may succeed: the network was away, or the server says it is busy. */
  get isTransient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

const TIMEOUT_MS = 15_000;
const NO_NETWORK = "De server is niet bereikbaar. Probeer het zo nog eens.";

export class Api {
  private csrf = "";
  /** Milliseconds to add to our clock to get the server's: a waiting time must not depend on the tablet's clock. */
  clockOffset = 0;

  constructor(
    /** Told once for every call that meets an ended session. */
    private readonly onExpired: () => void,
  ) {}

  async login(username: string, password: string): Promise<Agent> {
    const answer = await this.call<{ agent: Agent; csrf: string }>("POST", "login", { username, password }, false);
    this.csrf = answer.csrf;
    return answer.agent;
  }

  async me(): Promise<Agent | null> {
    try {
      const answer = await this.call<{ agent: Agent; csrf: string }>("GET", "me", undefined, false);
      this.csrf = answer.csrf;
      return answer.agent;
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  }

  async logout(): Promise<void> {
    await this.call("POST", "logout", {}, false);
    this.csrf = "";
  }

  async cases(state: "waiting" | "mine" | "closed"): Promise<readonly Summary[]> {
    return (await this.call<{ cases: Summary[] }>("GET", `cases?state=${state}`)).cases;
  }

  detail(id: string): Promise<Detail> {
    return this.call<Detail>("GET", `cases/${encodeURIComponent(id)}`);
  }

  async take(id: string): Promise<Case> {
    return (await this.call<{ case: Case }>("POST", `cases/${encodeURIComponent(id)}/take`, {})).case;
  }

  async send(id: string, text: string, messageId: string): Promise<Message> {
    const body = { text, message_id: messageId };
    return (await this.call<{ message: Message }>("POST", `cases/${encodeURIComponent(id)}/messages`, body)).message;
  }

  async finish(id: string, how: "hand-back" | "close", note: string): Promise<void> {
    await this.call("POST", `cases/${encodeURIComponent(id)}/${how}`, { note });
  }

  async read(id: string, seq: number): Promise<void> {
    await this.call("POST", `cases/${encodeURIComponent(id)}/read`, { seq });
  }

  async callbacks(): Promise<readonly Callback[]> {
    return (await this.call<{ callbacks: Callback[] }>("GET", "callbacks")).callbacks;
  }

  async callbackDone(id: string): Promise<void> {
    await this.call("POST", `callbacks/${encodeURIComponent(id)}/done`, {});
  }

  private async call<T>(method: "GET" | "POST", path: string, body?: unknown, guarded = true): Promise<T> {
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
    if (response.ok) return answer as T;
    const told = (answer as { error?: { code?: string; message?: string } } | null)?.error;
    throw new ApiError(response.status, told?.code ?? "unknown", told?.message ?? fallbackWords(response.status));
  }

  private readClock(response: Response): void {
    const server = Date.parse(response.headers.get("Date") ?? "");
    if (Number.isNaN(server)) return;
    const offset = server + 500 - Date.now();
    // The header counts whole seconds: a small difference is rounding, not a wrong clock.
    this.clockOffset = Math.abs(offset) > 2000 ? offset : 0;
  }
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
  if (status >= 500) return "Er ging iets mis bij de server. Probeer het zo nog eens.";
  return "Dat lukte niet.";
}
