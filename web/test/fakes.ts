/** Hand-written stand-ins: messages, a storage in memory, a network that does what the test says. */
import type { Wire, WireListener } from "../widget/connection.ts";
import type { Parcel } from "../widget/parcels.ts";
import type { Shelf } from "../widget/outbox.ts";
import type { Unsent } from "../widget/thread.ts";
import type { Message } from "../widget/wire.ts";

type Given = Partial<Omit<Message, "at">> & { readonly seq: number; readonly at?: string };

export function message(given: Given): Message {
  const conversationId = given.conversationId ?? "c";
  return {
    id: `${conversationId}-${given.seq}`,
    sender: "bot",
    senderName: "",
    text: "",
    quickReplies: [],
    picture: null,
    file: null,
    links: [],
    messageId: "",
    state: "",
    ...given,
    conversationId,
    at: new Date(given.at ?? "2026-11-21T10:00:00Z"),
  };
}

export function unsent(messageId: string, text: string): Unsent {
  return { messageId, message: text, title: "", at: new Date("2026-11-21T10:00:01Z"), delivery: { kind: "waiting" } };
}

export class FakeShelf implements Shelf {
  readonly values = new Map<string, string>();
  keys = (): string[] => [...this.values.keys()];
  get = (key: string): string | null => this.values.get(key) ?? null;
  set = (key: string, value: string): void => void this.values.set(key, value);
  remove = (key: string): void => void this.values.delete(key);
}

interface Asked {
  readonly payload: { readonly message: string; readonly message_id: string; readonly session_id: string };
  answer(ack: unknown): void;
  fail(): void;
}

export class FakeWire implements Wire {
  readonly emitted: { event: string; payload: Record<string, unknown> }[] = [];
  readonly asked: Asked[] = [];
  listener!: WireListener;
  connects = 0;

  connect(): void {
    this.connects += 1;
  }

  disconnect(): void {
    this.asked.length = 0;
  }

  emit(event: string, payload: object): void {
    this.emitted.push({ event, payload: payload as Record<string, unknown> });
  }

  ask(_event: string, payload: object): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.asked.push({ payload: payload as Asked["payload"], answer: resolve, fail: () => reject(new Error("lost")) });
    });
  }

  last(event: string): Record<string, unknown> | undefined {
    return this.emitted.findLast((one) => one.event === event)?.payload;
  }
}

interface Brought {
  readonly session: string;
  readonly parcel: Parcel;
  readonly stop: AbortSignal;
  progress(part: number): void;
  answer(body: unknown): void;
  fail(): void;
}

export class FakeUploads {
  readonly brought: Brought[] = [];

  bring(session: string, parcel: Parcel, progress: (part: number) => void, stop: AbortSignal): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const fail = (): void => reject(new Error("lost"));
      stop.addEventListener("abort", fail);
      this.brought.push({ session, parcel, stop, progress, answer: resolve, fail });
    });
  }

  get names(): string[] {
    return this.brought.map((one) => one.parcel.file.name);
  }
}

/** Lets what was promised happen. */
export const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
