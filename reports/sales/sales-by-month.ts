import { overDays, receiptsOf, within } from '../engine/drills.ts';
import { comparedMonths, daysOfMonth, monthAt, monthPlace } from '../engine/periods.ts';
import type { Report } from '../engine/report.ts';
import { rollupReport } from '../engine/rollup-report.ts';

/** What each month brought, beside the months before or those of the year before. */
export const salesByMonth: Report = rollupReport({
  name: 'sales-by-month',
  area: 'sales',
  rollup: 'dayTotals',
  by: ['business_day'],
  measures: ['gross', 'discounts', 'net', 'vat', 'receipts', 'average', 'returns', 'cancelled', 'cancelledAmount'],
  lead: 'net',
  keepsFrozen: true,
  rowName: 'month',
  chart: { kind: 'bar', columns: ['net'] },
  instantFilters: ['terminal'],
  ofAll: receiptsOf({}),
  notes: ['businessDays', 'partialMonths'],
  comparedRange: comparedMonths,
  keyOf: (row, { range }) => String(monthPlace(String(row['business_day']), range)),
  allKeys: ({ range }) => Array.from({ length: monthPlace(range.to, range) + 1 }, (_, place) => String(place)),
  naming(_ctx, _keys, { range }) {
    return {
      label: (key) => ({ kind: 'month', month: monthAt(Number(key), range) }),
      drill: (key) => ({
        report: 'sales-by-day',
        filters: overDays(within(daysOfMonth(monthAt(Number(key), range)), range)),
      }),
    };
  },
});
