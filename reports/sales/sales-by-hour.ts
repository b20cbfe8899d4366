import { receiptsOf } from '../engine/drills.ts';
import type { Report } from '../engine/report.ts';
import { rollupReport } from '../engine/rollup-report.ts';
import { hoursOfDay } from './hours.ts';

/** What the hours of the day brought, by the clocks of the stores. */
export const salesByHour: Report = rollupReport({
  name: 'sales-by-hour',
  area: 'sales',
  rollup: 'hourTotals',
  by: ['hour'],
  measures: ['gross', 'discounts', 'net', 'vat', 'receipts', 'average'],
  lead: 'net',
  rowName: 'hour',
  chart: { kind: 'bar', columns: ['net'] },
  instantFilters: [],
  notes: ['storeClocks'],
  allKeys: (window) => hoursOfDay(window).map(String),
  naming: () => ({
    label: (key) => ({ kind: 'hour', hour: Number(key) }),
    drill: (key) => receiptsOf({ hour: key }),
  }),
});
