/** Small helpers to make elements. Text goes in as text nodes, so nothing of a message can become HTML. */

type Child = Node | string | null | false;
type Props = { readonly [name: string]: string | boolean | ((event: never) => void) };

export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") element.addEventListener(name, value as EventListener);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter((child): child is Node | string => child !== null && child !== false));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** Drawings in strokes on a grid of 24; decoration only, the button next to it has the name. */
const ICONS = {
  chat: ["M20 11.5a7.5 7.5 0 0 1-7.5 7.5H5l1.6-2.6A7.5 7.5 0 1 1 20 11.5Z", "M9 10.5h7", "M9 13.5h4"],
  close: ["M6 6l12 12", "M18 6 6 18"],
  down: ["M6 9.5l6 6 6-6"],
  send: ["M4.5 12h14", "M12.5 5.5 19 12l-6.5 6.5"],
  person: ["M12 12.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8Z", "M4.5 20a7.5 7.5 0 0 1 15 0"],
  phone: ["M8 3.5h8a1 1 0 0 1 1 1v15a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1v-15a1 1 0 0 1 1-1Z", "M11 17.5h2"],
  spark: ["M12 4v3", "M6.5 10.5h11v8h-11z", "M9.8 14v1.2", "M14.2 14v1.2", "M4 13.5v3", "M20 13.5v3"],
  check: ["M5 12.5l4.5 4.5L19 7.5"],
  warning: ["M12 8v5", "M12 16.2v.1", "M12 3.5 2.8 19.5h18.4Z"],
  clip: ["M19.5 11.5l-7.6 7.6a4.6 4.6 0 0 1-6.5-6.5l7.8-7.8a3.1 3.1 0 0 1 4.4 4.4l-7.6 7.6a1.6 1.6 0 0 1-2.2-2.2l6.9-6.9"],
  file: ["M7 3.5h7l4 4v13H7z", "M14 3.5v4h4", "M10 12.5h5", "M10 16h5"],
  enlarge: ["M14 4.5h5.5V10", "M10 19.5H4.5V14", "M19.5 4.5 13.5 10.5", "M4.5 19.5l6-6"],
} as const;

export function icon(name: keyof typeof ICONS): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  for (const line of ICONS[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", line);
    svg.append(path);
  }
  return svg;
}

/** Sets text only when it differs: a live region repeats what is set again. */
export function say(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
