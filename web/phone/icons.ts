/** Small drawings; decoration only, the words stand beside them. */
import { html, type TemplateResult } from "lit";

const PATHS: { readonly [name: string]: string } = {
  send: "M3 4l18 8-18 8 3-8zM6 12h9",
  clip: "M8 12l6-6a3.5 3.5 0 0 1 5 5l-8 8a5 5 0 0 1-7-7l7-7",
  mic: "M12 4a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V7a3 3 0 0 1 3-3zM6 12a6 6 0 0 0 12 0M12 18v3",
  pin: "M12 21s-6-6-6-11a6 6 0 0 1 12 0c0 5-6 11-6 11zM12 8v4",
  bin: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13",
  list: "M8 6h12M8 12h12M8 18h12M4 6h0M4 12h0M4 18h0",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  close: "M6 6l12 12M18 6L6 18",
  waiting: "M12 5a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM12 8v4l3 2",
  sent: "M4 13l5 5L20 7",
  delivered: "M1 13l5 5L17 7M9 15l3 3L23 7",
  read: "M1 13l5 5L17 7M9 15l3 3L23 7",
  failed: "M12 6v7M12 17v1",
};

export function icon(name: string): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=${PATHS[name] ?? ""} /></svg>`;
}
