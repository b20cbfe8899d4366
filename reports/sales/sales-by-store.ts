import type { Report } from '../engine/report.ts';
import { rollupReport } from '../engine/rollup-report.ts';

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
  naming(_ctx, _keys, { stores }) {
    const byKey = new Map(stores.map((store) => [String(store.id), store]));
    return {
      label: (key) => ({ kind: 'text', text: byKey.get(key)?.name ?? key, note: byKey.get(key)?.code ?? '' }),
      drill: (key) => ({ report: 'receipts', filters: { store: byKey.get(key)?.code ?? '' } }),
    };
  },
});
