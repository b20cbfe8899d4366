/** Local times, UTC instants and business days. Instants are epoch milliseconds here, or a Date where one is at hand;
 *  days are `YYYY-MM-DD` of the proleptic Gregorian calendar, years 0000 to 9999. */
import { dayMs, hourMs, zoneOffsetMs } from './time-zone.ts';

export { isTimeZone } from './time-zone.ts';

/** What the clocks of a zone show. `month` is 1 to 12. */
export interface LocalParts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

/** Which instants a store counts as one day: its zone and the hour (0 to 23) at which its day begins. */
export interface DayRule {
  zone: string;
  dayStartHour: number;
}

const dateTime =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?( ?Z|[+-]\d{2}:?\d{2})?)?$/i;

/** The UTC instant of a local wall time, "2026-03-29T01:30:00" with or without fraction; null when the text is no
 *  existing date and time. A text that names its own offset ("Z", "+02:00") is taken at its word.
 *  An hour that happens twice is the earlier one. An hour that clocks skip is read with the offset before the gap, so that
 *  01:30 becomes 02:30 of summer time, as java.time and Temporal do. Fractions are cut to milliseconds.
 *  @throws RangeError for an unknown zone */
export function localToInstant(text: string, zone: string): number | null {
  const wall = plainWallTime(text);
  if (!Number.isNaN(wall)) return wallToInstant(wall, zone);
  const parts = dateTime.exec(text);
  if (!parts) return null;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', offset] = parts;
  const wallMs = plainWallTime(`${year}-${month}-${day}T${hour}:${minute}:${second}`);
  if (Number.isNaN(wallMs)) return null;
  const fullMs = wallMs + Number(fraction.padEnd(3, '0').slice(0, 3));
  if (offset === undefined) return wallToInstant(fullMs, zone);
  const offsetMs = readOffset(offset.trim());
  return offsetMs === null ? null : fullMs - offsetMs;
}

/** Hot path: exactly `YYYY-MM-DDTHH:MM:SS`, as milliseconds on a clock without zone; NaN for everything else. */
function plainWallTime(text: string): number {
  if (text.length !== 19 || text.charCodeAt(10) !== 84 || text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) {
    return Number.NaN;
  }
  const days = dayNumber(text);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  if (!(hour < 24 && minute < 60 && second < 60)) return Number.NaN;
  return days * dayMs + hour * hourMs + minute * 60_000 + second * 1000;
}

/** Offsets a day on either side enclose the one that holds; only when they differ is a change of clocks near. */
function wallToInstant(wallMs: number, zone: string): number {
  const beforeMs = zoneOffsetMs(wallMs - dayMs, zone);
  const afterMs = zoneOffsetMs(wallMs + dayMs, zone);
  if (beforeMs === afterMs) return wallMs - beforeMs;
  // The larger offset gives the earlier instant, which wins when both hold.
  for (const offsetMs of [Math.max(beforeMs, afterMs), Math.min(beforeMs, afterMs)]) {
    if (zoneOffsetMs(wallMs - offsetMs, zone) === offsetMs) return wallMs - offsetMs;
  }
  return wallMs - beforeMs;
}

function readOffset(text: string): number | null {
  if (text === 'Z' || text === 'z') return 0;
  const hours = twoDigits(text, 1);
  const minutes = twoDigits(text, text.length - 2);
  if (hours > 18 || minutes > 59) return null;
  return (text.startsWith('-') ? -1 : 1) * (hours * hourMs + minutes * 60_000);
}

/** What the zone's clocks show at an instant. */
export function localParts(at: Date | number, zone: string): LocalParts {
  const instantMs = Number(at);
  const shown = new Date(instantMs + zoneOffsetMs(instantMs, zone));
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
    second: shown.getUTCSeconds(),
  };
}

