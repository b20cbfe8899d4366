import { receiptsOf } from '../engine/drills.ts';
import { labelOf, namesOf } from '../engine/names.ts';
import type { Report } from '../engine/report.ts';
import { rollupReport } from '../engine/rollup-report.ts';
import { unknownKey } from '../engine/window.ts';

/** What each cashier sold; receipts that name none are a row. */
export const salesByCashier: Report = rollupReport({
  name: 'sales-by-cashier',
  area: 'sales',
  rollup: 'cashierTotals',
  by: ['cashier_id'],
  measures: ['gross', 'discounts', 'net', 'vat', 'receipts', 'average', 'returns', 'returned', 'cancelled'],
  lead: 'net',
  rowName: 'cashier',
  chart: { kind: 'bar', columns: ['net'], isHorizontal: true, mostRows: 20 },
  instantFilters: ['cashier'],
  notes: ['cashiers'],
  async naming(ctx, ids, { company }) {
    const names = await namesOf(ctx, 'cashier', { companyId: company.id, ids });
    return {
      label: (id) => (id === '' ? { kind: 'word', word: 'cashierNotTold' } : labelOf(names, id)),
      drill: (id) => receiptsOf({ cashier: id === '' ? unknownKey : id }),
      kind: (id) => (id === '' ? 'unknown' : undefined),
    };
  },
});
