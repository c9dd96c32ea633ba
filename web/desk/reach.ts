/** What the agent must know of a customer on a phone: how long free text still arrives, and who asked for silence. Pure. */

import type { Alarm, ChannelLimits, Template } from "./types/reach.ts";
import { channelWords } from "./words.ts";
import { clock } from "./time.ts";

const HOUR_MS = 3_600_000;
const WINDOW_OVER = "De klant schreef langer dan 24 uur geleden. WhatsApp bezorgt dan alleen een sjabloon.";

/** Why nothing can be typed; empty when it can. The window may end while the page is open. */
export function shutWords(limits: ChannelLimits | null | undefined, now: number): string {
  if (!limits) return "";
  if (limits.can_write === false) return limits.why_not || WINDOW_OVER;
  return isOver(limits, now) ? WINDOW_OVER : "";
}

/** Whether an approved text may take the place of a typed one. */
export function mayTemplate(limits: ChannelLimits | null | undefined, now: number): boolean {
  if (!limits || limits.signed_off) return false;
  return limits.templates === true || isOver(limits, now);
}

export function isOver(limits: ChannelLimits, now: number): boolean {
  return !!limits.free_text_until && Date.parse(limits.free_text_until) <= now;
}

/** "nog 3 u 12 om te antwoorden"; empty when there is no limit. */
export function leftWords(until: string, now: number): string {
  const left = Date.parse(until) - now;
  if (Number.isNaN(left)) return "";
  if (left <= 0) return "24 uur voorbij";
  const minutes = Math.ceil(left / 60_000);
  if (minutes < 60) return `nog ${minutes} min om te antwoorden`;
  return `nog ${Math.floor(minutes / 60)} u ${String(minutes % 60).padStart(2, "0")} om te antwoorden`;
}

/** Little time is left. */
export function isSoon(until: string, now: number): boolean {
  const left = Date.parse(until) - now;
  return left < HOUR_MS;
}

/** A template with what is filled in so far; what is not stays as its label. */
export function filled(template: Template, values: ReadonlyMap<string, string>): string {
  return template.text.replace(/\{(\w+)\}/g, (braces, name: string) => {
    const field = template.fields.find((one) => one.name === name);
    return values.get(name)?.trim() || (field ? `[${field.label.toLowerCase()}]` : braces);
  });
}

export function alarmWords(alarm: Alarm): string {
  const channel = channelWords(alarm.channel);
  return `Berichten via ${channel} komen sinds ${clock(alarm.since)} niet aan bij klanten. Ze blijven bewaard en gaan alsnog. Meld dit bij beheer.`;
}
