import { receiptsOf } from '../engine/drills.ts';
import type { Report } from '../engine/report.ts';
import { rollupReport } from '../engine/rollup-report.ts';

/** What the hours of each weekday brought, by the clocks of the stores; the best hours first. */
export const salesHeatMap: Report = rollupReport({
  name: 'sales-heat-map',
  area: 'sales',
  rollup: 'hourTotals',
  by: ['weekday', 'hour'],
  measures: ['net', 'gross', 'discounts', 'receipts', 'average'],
  lead: 'net',
  rowName: 'weekdayHour',
  chart: { kind: 'heat', columns: ['net'] },
  instantFilters: [],
  notes: ['storeClocks'],
  naming: () => ({
    label(key) {
      const [weekday, hour] = partsOf(key);
      return { kind: 'word', word: `atHour${weekday}`, facts: { hour: hour.padStart(2, '0') } };
    },
    drill(key) {
      const [weekday, hour] = partsOf(key);
      return receiptsOf({ weekday, hour });
    },
  }),
});

function partsOf(key: string): [string, string] {
  const [weekday = '', hour = ''] = key.split(' ');
  return [weekday, hour];
}