/** The local wall time of an instant as terminals write it, to the second: "2026-03-29T02:30:00". */
export function localText(at: Date | number, zone: string): string {
  const instantMs = Number(at);
  return new Date(instantMs + zoneOffsetMs(instantMs, zone)).toISOString().slice(0, 19);
}

/** The local hour (0 to 23) of an instant. An hour that happens twice counts as one. */
export function localHour(at: Date | number, zone: string): number {
  const instantMs = Number(at);
  const shownMs = instantMs + zoneOffsetMs(instantMs, zone);
  return Math.floor((((shownMs % dayMs) + dayMs) % dayMs) / hourMs);
}

/** The store's business day of an instant: the local date, except that what clocks show before `dayStartHour` still
 *  belongs to the day before. */
export function businessDayOf(at: Date | number, rule: DayRule): string {
  const instantMs = Number(at);
  return dayText(Math.floor((instantMs + zoneOffsetMs(instantMs, rule.zone) - rule.dayStartHour * hourMs) / dayMs));
}

/** The instants of a business day, from (included) to (excluded): 23 or 25 hours long where clocks change. */
export function businessDayRange(day: string, rule: DayRule): { fromMs: number; toMs: number } {
  const startMs = (number: number) => wallToInstant(number * dayMs + rule.dayStartHour * hourMs, rule.zone);
  const number = requireDay(day);
  return { fromMs: startMs(number), toMs: startMs(number + 1) };
}

/** Whether the text is a day that exists. */
export function isDay(text: string): boolean {
  return text.length === 10 && !Number.isNaN(dayNumber(text));
}

/** The day `count` days later (earlier when negative).
 *  @throws RangeError when `day` is none */
export function addDays(day: string, count: number): string {
  return dayText(requireDay(day) + count);
}

/** Days from one to the other: 1 for tomorrow, negative when `to` is earlier.
 *  @throws RangeError when one of them is no day */
export function daysBetween(from: string, to: string): number {
  return requireDay(to) - requireDay(from);
}

/** Every day from `from` to `to`, both included; empty when `to` is earlier.
 *  @throws RangeError when one of them is no day */
export function eachDay(from: string, to: string): string[] {
  const first = requireDay(from);
  return Array.from({ length: Math.max(0, requireDay(to) - first + 1) }, (_, index) => dayText(first + index));
}

/** ISO weekday: 1 Monday to 7 Sunday.
 *  @throws RangeError when `day` is none */
export function weekdayOf(day: string): number {
  // Day 0, 1970-01-01, was a Thursday.
  return ((((requireDay(day) + 3) % 7) + 7) % 7) + 1;
}

function requireDay(day: string): number {
  const number = isDay(day) ? dayNumber(day) : Number.NaN;
  if (Number.isNaN(number)) throw new RangeError(`'${day}' is not a day`);
  return number;
}

const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days since 1970-01-01 of the date that the text starts with, NaN when that is none. The arithmetic is Howard Hinnant's
 *  `days_from_civil`, which needs no Date. */
function dayNumber(text: string): number {
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return Number.NaN;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const longest = month === 2 && leap ? 29 : (daysInMonth[month - 1] ?? 0);
  if (!(day >= 1 && day <= longest)) return Number.NaN;
  const fromMarch = month > 2 ? year : year - 1;
  const era = Math.floor(fromMarch / 400);
  const yearOfEra = fromMarch - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

/** Two decimal digits at a position; NaN when they are none. */
function twoDigits(text: string, position: number): number {
  const tens = text.charCodeAt(position) - 48;
  const ones = text.charCodeAt(position + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** Texts of the days met lately; bounded, because terminals may invent dates. */
const dayTexts = new Map<number, string>();
const maxDayTexts = 20_000;

function dayText(number: number): string {
  const known = dayTexts.get(number);
  if (known) return known;
  const text = new Date(number * dayMs).toISOString().slice(0, 10);
  if (dayTexts.size >= maxDayTexts) dayTexts.clear();
  dayTexts.set(number, text);
  return text;
}
