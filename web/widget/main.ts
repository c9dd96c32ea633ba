/**
 * The one script tag: `<script src="https://…/widget.js" data-title="…" async></script>`.
 *
 * data-server   the counter; empty: where this script came from
 * data-title    the organisation's name           data-accent  #rrggbb           data-theme     auto | light | dark
 * data-launcher words on the button               data-open    open at once      data-starters  questions, with | between
 * data-login-token  a signed token of a customer who is logged in on the site
 *
 * `window.dichtbij` is there when the event `dichtbij:ready` has come. A site that can't wait makes an array of calls:
 * `(window.dichtbij ??= []).push(["login", token])`.
 */
import { DichtbijChat } from "./element.ts";

type Call = readonly [name: string, ...values: string[]];

interface Api {
  open(): void;
  close(): void;
  toggle(): void;
  /** Opens the chat and asks this for the customer, who pressed a button of the site that says so. */
  ask(question: string): void;
  login(token: string): void;
  logout(): void;
  /** A call as an array, so that a site can go on using the form it used before the script was there. */
  push(call: Call): void;
}

declare global {
  interface Window {
    dichtbij?: Api | Call[];
  }
}

const NAMES: readonly (readonly [string, string])[] = [
  ["title", "chat-title"],
  ["accent", "accent"],
  ["theme", "theme"],
  ["launcher", "launcher"],
  ["open", "open"],
  ["starters", "starters"],
];

// Only while the script itself runs: `async` is fine, `type=module` is not supported.
const script = document.currentScript as HTMLScriptElement | null;

function start(): void {
  const element = document.querySelector<DichtbijChat>("dichtbij-chat") ?? create();
  const early = Array.isArray(window.dichtbij) ? window.dichtbij : [];
  const api: Api = {
    open: () => element.open(),
    close: () => element.close(),
    toggle: () => (element.isOpen ? element.close() : element.open()),
    ask: (question) => element.ask(question),
    login: (token) => element.login(token),
    logout: () => element.logout(),
    push: ([name, ...values]) => {
      const call = (api as unknown as { [name: string]: unknown })[name];
      if (name !== "push" && typeof call === "function") call(...values);
    },
  };
  window.dichtbij = api;
  early.forEach((call) => api.push(call));
  const token = script?.dataset["loginToken"];
  if (token) api.login(token);
  document.dispatchEvent(new CustomEvent("dichtbij:ready"));
}

function create(): DichtbijChat {
  const element = document.createElement("dichtbij-chat") as DichtbijChat;
  element.setAttribute("server", script?.dataset["server"] || (script ? new URL(script.src).origin : location.origin));
  for (const [data, attribute] of NAMES) {
    const value = script?.dataset[data];
    if (value !== undefined) element.setAttribute(attribute, value);
  }
  document.body.append(element);
  return element;
}

if (!customElements.get("dichtbij-chat")) {
  customElements.define("dichtbij-chat", DichtbijChat);
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
}
