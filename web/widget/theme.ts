/** Light or dark, and the organisation's accent colour made readable on it. */
import { accent, parse, type Rgb } from "./colour.ts";

/** Green-blue; also what a wrong data-accent falls back on. */
const ACCENT: Rgb = [0, 95, 107];
const SURFACE = { light: [255, 255, 255], dark: [38, 48, 59] } as const;

export type Scheme = "light" | "dark";

export function scheme(asked: string | null): Scheme {
  if (asked === "light" || asked === "dark") return asked;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** A small stylesheet with the colours that depend on the accent. */
export function accentCss(hex: string | null, now: Scheme): string {
  const { fill, on, ink } = accent(parse(hex ?? "") ?? ACCENT, SURFACE[now]);
  return `:host{--fill:var(--dichtbij-accent,${fill});--on:var(--dichtbij-on-accent,${on});--ink:${ink}}`;
}
