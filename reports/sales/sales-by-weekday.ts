import { receiptsOf } from '../engine/drills.ts';
import type { Report } from '../engine/report.ts';
import { rollupReport } from '../engine/rollup-report.ts';
import { daysOfWeekday, weekdays } from './weekdays.ts';

/** What the days of the week brought, and how much on one of them: a range may hold five Mondays and four Tuesdays. */
export const salesByWeekday: Report = rollupReport({
  name: 'sales-by-weekday',
  area: 'sales',
  rollup: 'dayTotals',
  by: ['weekday'],
  measures: ['gross', 'discounts', 'net', 'perDay', 'vat', 'receipts', 'average'],
  lead: 'net',
  rowName: 'weekday',
  chart: { kind: 'bar', columns: ['net'] },
  instantFilters: ['terminal'],
  notes: ['businessDays'],
  allKeys: () => weekdays.map(String),
  extra: (key, { range }) => ({ days: daysOfWeekday(Number(key), range) }),
  naming: () => ({
    label: (key) => ({ kind: 'weekday', weekday: Number(key) }),
    drill: (key) => receiptsOf({ weekday: key }),
  }),
});
