/** Everything the widget consists of, made once: the button, the panel and what is in it. */
import { Chat } from "./chat.ts";
import { Composer } from "./composer.ts";
import { socketWire } from "./connection.ts";
import { h, icon } from "./dom.ts";
import { invitationParts, type InvitationParts } from "./invitation.ts";
import { MessageLog } from "./log.ts";
import { local, perTab } from "./storage.ts";
import type { Owner } from "./wire.ts";
import { T } from "./texts.ts";
import { uploadTo } from "./upload.ts";

/** The attributes of the element. */
export interface Options {
  /** Origin of the counter, without a slash at the end. */
  readonly server: string;
  /** The organisation's name. */
  readonly title: string;
  /** Words on the button. */
  readonly label: string;
  /** Questions to begin with. */
  readonly starters: readonly string[];
}

/** What the parts ask of the element. */
export interface Host {
  changed(): void;
  close(): void;
  /** The customer tapped something that sends a message. */
  tapped(): void;
  enlarge(src: string, alt: string): void;
}

export interface Parts {
  readonly chat: Chat;
  readonly composer: Composer;
  readonly log: MessageLog;
  readonly frame: HTMLElement;
  readonly panel: HTMLDialogElement;
  readonly large: HTMLDialogElement;
  readonly launcher: HTMLButtonElement;
  readonly badge: HTMLElement;
  readonly human: HTMLButtonElement;
  /** Going on on WhatsApp. */
  readonly invitation: InvitationParts;
  /** What this is, until the conversation says it itself. */
  readonly intro: HTMLElement;
  readonly starters: HTMLElement;
  readonly label: string;
  /** Where this tab remembers that the panel is open. */
  readonly openKey: string;
  /** The lines whose words change. */
  readonly words: Words;
}

export interface Words {
  readonly owner: HTMLElement;
  readonly wait: HTMLElement;
  readonly status: HTMLElement;
  readonly connection: HTMLElement;
  readonly problem: HTMLElement;
  readonly news: HTMLElement;
}

export function buildParts(options: Options, host: Host): Parts {
  const { server, title, label } = options;
  const prefix = `dichtbij:${server}:`;
  const chat = makeChat(server, prefix, () => host.changed());
  const ask = (question: string): void => {
    chat.send(question);
    host.tapped();
  };
  const composer = new Composer(
    {
      send: (text) => chat.send(text),
      sendFile: ({ file, picture }) => chat.sendFile(file, picture),
      problem: (words) => chat.tell(words),
      whyNoFiles: () => whyNoFiles(chat.owner),
      typing: (on) => chat.typing(on),
    },
    perTab,
    `${prefix}draft`,
  );
  const starters = makeStarters(options.starters, ask);
  const intro = h("p", { class: "intro" }, T.intro(title));
  const log = new MessageLog(
    {
      server,
      tap: (reply) => {
        chat.tap(reply);
        host.tapped();
      },
      again: (id) => chat.again(id),
      discard: (id) => chat.discard(id),
      enlarge: (src, alt) => host.enlarge(src, alt),
      grew: () => undefined,
    },
    intro,
    starters,
  );
  const words = makeWords();
  const human = h("button", { type: "button", class: "human", click: () => ask(T.humanMessage) }, icon("person"), T.human);
  const invitation = invitationParts(chat, server, () => log.resized());
  const panel = makePanel(title, [human, invitation], log, composer, words, () => host.close());
  const badge = h("span", { class: "badge", hidden: true, "aria-hidden": "true" });
  const launcher = h(
    "button",
    { type: "button", class: "launcher", "aria-haspopup": "dialog", "aria-expanded": "false" },
    icon("chat"),
    h("span", { class: "label" }, label),
    badge,
  );
  const large = h("dialog", { class: "large", "aria-label": T.picture });
  const frame = h("div", { class: "frame" }, launcher, words.news, panel, large);
  const openKey = `${prefix}open`;
  return { chat, composer, log, frame, panel, large, launcher, badge, human, invitation, intro, starters, label, openKey, words };
}

function makeChat(server: string, prefix: string, changed: () => void): Chat {
  return new Chat({
    wire: (listener) => socketWire(server, listener),
    upload: (session, parcel, progress, stop) => uploadTo(server, session, parcel, progress, stop),
    shelf: local,
    prefix,
    now: () => Date.now(),
    newId,
    later: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    changed,
  });
}

function makeWords(): Words {
  return {
    owner: h("p", { class: "owner", role: "status" }),
    wait: h("p", { class: "wait" }, T.queue),
    status: h("p", { class: "status", role: "status" }),
    connection: h("p", { class: "connection", role: "status" }),
    problem: h("div", { class: "problem", role: "alert", hidden: true }),
    news: h("p", { class: "sr", role: "status" }),
  };
}

function makePanel(
  title: string,
  [human, invitation]: readonly [HTMLElement, InvitationParts],
  log: MessageLog,
  composer: Composer,
  words: Words,
  close: () => void,
): HTMLDialogElement {
  const heading = h("h2", { id: "title" }, h("span", { class: "sr" }, T.chatWith), title);
  const panel = h(
    "dialog",
    { class: "panel", "aria-labelledby": "title" },
    h(
      "div",
      { class: "head" },
      h("span", { class: "mark" }, icon("chat")),
      h("div", { class: "who" }, heading, words.owner),
      h("button", { type: "button", class: "close", "aria-label": T.close, click: close }, icon("close")),
    ),
    h("div", { class: "bar" }, human, invitation.button, words.wait),
    log.element,
    h("div", { class: "below" }, words.status, words.connection, words.problem, invitation.box),
    composer.element,
    h("div", { class: "drop", "aria-hidden": "true" }, h("span", {}, icon("clip"), T.drop)),
  );
  takeDropped(panel, (files) => composer.add(files));
  return panel;
}

/** Files dropped anywhere on the panel; without this the browser would leave the page for them. */
function takeDropped(panel: HTMLElement, take: (files: readonly File[]) => void): void {
  const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
  panel.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    panel.classList.add("dropping");
  });
  panel.addEventListener("dragleave", (event) => {
    if (!panel.contains(event.relatedTarget as Node | null)) panel.classList.remove("dropping");
  });
  panel.addEventListener("drop", (event) => {
    panel.classList.remove("dropping");
    if (!hasFiles(event)) return;
    event.preventDefault();
    take([...(event.dataTransfer?.files ?? [])]);
  });
}

/** The honest word to who wants to send a file and can't. */
function whyNoFiles(owner: Owner): string {
  if (owner === "agent") return "";
  return owner === "queue" ? T.noFilesYet : T.noFilesForBot;
}

function makeStarters(questions: readonly string[], ask: (question: string) => void): HTMLElement {
  const buttons = questions.map((question) =>
    h("button", { type: "button", class: "reply", click: () => ask(question) }, question),
  );
  return h("div", { class: "replies starters", role: "group", "aria-label": T.starters, hidden: true }, ...buttons);
}

/** crypto.randomUUID exists on https and localhost only; a test on the local network has neither. */
function newId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
