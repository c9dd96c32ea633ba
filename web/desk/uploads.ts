/**
 * Files on their way to a customer: chosen, looked at, then sent with the message. Each has its own id, and the server
 * stores an id once, so trying again is safe. What is chosen stays with its case, and is lost with the page.
 */

import { ApiError, type Api } from "./api.ts";
import type { Message } from "./types/messages.ts";

/** As the counter takes them; it looks at the content, we can only look at the name and say so sooner. */
export const FILE_TYPES: readonly string[] = ["image/png", "image/jpeg", "image/webp", "application/pdf"];
export const MAX_BYTES = 5 * 1024 * 1024;
const MOST_AT_ONCE = 5;

export interface Upload {
  readonly id: string;
  readonly case_id: string;
  readonly file: File;
  readonly state: "ready" | "sending" | "failed";
  /** From 0 to 1. */
  readonly progress: number;
  /** Why it failed, in Dutch. */
  readonly error?: string;
}

/** Why a file can't be sent, in Dutch; empty when it can. */
export function fileProblem(file: { readonly name: string; readonly type: string; readonly size: number }): string {
  if (!FILE_TYPES.includes(file.type)) return `${file.name}: dit soort bestand kan niet. Kies een foto (png, jpg, webp) of een pdf.`;
  if (file.size > MAX_BYTES) return `${file.name} is te groot (${sizeWords(file.size)}). Het mag 5 MB zijn.`;
  if (file.size === 0) return `${file.name} is leeg.`;
  return "";
}

export function sizeWords(bytes: number): string {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} kB`;
  return `${(bytes / 1024 / 1024).toFixed(1).replace(".", ",")} MB`;
}

export class Uploads {
  private items: readonly Upload[] = [];

  constructor(
    private readonly api: Pick<Api, "sendFile">,
    private readonly changed: (items: readonly Upload[]) => void,
    private readonly stored: (caseId: string, message: Message) => void,
    private readonly newId: () => string,
  ) {}

  /** Puts files ready; returns what was wrong with those that can't be sent. */
  add(caseId: string, files: readonly File[]): readonly string[] {
    const problems = files.map(fileProblem).filter(Boolean);
    const room = MOST_AT_ONCE - this.of(caseId).length;
    const good = files.filter((file) => !fileProblem(file));
    if (good.length > room) problems.push(`Stuur hoogstens ${MOST_AT_ONCE} bestanden tegelijk.`);
    const fresh = good.slice(0, Math.max(0, room)).map((file) => ({ id: this.newId(), case_id: caseId, file, state: "ready", progress: 0 }) as const);
    if (fresh.length) this.set([...this.items, ...fresh]);
    return problems;
  }

  of(caseId: string): readonly Upload[] {
    return this.items.filter((one) => one.case_id === caseId);
  }

  remove(id: string): void {
    this.set(this.items.filter((one) => one.id !== id));
  }

  clear(): void {
    this.set([]);
  }

  /** Sends what stands ready for a case, in order. One that fails stays, with why; the rest goes on. */
  async send(caseId: string): Promise<void> {
    for (const item of this.of(caseId).filter((one) => one.state === "ready")) await this.one(item);
  }

  async again(id: string): Promise<void> {
    const item = this.items.find((one) => one.id === id);
    if (item && item.state !== "sending") await this.one(item);
  }

  private async one(item: Upload): Promise<void> {
    this.put({ ...item, state: "sending", progress: 0 });
    try {
      const told = await this.api.sendFile(item.case_id, item.file, item.id, (progress) => this.put({ ...item, state: "sending", progress }));
      this.remove(item.id);
      this.stored(item.case_id, told);
    } catch (error) {
      const words = error instanceof ApiError ? error.message : "Dat lukte niet.";
      this.put({ ...item, state: "failed", progress: 0, error: words });
    }
  }

  private put(item: Upload): void {
    this.set(this.items.map((one) => (one.id === item.id ? item : one)));
  }

  private set(items: readonly Upload[]): void {
    this.items = items;
    this.changed(items);
  }
}
