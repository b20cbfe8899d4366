import type { Report } from '../engine/report.ts';
import { rollupReport } from '../engine/rollup-report.ts';
import { storeNaming } from './stores.ts';

/** What each store brought. Stores that sold nothing are left out. */
export const salesByStore: Report = rollupReport({
  name: 'sales-by-store',
  area: 'sales',
  rollup: 'dayTotals',
  by: ['store_id'],
  measures: ['gross', 'discounts', 'net', 'vat', 'receipts', 'average', 'returns', 'cancelled', 'cancelledAmount'],
  lead: 'net',
  rowName: 'store',
  chart: { kind: 'bar', columns: ['net'], isHorizontal: true, mostRows: 20 },
  instantFilters: ['terminal'],
  naming: (_ctx, _keys, window) => storeNaming(window),
});
