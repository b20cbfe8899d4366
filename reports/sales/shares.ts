/** How much of what was sold was given as discount or brought back: by store and by day. */
import { daysBetween, eachDay } from '../../server/core/business-day.ts';
import { overDays, receiptsOf } from '../engine/drills.ts';
import type { Report } from '../engine/report.ts';
import { type RollupReport, rollupReport } from '../engine/rollup-report.ts';
import { storeNaming } from './stores.ts';

const common = {
  area: 'sales',
  rollup: 'dayTotals',
  measures: ['discountShare', 'returnShare', 'gross', 'discounts', 'returned', 'returns', 'net'],
  instantFilters: ['terminal'],
} as const satisfies Partial<RollupReport>;

export const sharesByStore: Report = rollupReport({
  ...common,
  name: 'shares-by-store',
  by: ['store_id'],
  lead: 'discounts',
  rowName: 'store',
  chart: { kind: 'bar', columns: ['discountShare', 'returnShare'], isHorizontal: true, mostRows: 20 },
  notes: ['shares'],
  naming: (_ctx, _keys, window) => storeNaming(window),
});

export const sharesByDay: Report = rollupReport({
  ...common,
  name: 'shares-by-day',
  by: ['business_day'],
  lead: 'discounts',
  rowName: 'day',
  chart: { kind: 'line', columns: ['discountShare', 'returnShare'] },
  notes: ['shares', 'businessDays'],
  keyOf: (row, { range }) => String(daysBetween(range.from, String(row['business_day']))),
  allKeys: ({ range }) => eachDay(range.from, range.to).map((_, place) => String(place)),
  naming(_ctx, _keys, { range }) {
    const days = eachDay(range.from, range.to);
    const dayOf = (key: string) => days[Number(key)] ?? range.from;
    return {
      label: (key) => ({ kind: 'day', day: dayOf(key) }),
      drill: (key) => receiptsOf(overDays({ from: dayOf(key), to: dayOf(key) })),
    };
  },
});
