/** Asking the stand-in, in JSON. A refusal carries words for the reader. */
import type { People, Screen } from "./types.ts";

const BASE = "/whatsapp-demo/api";
/** The stand-in keeps a question open for 20 seconds while nothing happens. */
const PATIENCE_MS = 30_000;

export class Refused extends Error {}

async function ask<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
  const limit = AbortSignal.timeout(PATIENCE_MS);
  const signal = init.signal ? AbortSignal.any([init.signal, limit]) : limit;
  const response = await fetch(BASE + path, { ...init, signal });
  if (response.ok) return (await response.json()) as Answer;
  const body = (await response.json().catch(() => ({}))) as { error?: { message?: string } };
  throw new Refused(body.error?.message ?? "Dat lukte niet. Probeer het opnieuw.");
}

const post = <Answer>(path: string, body: object): Promise<Answer> =>
  ask<Answer>(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export const people = (): Promise<People> => ask("/phones");

/** What is on the screen, once it differs from what is known. */
export const screen = (number: string, after: number | null, signal: AbortSignal): Promise<Screen> =>
  ask(`/phones/${number}${after === null ? "" : `?after=${after}`}`, { signal });

export const act = (number: string, what: string, body: object = {}): Promise<unknown> =>
  post(`/phones/${number}/${what}`, body);

export const sendFile = (number: string, file: File): Promise<unknown> =>
  ask(`/phones/${number}/file?name=${encodeURIComponent(file.name)}`, {
    method: "POST",
    headers: { "Content-Type": file.type || "application/octet-stream" },
    body: file,
  });

export const trouble = (name: string): Promise<unknown> => post("/trouble", { name });
