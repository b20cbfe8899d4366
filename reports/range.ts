/** Ranges of days that reports are asked for, and the earlier days that they are compared with. */

import { addDays, daysBetween, isDay, weekdayOf } from '../server/core/business-day.ts';
import { DomainError, type InputError } from '../server/core/errors.ts';

/** Ranges that follow the calendar; weeks begin on Monday. `12-months` ends today and begins on the same day a year ago. */
export const presets = [
  ...(['today', 'yesterday', '7-days', '30-days', 'this-week', 'last-week', 'this-month', 'last-month'] as const),
  ...(['this-quarter', 'last-quarter', 'this-year', 'last-year', '12-months'] as const),
] as const;

export type Preset = (typeof presets)[number];

/** What a range is compared with: as many days just before it, or the same weekdays 52 weeks earlier. */
export const comparisons = ['previous', 'last-year', 'none'] as const;

export type Comparison = (typeof comparisons)[number];

/** Days from and to, both included. */
export interface DayRange {
  from: string;
  to: string;
}

/** Longer ranges belong to reports by month. */
export const maxRangeDays = 800;

export function presetRange(preset: Preset, today: string): DayRange {
  const monthStart = `${today.slice(0, 8)}01`;
  const yearStart = `${today.slice(0, 4)}-01-01`;
  const before = (day: string, start: (day: string) => string) => {
    const to = addDays(day, -1);
    return { from: start(to), to };
  };
  switch (preset) {
    case 'today':
      return { from: today, to: today };
    case 'yesterday':
      return { from: addDays(today, -1), to: addDays(today, -1) };
    case 'this-week':
      return { from: weekStart(today), to: today };
    case 'last-week':
      return before(weekStart(today), weekStart);
    case 'this-quarter':
      return { from: quarterStart(today), to: today };
    case 'last-quarter':
      return before(quarterStart(today), quarterStart);
    case 'this-year':
      return { from: yearStart, to: today };
    case 'last-year':
      return before(yearStart, (day) => `${day.slice(0, 4)}-01-01`);
    case '7-days':
      return { from: addDays(today, -6), to: today };
    case '30-days':
      return { from: addDays(today, -29), to: today };
    case 'this-month':
      return { from: monthStart, to: today };
    case 'last-month': {
      const to = addDays(monthStart, -1);
      return { from: `${to.slice(0, 8)}01`, to };
    }
    case '12-months':
      return { from: addDays(yearEarlier(today), 1), to: today };
  }
}

/** The Monday on or before a day. */
export function weekStart(day: string): string {
  return addDays(day, 1 - weekdayOf(day));
}

function quarterStart(day: string): string {
  const month = Number(day.slice(5, 7));
  return `${day.slice(0, 5)}${String(month - ((month - 1) % 3)).padStart(2, '0')}-01`;
}

/** Checks a range that somebody typed.
 *  @throws DomainError invalid_input: a day that does not exist, the end before the start, or more than `maxRangeDays` */
export function ownRange(from: string | undefined, to: string | undefined): DayRange {
  const errors: InputError[] = [];
  const checked = (path: string, day: string | undefined): string => {
    if (day !== undefined && isDay(day)) return day;
    errors.push({ path, message: day ? 'There is no such day.' : 'Please choose a day.' });
    return '';
  };
  const range = { from: checked('from', from), to: checked('to', to) };
  if (errors.length === 0) {
    const days = daysBetween(range.from, range.to) + 1;
    if (days < 1) errors.push({ path: 'to', message: 'The last day must not be before the first.' });
    if (days > maxRangeDays) errors.push({ path: 'to', message: `At most ${maxRangeDays} days fit into one report.` });
  }
  if (errors.length > 0) throw new DomainError('invalid_input', { errors });
  return range;
}

/** The days that are compared with `range`, as many as it has; null without a comparison or before the calendar begins. */
export function comparedRange(range: DayRange, comparison: Comparison): DayRange | null {
  if (comparison === 'none' || range.from < '0010') return null;
  const daysBack = comparison === 'last-year' ? 364 : daysBetween(range.from, range.to) + 1;
  return { from: addDays(range.from, -daysBack), to: addDays(range.to, -daysBack) };
}

/** 29 February becomes 28 February. */
function yearEarlier(day: string): string {
  const text = `${String(Number(day.slice(0, 4)) - 1).padStart(4, '0')}${day.slice(4)}`;
  return isDay(text) ? text : addDays(day, -366);
}
