import type { Report } from '../engine/report.ts';
import { rollupReport } from '../engine/rollup-report.ts';

const hours = Array.from({ length: 24 }, (_, hour) => String(hour));

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
  allKeys: () => hours,
  naming: () => ({
    label: (key) => ({ kind: 'hour', hour: Number(key) }),
    drill: (key) => ({ report: 'receipts', filters: { hour: key } }),
  }),
});
