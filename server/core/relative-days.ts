/** Days that are said beside today: "last-7-days", "this-month". */

import { addDays, weekdayOf } from './business-day.ts';

/** Words without a number. */
export const relativeWords = [
  'today',
  'yesterday',
  'this-week',
  'previous-week',
  'this-month',
  'previous-month',
  'this-year',
  'previous-year',
] as const;

const lastDays = /^last-([1-9]\d{0,3})-days$/;

/** First and last day of a word, as seen on `today` (YYYY-MM-DD); "last-7-days" ends today. Weeks begin on Monday. Null: it is no
 *  such word. */
export function relativeDays(word: string, today: string): { from: string; to: string } | null {
  const count = lastDays.exec(word)?.[1];
  if (count !== undefined) return { from: addDays(today, 1 - Number(count)), to: today };
  const monday = addDays(today, 1 - weekdayOf(today));
  const first = `${today.slice(0, 7)}-01`;
  const year = Number(today.slice(0, 4));
  switch (word as (typeof relativeWords)[number]) {
    case 'today':
      return { from: today, to: today };
    case 'yesterday':
      return { from: addDays(today, -1), to: addDays(today, -1) };
    case 'this-week':
      return { from: monday, to: addDays(monday, 6) };
    case 'previous-week':
      return { from: addDays(monday, -7), to: addDays(monday, -1) };
    case 'this-month':
      return { from: first, to: monthEnd(first) };
    case 'previous-month': {
      const last = addDays(first, -1);
      return { from: `${last.slice(0, 7)}-01`, to: last };
    }
    case 'this-year':
      return { from: `${year}-01-01`, to: `${year}-12-31` };
    case 'previous-year':
      return { from: `${year - 1}-01-01`, to: `${year - 1}-12-31` };
    default:
      return null;
  }
}

function monthEnd(first: string): string {
  const [year = 0, month = 1] = first.split('-').map(Number);
  const next = month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
  return addDays(next, -1);
}
