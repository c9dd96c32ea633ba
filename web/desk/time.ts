/** Times as an agent reads them: local, short, Dutch. */

const CLOCK = new Intl.DateTimeFormat("nl-NL", { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("nl-NL", { weekday: "long", day: "numeric", month: "long" });
const DAY_YEAR = new Intl.DateTimeFormat("nl-NL", { weekday: "long", day: "numeric", month: "long", year: "numeric" });
const DATE = new Intl.DateTimeFormat("nl-NL", { day: "numeric", month: "short", year: "numeric" });

export function clock(at: string): string {
  const moment = new Date(at);
  return Number.isNaN(moment.getTime()) ? "" : CLOCK.format(moment);
}

/** A key that is equal for two moments on the same local day. */
export function dayKey(at: string): string {
  return new Date(at).toDateString();
}

export function day(at: string, now: number): string {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return "";
  const midnight = (time: Date): number => new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime();
  const days = Math.round((midnight(new Date(now)) - midnight(moment)) / 86_400_000);
  if (days === 0) return "Vandaag";
  if (days === 1) return "Gisteren";
  return (days < 180 && days > 0 ? DAY : DAY_YEAR).format(moment);
}

export function date(at: string): string {
  // A bare date is a day on the calendar, not midnight in Greenwich.
  const moment = new Date(/^\d{4}-\d{2}-\d{2}$/.test(at) ? `${at}T00:00` : at);
  return Number.isNaN(moment.getTime()) ? at : DATE.format(moment);
}

/** "0:42", "12:05", "1 u 04": short enough for a list, ticking while it matters. */
export function elapsed(since: string, now: number): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(since)) / 1000));
  if (Number.isNaN(seconds)) return "";
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
  if (minutes < 1440) return `${Math.floor(minutes / 60)} u ${String(minutes % 60).padStart(2, "0")}`;
  return `${Math.floor(minutes / 1440)} d ${Math.floor((minutes % 1440) / 60)} u`;
}

/** The machine form of the same, for <time datetime>. */
export function duration(since: string, now: number): string {
  return `PT${Math.max(0, Math.floor((now - Date.parse(since)) / 1000))}S`;
}
