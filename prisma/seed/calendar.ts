/** When people shop: seasons, weekdays and hours. */

import { type Random, weightedIndex } from '../../server/cli/simulator/random.ts';
import { addDays, eachDay, weekdayOf } from '../../server/core/business-day.ts';
import type { Season } from './catalogue.ts';

/** January to December, relative to an average month. */
const monthFactors = [0.84, 0.87, 0.94, 1.0, 1.03, 1.06, 1.1, 1.09, 0.98, 0.97, 1.0, 1.24];
/** Monday to Sunday. */
const weekdayFactors = [0.86, 0.88, 0.94, 1.0, 1.22, 1.32, 0.8];
/** Hours 0 to 23: coffee on the way to work, lunch, and the way home. */
const workdayHours = [0, 0, 0, 0, 0, 0, 0, 5, 8, 6, 5, 7, 12, 9, 6, 6, 8, 12, 11, 7, 4, 1, 0, 0];
const weekendHours = [0, 0, 0, 0, 0, 0, 0, 0, 4, 8, 11, 12, 11, 10, 9, 8, 8, 7, 5, 3, 1, 0, 0, 0];
const drawWorkdayHour = weightedIndex(workdayHours);
const drawWeekendHour = weightedIndex(weekendHours);

/** Days of history: thirteen months. */
const allDays = 397;

/** The days of the demonstration, up to and with today: thirteen months, or only the last `count`. */
export function historyDays(today: string, count: number | null): string[] {
  return eachDay(addDays(today, 1 - (count ?? allDays)), today);
}

/** Closed on Christmas Day and New Year's Day. */
export function isHoliday(day: string): boolean {
  return day.endsWith('-12-25') || day.endsWith('-01-01');
}

/** How busy a day is, 1 being average; `progress` (0 to 1) lets the business grow by a few percent over the time. */
export function busyness(day: string, progress: number, random: Random): number {
  const month = monthFactors[Number(day.slice(5, 7)) - 1] as number;
  const weekday = weekdayFactors[weekdayOf(day) - 1] as number;
  const rush = day.slice(5) >= '12-18' && day.slice(5) <= '12-24' ? 1.5 : 1;
  return month * weekday * rush * (0.96 + 0.08 * progress) * (0.85 + 0.3 * random.next());
}

/** Seconds after local midnight at which somebody pays, in ascending order. */
export function saleSeconds(day: string, count: number, random: Random): number[] {
  const drawHour = weekdayOf(day) >= 6 ? drawWeekendHour : drawWorkdayHour;
  const seconds = Array.from({ length: count }, () => drawHour(random) * 3600 + random.int(0, 3599));
  return seconds.sort((a, b) => a - b);
}

/** How much more often something sells in a month (1 to 12) than in an average one. */
export function seasonFactor(season: Season, month: number): number {
  switch (season) {
    case 'all':
      return 1;
    case 'summer':
      return [0.1, 0.1, 0.2, 0.6, 1.4, 2, 2.2, 2, 1, 0.3, 0.1, 0.1][month - 1] as number;
    case 'winter':
      return [2, 1.8, 1.4, 0.7, 0.3, 0.1, 0.1, 0.1, 0.5, 1.2, 1.9, 2][month - 1] as number;
    case 'christmas':
      return [0, 0, 0, 0, 0, 0, 0, 0, 0.1, 0.6, 2.2, 5][month - 1] as number;
  }
}
