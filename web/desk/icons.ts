/** A handful of line icons. Always beside words or with a label, never the only carrier of meaning. */

import { html, svg, type SVGTemplateResult, type TemplateResult } from "lit";

const SHAPES = {
  warning: svg`<path d="M12 4 2.8 19.5h18.4L12 4Z"/><path d="M12 10v4.5M12 17.2v.1"/>`,
  check: svg`<path d="m5 12.5 4.5 4.5L19 7.5"/>`,
  checks: svg`<path d="m2 12.5 4.5 4.5L15 7.5M11 16l1 1 9.5-9.5"/>`,
  clock: svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>`,
  person: svg`<circle cx="12" cy="8" r="3.8"/><path d="M4.5 20c.8-4 3.7-6 7.5-6s6.7 2 7.5 6"/>`,
  bot: svg`<rect x="4.5" y="8" width="15" height="11" rx="3"/><path d="M12 8V4.5M9 13v1M15 13v1"/>`,
  phone: svg`<path d="M6 3.5h3l1.5 4.5-2 1.5a12 12 0 0 0 6 6l1.5-2 4.5 1.5v3c0 1.2-1 2-2 2C10.5 20 4 13.5 4 5.5c0-1 .8-2 2-2Z"/>`,
  sound: svg`<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4Z"/><path d="M15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11"/>`,
  silent: svg`<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4Z"/><path d="m16 9.5 5 5m0-5-5 5"/>`,
  keyboard: svg`<rect x="2.5" y="6" width="19" height="12" rx="2"/><path d="M6 10h.1M10 10h.1M14 10h.1M18 10h.1M7.5 14h9"/>`,
  leave: svg`<path d="M14 4H6v16h8M10 12h11m-4-4 4 4-4 4"/>`,
  close: svg`<path d="m6 6 12 12M18 6 6 18"/>`,
  down: svg`<path d="M12 5v14m-6-6 6 6 6-6"/>`,
  send: svg`<path d="M4 12 20 4.5 15.5 20l-4-6.5L4 12Z"/>`,
  theme: svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 3.5v17a8.5 8.5 0 0 0 0-17Z" fill="currentColor"/>`,
  attach: svg`<path d="m20 11.5-8.2 8.2a5 5 0 0 1-7-7l8.7-8.8a3.4 3.4 0 0 1 4.8 4.8l-8.7 8.7a1.8 1.8 0 0 1-2.5-2.5l7.7-7.7"/>`,
  file: svg`<path d="M6 3.5h8l4.5 4.5v12.5H6Z"/><path d="M13.5 3.5V8.5H18.5"/>`,
  answers: svg`<path d="M4 5h16v11H10l-4 4v-4H4Z"/><path d="M8 9h8M8 12.5h5"/>`,
  bolt: svg`<path d="M13 3 5 13.5h6L10 21l8-10.5h-6L13 3Z"/>`,
  pass: svg`<path d="M4 12h15m-6-6 6 6-6 6"/>`,
  ear: svg`<path d="M7 9.5a5 5 0 0 1 10 0c0 3.5-3.5 4-3.5 7a3 3 0 0 1-5.5 1.7"/><path d="M10 10a2 2 0 0 1 4 0c0 1.4-1.6 1.8-1.6 3.2"/>`,
  note: svg`<path d="M5 4h14v11l-5 5H5Z"/><path d="M14 20v-5h5M8.5 8.5h7M8.5 12h4"/>`,
  edit: svg`<path d="m4 20 1-4.5L16.5 4l3.5 3.5L8.5 19 4 20Z"/>`,
  lost: svg`<path d="M3 3l18 18M5 12.5a10 10 0 0 1 4-2.3M2 9a15 15 0 0 1 4-2.5M12 7c4 0 7.5 1.2 10 3.5M8.5 16a5 5 0 0 1 7 0M12 19.5v.1"/>`,
} satisfies Record<string, SVGTemplateResult>;

export type Icon = keyof typeof SHAPES;

export function icon(name: Icon): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${SHAPES[name]}</svg>`;
}
