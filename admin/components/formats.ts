/** Numbers and times as the reader of the page writes them. */

import { isLanguage, localeOf } from '../../server/core/languages.ts';
import { language } from './texts.ts';

const locale = localeOf[isLanguage(language) ? language : 'en'];

export function number(value: number, decimals = 0): string {
  return value.toLocaleString(locale, { maximumFractionDigits: decimals });
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** "1.5 GB": thousands, as disks are sold. */
export function bytes(value: number): string {
  const size = Math.max(1, Math.abs(value));
  const step = Math.min(units.length - 1, Math.floor(Math.log10(size) / 3));
  return (value / 1000 ** step).toLocaleString(locale, {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: step > 2 ? 1 : 0,
  });
}

/** "340 ms", "1.2 s". */
export function duration(ms: number): string {
  const isLong = ms >= 1000;
  return (isLong ? ms / 1000 : ms).toLocaleString(locale, {
    style: 'unit',
    unit: isLong ? 'second' : 'millisecond',
    maximumFractionDigits: isLong ? 1 : 0,
  });
}

/** "14:05" of today's hour, on the clocks of a zone; null: the browser's. */
export function clock(iso: string, timeZone: string | null, withSeconds = false): string {
  return new Date(iso).toLocaleTimeString(locale, {
    ...(timeZone === null ? {} : { timeZone }),
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    ...(withSeconds ? { second: '2-digit' } : {}),
  });
}

/** "20 Nov 2026, 14:05". */
export function moment(iso: string, timeZone: string | null): string {
  return new Date(iso).toLocaleString(locale, {
    ...(timeZone === null ? {} : { timeZone }),
    ...{ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  });
}

/** "20 Nov" of a day `YYYY-MM-DD`. */
export function shortDay(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  return at.toLocaleDateString(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
}

const relative = new Intl.RelativeTimeFormat(locale);
const spans = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** "3 hours ago". */
export function ago(iso: string, nowIso: string): string {
  const ms = Math.max(0, Date.parse(nowIso) - Date.parse(iso));
  const [unit, length] = spans.find(([, span]) => ms >= span) ?? ['minute', 60_000];
  return relative.format(-Math.floor(ms / length), unit);
}
