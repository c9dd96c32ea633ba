/** The socket.io connection to the counter. What is said over it is decided in chat.ts. */
import { io, type Socket } from "socket.io-client";

/** How chat.ts sees the network; the tests put a hand-written one in its place. */
export interface Wire {
  connect(): void;
  disconnect(): void;
  emit(event: string, payload: object): void;
  /** The counter's acknowledgement; rejects after the time-out or when the connection is lost. */
  ask(event: string, payload: object): Promise<unknown>;
}

export interface WireListener {
  connected(): void;
  disconnected(): void;
  received(event: string, payload: unknown): void;
}

const ACK_TIMEOUT_MS = 15_000;
const COMEBACK_MS = 2_000;

export function socketWire(server: string, listener: WireListener): Wire {
  const socket: Socket = io(server, {
    path: "/socket.io/",
    autoConnect: false,
    // Some company networks let no WebSocket through: long polling is the second choice.
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 8_000,
    timeout: 10_000,
  });
  let wanted = false;

  const comeBack = (): void => {
    if (wanted && !socket.connected) socket.connect();
  };
  socket.on("connect", () => listener.connected());
  socket.on("connect_error", () => {
    listener.disconnected();
    // Refused by the server itself (it is starting, say): socket.io does not try again by itself then.
    if (!socket.active) setTimeout(comeBack, COMEBACK_MS);
  });
  socket.on("disconnect", (reason) => {
    listener.disconnected();
    if (reason === "io server disconnect") setTimeout(comeBack, COMEBACK_MS);
  });
  socket.onAny((event: string, payload: unknown) => listener.received(event, payload));

  window.addEventListener("online", comeBack);
  window.addEventListener("offline", () => socket.connected && listener.disconnected());
  // A phone that wakes up has lost its connection without knowing: don't wait for the next try.
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && comeBack());

  return {
    connect: () => {
      wanted = true;
      socket.connect();
    },
    disconnect: () => {
      wanted = false;
      socket.disconnect();
    },
    emit: (event, payload) => void (socket.connected && socket.emit(event, payload)),
    ask: (event, payload) => socket.timeout(ACK_TIMEOUT_MS).emitWithAck(event, payload),
  };
}
