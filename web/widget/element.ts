/**
 * `<dichtbij-chat>`: the button in the corner and the panel behind it. Everything lives in a shadow root with an adopted
 * stylesheet, so that the site's styles stay out, ours stay in, and a strict Content-Security-Policy is satisfied.
 */
import { h, icon } from "./dom.ts";
import { buildParts, type Parts } from "./parts.ts";
import { StatusLines } from "./status.ts";
import { perTab } from "./storage.ts";
import { T } from "./texts.ts";
import { accentCss, scheme } from "./theme.ts";
import { fillVisible, phone } from "./viewport.ts";
import css from "./widget.css";

const styles = new CSSStyleSheet();
styles.replaceSync(css);

export class DichtbijChat extends HTMLElement {
  static readonly observedAttributes = ["accent", "theme"];

  readonly #root = this.attachShadow({ mode: "open" });
  readonly #accent = new CSSStyleSheet();
  #parts: Parts | null = null;
  #status: StatusLines | null = null;
  #leave: (() => void) | null = null;
  #touched = false;
  /** What had the focus on the page when the chat was opened from there. */
  #opener: HTMLElement | null = null;

  connectedCallback(): void {
    if (this.#parts) return;
    this.#root.adoptedStyleSheets = [styles, this.#accent];
    const parts = this.#build();
    this.#parts = parts;
    this.#status = new StatusLines(parts);
    this.#colours();
    this.#listen(parts);
    if (parts.chat.hasPast) parts.chat.connect();
    if (perTab.get(parts.openKey) || this.hasAttribute("open")) this.#show(parts, false);
    this.#render();
  }

  attributeChangedCallback(): void {
    if (this.#parts) this.#colours();
  }

  get isOpen(): boolean {
    return this.#parts?.panel.open ?? false;
  }

  open(): void {
    if (this.#parts && !this.isOpen) this.#show(this.#parts, true);
  }

  close(): void {
    if (this.#parts && this.isOpen) this.#hide(this.#parts);
  }

  /** A button of the site asks this for the customer. */
  ask(question: string): void {
    this.open();
    if (question.trim()) this.#parts?.chat.send(question.trim());
  }

  /** The site's signed token (JWT) of a customer who is logged in there. */
  login(token: string): void {
    if (token) this.#parts?.chat.login(token);
  }

  /** Forgets the conversation in this browser. */
  logout(): void {
    this.#parts?.chat.logout();
    this.#parts?.composer.clear();
  }

  #build(): Parts {
    const starters = (this.getAttribute("starters") ?? "").split("|").map((one) => one.trim());
    const parts = buildParts(
      {
        server: (this.getAttribute("server") || location.origin).replace(/\/+$/, ""),
        title: this.getAttribute("chat-title") || T.us,
        label: this.getAttribute("launcher") || T.launcher,
        starters: starters.filter((one) => one),
      },
      {
        changed: () => this.#changed(),
        close: () => this.close(),
        tapped: () => this.#afterTap(),
        enlarge: (src, alt) => this.#enlarge(src, alt),
      },
    );
    this.#root.append(parts.frame);
    return parts;
  }

  #listen({ chat, panel, launcher, large, log }: Parts): void {
    launcher.addEventListener("click", () => this.open());
    panel.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
    this.#root.addEventListener("keydown", (event) => {
      const { key, isComposing } = event as KeyboardEvent;
      if (key !== "Escape" || isComposing || !this.isOpen || large.open) return;
      event.preventDefault();
      event.stopPropagation();
      this.close();
    });
    // Also on the page: a button of the site can open the chat.
    const touch = (event: PointerEvent): void => void (this.#touched = event.pointerType === "touch");
    window.addEventListener("pointerdown", touch, { capture: true, passive: true });
    large.addEventListener("click", () => large.close());
    phone.addEventListener("change", () => this.isOpen && this.#place());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#colours());
    window.addEventListener("storage", (event) => {
      if (event.storageArea === localStorage) chat.otherTab(event.key, event.newValue);
    });
    document.addEventListener("visibilitychange", () => this.#render());
    new ResizeObserver(() => log.resized()).observe(log.element);
  }

  #show(parts: Parts, byCustomer: boolean): void {
    const { panel, launcher, chat, composer, log, openKey } = parts;
    const active = document.activeElement as HTMLElement | null;
    this.#opener = byCustomer && active !== this && active !== document.body ? active : null;
    perTab.set(openKey, "1");
    this.#place();
    launcher.hidden = true;
    launcher.setAttribute("aria-expanded", "true");
    chat.connect();
    composer.shown();
    this.#render();
    log.toEnd();
    // A phone would put its keyboard over the conversation; and at a page load the focus belongs to the page.
    if (byCustomer && !this.#touched) composer.focus();
    else if (byCustomer || panel.matches(":modal")) log.focus();
  }

  /** Beside the page on a big screen; on a phone over all of it, with the page behind it out of reach. */
  #place(): void {
    const parts = this.#parts;
    if (!parts) return;
    const { panel, log } = parts;
    const focused = this.#root.activeElement as HTMLElement | null;
    this.#leave?.();
    this.#leave = null;
    if (panel.open) panel.close();
    if (phone.matches) {
      panel.showModal();
      this.#leave = fillVisible(panel, () => log.resized());
    } else {
      const before = document.activeElement as HTMLElement | null;
      panel.show();
      // The browser gives the focus to a dialog that opens; who opens it decides here.
      (this.#root.activeElement as HTMLElement | null)?.blur();
      if (before !== this) before?.focus({ preventScroll: true });
    }
    focused?.focus({ preventScroll: true });
  }

  #hide({ panel, launcher, openKey }: Parts): void {
    perTab.remove(openKey);
    this.#leave?.();
    this.#leave = null;
    panel.close();
    launcher.hidden = false;
    launcher.setAttribute("aria-expanded", "false");
    (this.#opener?.isConnected ? this.#opener : launcher).focus({ preventScroll: true });
    this.#render();
  }

  /** A button that was tapped is gone or switched off: the focus goes where the customer goes on. */
  #afterTap(): void {
    if (this.#touched) this.#parts?.log.focus();
    else this.#parts?.composer.focus();
  }

  #enlarge(src: string, alt: string): void {
    const large = this.#parts?.large;
    if (!large) return;
    const close = h("button", { type: "button", class: "close", "aria-label": T.closePicture }, icon("close"));
    large.replaceChildren(close, h("img", { src, alt: alt || T.picture }));
    large.showModal();
  }

  #colours(): void {
    const now = scheme(this.getAttribute("theme"));
    this.#accent.replaceSync(accentCss(this.getAttribute("accent"), now));
    this.#parts?.frame.setAttribute("data-scheme", now);
  }

  #scheduled = false;

  /** Many things change at once at a replay: one look at the end is enough. */
  #changed(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#render();
    });
  }

  #render(): void {
    const parts = this.#parts;
    if (!parts) return;
    const { chat, log, intro, starters } = parts;
    log.render(chat.lines, chat.link === "offline");
    intro.hidden = !chat.isEmpty;
    starters.hidden = chat.hasSpoken || starters.childElementCount === 0;
    if (this.isOpen && document.visibilityState === "visible") chat.markSeen();
    this.#status?.render(this.isOpen);
  }
}
