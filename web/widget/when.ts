/** Times as a Dutch reader says them. Pure: `now` comes in. */

const clock = new Intl.DateTimeFormat("nl-NL", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("nl-NL", { weekday: "long", day: "numeric", month: "long" });
const full = new Intl.DateTimeFormat("nl-NL", { dateStyle: "full", timeStyle: "short" });

const DAY = 86_400_000;
const GROUP = 5 * 60_000;

export const timeOf = (at: Date): string => clock.format(at);

/** For the tooltip. */
export const fullTime = (at: Date): string => full.format(at);

export const sameDay = (a: Date, b: Date): boolean => a.toDateString() === b.toDateString();

export function dayName(at: Date, now: Date): string {
  if (sameDay(at, now)) return "Vandaag";
  if (sameDay(at, new Date(now.getTime() - DAY))) return "Gisteren";
  return day.format(at);
}

/** Two messages of one sender shortly after each other stand together under one name. */
export const together = (a: Date, b: Date): boolean => Math.abs(b.getTime() - a.getTime()) < GROUP && sameDay(a, b);
