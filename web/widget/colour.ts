/** An organisation picks one accent colour; these make text on it and text in it readable (WCAG 1.4.3). Pure. */

export type Rgb = readonly [number, number, number];

const WHITE: Rgb = [255, 255, 255];
const INK: Rgb = [16, 20, 28];
const ENOUGH = 4.6;
/** Text in a colour on a dark ground looks dull at the minimum. */
const ENOUGH_ON_DARK = 6.5;

export interface Accent {
  /** Background of buttons and of the customer's own messages. */
  readonly fill: string;
  /** Text on that background. */
  readonly on: string;
  /** The accent as text or border on a surface. */
  readonly ink: string;
}

/** `#rgb` or `#rrggbb`; null for anything else. */
export function parse(hex: string): Rgb | null {
  const digits = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(hex.trim())?.[1];
  if (!digits) return null;
  const six = digits.length === 3 ? [...digits].map((d) => d + d).join("") : digits;
  const number = Number.parseInt(six, 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast of WCAG 2, from 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function mix(colour: Rgb, towards: Rgb, share: number): Rgb {
  return colour.map((part, i) => Math.round(part + ((towards[i] ?? 0) - part) * share)) as unknown as Rgb;
}

const isLight = (surface: Rgb): boolean => luminance(surface) > 0.4;

/** The same hue, bright: mixed with plain white, a dark accent would turn grey. */
function tint(colour: Rgb): Rgb {
  const most = Math.max(...colour);
  const bright = most === 0 ? WHITE : (colour.map((part) => Math.round((part * 255) / most)) as unknown as Rgb);
  return mix(bright, WHITE, 0.45);
}

/** The colour, moved towards dark or bright just far enough to be read on the surface. */
export function readable(colour: Rgb, surface: Rgb, enough = ENOUGH): Rgb {
  let from = colour;
  for (const towards of isLight(surface) ? [INK] : [tint(colour), WHITE]) {
    for (let share = 0; share < 1; share += 0.04) {
      const moved = mix(from, towards, share);
      if (contrast(moved, surface) >= enough) return moved;
    }
    from = towards;
  }
  return from;
}

const css = (colour: Rgb): string => `rgb(${colour.join(" ")})`;

export function accent(colour: Rgb, surface: Rgb): Accent {
  const on = contrast(colour, WHITE) >= ENOUGH || contrast(colour, WHITE) > contrast(colour, INK) ? WHITE : INK;
  const fill = contrast(colour, on) >= ENOUGH ? colour : readable(colour, on);
  return { fill: css(fill), on: css(on), ink: css(readable(colour, surface, isLight(surface) ? ENOUGH : ENOUGH_ON_DARK)) };
}
