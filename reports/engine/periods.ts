/** Weeks and months of a range. They are told apart by their place in it, so that the first of a range stands beside the first
 *  of the range compared with, the second beside the second. */
import { addDays, daysBetween, weekdayOf } from '../../server/core/business-day.ts';
import type { Comparison, DayRange } from '../range.ts';

/** The Monday of a day's week. */
export function mondayOf(day: string): string {
  return addDays(day, 1 - weekdayOf(day));
}

/** Place of a day's week in the range: 0 is the one in which the range begins. */
export function weekPlace(day: string, { from }: DayRange): number {
  return daysBetween(mondayOf(from), mondayOf(day)) / 7;
}

/** Months since the year 0. */
function monthNumber(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
}

/** `YYYY-MM` */
function monthText(number: number): string {
  return `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}`;
}

/** Place of a day's month in the range. */
export function monthPlace(day: string, { from }: DayRange): number {
  return monthNumber(day) - monthNumber(from);
}

/** The month at a place of the range, `YYYY-MM`. */
export function monthAt(place: number, { from }: DayRange): string {
  return monthText(monthNumber(from) + place);
}

export function daysOfMonth(month: string): DayRange {
  const [from, next] = [`${month}-01`, `${monthText(monthNumber(`${month}-01`) + 1)}-01`];
  return { from, to: addDays(next, -1) };
}

/** As many months just before, or the same months of the year before. The first and last month are cut where the range cuts
 *  them; a whole month is compared with a whole month, however long they are. */
export function comparedMonths(range: DayRange, comparison: Exclude<Comparison, 'none'>): DayRange {
  const back = comparison === 'last-year' ? 12 : monthPlace(range.to, range) + 1;
  return { from: monthsEarlier(range.from, back), to: monthsEarlier(range.to, back) };
}

function monthsEarlier(day: string, back: number): string {
  const { from, to } = daysOfMonth(monthText(monthNumber(day) - back));
  const same = `${from.slice(0, 8)}${day.slice(8)}`;
  return day === daysOfMonth(day.slice(0, 7)).to || same > to ? to : same;
}
