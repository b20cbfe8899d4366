import { addDays } from '../../server/core/business-day.ts';
import { overDays, receiptsOf, within } from '../engine/drills.ts';
import { mondayOf, weekPlace } from '../engine/periods.ts';
import type { Report } from '../engine/report.ts';
import { rollupReport } from '../engine/rollup-report.ts';

/** What each week brought, from Monday. The first and the last have the days that the range has of them. */
export const salesByWeek: Report = rollupReport({
  name: 'sales-by-week',
  area: 'sales',
  rollup: 'dayTotals',
  by: ['business_day'],
  measures: ['gross', 'discounts', 'net', 'vat', 'receipts', 'average', 'returns', 'cancelled', 'cancelledAmount'],
  lead: 'net',
  rowName: 'week',
  chart: { kind: 'bar', columns: ['net'] },
  instantFilters: ['terminal'],
  ofAll: receiptsOf({}),
  notes: ['businessDays', 'partialWeeks'],
  keyOf: (row, { range }) => String(weekPlace(String(row['business_day']), range)),
  allKeys: ({ range }) => Array.from({ length: weekPlace(range.to, range) + 1 }, (_, place) => String(place)),
  naming(_ctx, _keys, { range }) {
    const monday = (key: string) => addDays(mondayOf(range.from), Number(key) * 7);
    return {
      label: (key) => ({ kind: 'week', day: monday(key) }),
      drill: (key) => ({
        report: 'sales-by-day',
        filters: overDays(within({ from: monday(key), to: addDays(monday(key), 6) }, range)),
      }),
    };
  },
});
