/**
 * On a phone the panel fills what is really visible: the on-screen keyboard shrinks only the visual viewport, so that
 * 100dvh would put the field behind it.
 */
const PHONE = "(max-width: 480px), (max-height: 420px)";

export const phone = matchMedia(PHONE);

/** Keeps the panel on the visible part while it is open full screen; the result stops that. */
export function fillVisible(panel: HTMLElement, resized: () => void): () => void {
  const view = window.visualViewport;
  const root = document.documentElement;
  const overflow = root.style.overflow;
  const fit = (): void => {
    if (view) {
      panel.style.height = `${view.height}px`;
      panel.style.transform = view.offsetTop ? `translateY(${view.offsetTop}px)` : "";
    }
    resized();
  };
  root.style.overflow = "hidden";
  view?.addEventListener("resize", fit);
  view?.addEventListener("scroll", fit);
  fit();
  return () => {
    root.style.overflow = overflow;
    view?.removeEventListener("resize", fit);
    view?.removeEventListener("scroll", fit);
    panel.style.height = "";
    panel.style.transform = "";
  };
}
