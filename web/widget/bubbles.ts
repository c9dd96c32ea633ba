/** One message as elements: text with safe links, picture, links, buttons, and where an own message is on its way. */
import { h, icon } from "./dom.ts";
import { sizeWords } from "./files.ts";
import { behindWords, pieces, printable, safeUrl, unbroken, type Piece } from "./pieces.ts";
import { T, nameOf } from "./texts.ts";
import type { Line, Unsent, UnsentFile } from "./thread.ts";
import { timeOf } from "./when.ts";
import type { Message, QuickReply, SentFile } from "./wire.ts";

/** What a message can ask of the rest of the widget. */
export interface BubbleActions {
  readonly server: string;
  tap(reply: QuickReply): void;
  again(messageId: string): void;
  discard(messageId: string): void;
  enlarge(src: string, alt: string): void;
  /** Something grew after it was put on screen (a picture came in). */
  grew(): void;
}

export function lineElement(line: Line, actions: BubbleActions): HTMLElement {
  const who = line.kind === "message" ? line.message.sender : "customer";
  const at = line.kind === "message" ? line.message.at : line.unsent.at;
  const name = line.kind === "message" ? nameOf(line.message) : T.you;
  const spoken = h("span", { class: "sr" }, who === "system" ? `${name}: ` : T.says(name, at));
  const body = h("div", { class: "bubble", title: T.sentAt(at) }, spoken);
  const element = h("div", { class: `line ${who}`, "data-key": line.key });
  // The live log announces what is added, but not what the customer wrote or has seen before.
  if (who === "customer" || (line.kind === "message" && line.history)) element.setAttribute("aria-live", "off");

  const content = line.kind === "message" ? line.message : unsentContent(line.unsent);
  const links = line.kind === "message" ? safeLinks(line.message, actions.server) : [];
  const parts = behindWords(pieces(unbroken(printable(content.text))), links);
  if (parts.length) body.append(paragraph(parts, actions.server));
  element.append(
    h("div", { class: "day", hidden: true }),
    h("div", { class: "meta", "aria-hidden": "true" }, avatar(line, name), h("b", {}, who === "agent" && name !== T.agent ? `${name} (medewerker)` : name), timeOf(at)),
    body,
  );
  if (line.kind === "unsent" && line.unsent.file) body.append(unsentFile(line.unsent.file));
  if (line.kind === "message") extras(line.message, links.filter((link) => !parts.includes(link)), body, element, actions);
  element.append(h("div", { class: "under" }));
  return element;
}

function unsentContent(unsent: Unsent): { readonly text: string } {
  return { text: unsent.title || unsent.message };
}

function avatar(line: Line, name: string): HTMLElement | false {
  if (line.kind !== "message") return false;
  if (line.message.sender === "bot") return h("span", { class: "face" }, icon("spark"));
  if (line.message.sender === "agent") return h("span", { class: "face" }, name.slice(0, 1).toLocaleUpperCase("nl"));
  return false;
}

function paragraph(parts: readonly Piece[], server: string): HTMLElement {
  const nodes = parts.map(({ text, href }) => (href ? anchor(text, href, server) : text));
  return h("span", { class: "text", dir: "auto" }, ...nodes);
}

function safeLinks(message: Message, server: string): Piece[] {
  return message.links
    .map((link) => ({ text: printable(link.title), href: safeUrl(link.url, server) }))
    .filter((link) => link.href);
}

function anchor(words: string, href: string, server: string): HTMLElement {
  if (href.startsWith("tel:")) return h("a", { href }, words);
  const outside = new URL(href).origin !== new URL(server).origin;
  const rel = outside ? "noopener noreferrer nofollow" : "noopener";
  return h("a", { href, target: "_blank", rel }, words, h("span", { class: "sr" }, T.newWindow));
}

function extras(
  message: Message,
  links: readonly Piece[],
  body: HTMLElement,
  element: HTMLElement,
  actions: BubbleActions,
): void {
  const src = message.picture ? safeUrl(message.picture.src, actions.server) : "";
  if (message.picture && src) body.append(picture(src, printable(message.picture.alt), actions));
  if (message.file) {
    const file = sentFile(message.file, actions.server);
    if (file) body.append(file);
  }
  if (links.length) {
    const items = links.map((link) => h("li", {}, anchor(link.text, link.href, actions.server)));
    body.append(h("ul", { class: "links" }, ...items));
  }
  if (message.quickReplies.length) {
    const buttons = message.quickReplies.map((reply) =>
      h("button", { type: "button", class: "reply", click: () => actions.tap(reply) }, printable(reply.title)),
    );
    element.append(h("div", { class: "replies", role: "group", "aria-label": T.replies }, ...buttons));
  }
}

function unsentFile({ name, size, picture: drawn }: UnsentFile): HTMLElement {
  if (!drawn) return h("span", { class: "file" }, ...fileWords(name, size));
  drawn.setAttribute("role", "img");
  drawn.setAttribute("aria-label", name);
  drawn.removeAttribute("aria-hidden");
  return h("span", { class: "picture" }, drawn);
}

function sentFile({ src, name, size }: SentFile, server: string): HTMLElement | null {
  const href = safeUrl(src, server);
  if (!href) return null;
  const words = fileWords(printable(name), size);
  return h("a", { class: "file", href, target: "_blank", rel: "noopener" }, ...words, h("span", { class: "sr" }, T.newWindow));
}

function fileWords(name: string, size: number): (Node | string)[] {
  return [icon("file"), h("span", { class: "name" }, h("b", {}, name), size ? sizeWords(size) : "")];
}

function picture(src: string, alt: string, actions: BubbleActions): HTMLElement {
  const image = h("img", { src, alt: alt || T.picture, loading: "eager", decoding: "async", load: actions.grew });
  const button = h(
    "button",
    { type: "button", class: "picture", "aria-label": T.enlarge(alt), click: () => actions.enlarge(src, alt) },
    image,
    h("span", { class: "enlarge" }, icon("enlarge")),
  );
  image.addEventListener("error", () => {
    button.replaceWith(h("span", { class: "text" }, T.pictureFailed, alt ? ` ${alt}` : ""));
    actions.grew();
  });
  return button;
}

/** The line under an own message. `offline`: there is no connection now; `last`: it is the customer's last one. */
export function delivery(line: Line, offline: boolean, last: boolean, actions: BubbleActions): Node[] {
  if (line.kind === "message") {
    if (line.message.sender !== "customer" || !last) return [];
    if (line.message.state === "read") return [h("span", {}, icon("check"), T.read)];
    return [h("span", {}, icon("check"), T.sent)];
  }
  const { delivery: state, messageId } = line.unsent;
  if (state.kind === "waiting" && state.part !== undefined) return underWay(line.unsent, state.part, actions);
  if (state.kind === "waiting") return [h("span", {}, offline ? T.waitingOffline : T.waiting)];
  return [
    h("span", { class: "refused", role: "alert" }, icon("warning"), `${T.refused} ${state.message}`),
    state.again && h("button", { type: "button", click: () => actions.again(messageId) }, T.again),
    h("button", { type: "button", click: () => actions.discard(messageId) }, T.remove),
  ].filter((node) => node !== false);
}

/** How far a file is; the customer can change their mind until it is there. */
function underWay(unsent: Unsent, part: number, actions: BubbleActions): Node[] {
  const bar = h("progress", { max: "1", value: String(part), "aria-label": T.sendingFile(unsent.file?.name ?? "") });
  const stop = h("button", { type: "button", click: () => actions.discard(unsent.messageId) }, T.remove);
  return [bar, h("span", {}, T.sending(part)), stop];
}
