import { daysBetween, weekdayOf } from '../../server/core/business-day.ts';
import type { DayRange } from '../range.ts';

/** ISO numbers, from Monday. */
export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

/** How many of a range's days are this weekday. */
export function daysOfWeekday(weekday: number, { from, to }: DayRange): number {
  const days = daysBetween(from, to) + 1;
  const first = (weekday - weekdayOf(from) + 7) % 7;
  return first >= days ? 0 : Math.floor((days - 1 - first) / 7) + 1;
}
