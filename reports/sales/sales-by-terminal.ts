import { receiptsOf } from '../engine/drills.ts';
import type { Report } from '../engine/report.ts';
import { rollupReport } from '../engine/rollup-report.ts';

/** What each terminal brought. */
export const salesByTerminal: Report = rollupReport({
  name: 'sales-by-terminal',
  area: 'sales',
  rollup: 'dayTotals',
  by: ['terminal_id'],
  measures: ['gross', 'discounts', 'net', 'vat', 'receipts', 'average', 'returns', 'cancelled', 'cancelledAmount'],
  lead: 'net',
  rowName: 'terminal',
  chart: { kind: 'bar', columns: ['net'], isHorizontal: true, mostRows: 20 },
  instantFilters: ['terminal'],
  async naming(ctx, keys, { stores }) {
    const found = await ctx.db.reader.terminal.findMany({
      where: { id: { in: keys.map(Number) }, storeId: { in: stores.map(({ id }) => id) } },
      select: { id: true, uuid: true, code: true, storeId: true },
    });
    const byKey = new Map(found.map((terminal) => [String(terminal.id), terminal]));
    const storeOf = (key: string) => stores.find(({ id }) => id === byKey.get(key)?.storeId);
    return {
      label: (key) => ({ kind: 'text', text: byKey.get(key)?.code ?? key, note: storeOf(key)?.name ?? '' }),
      drill: (key) => receiptsOf({ store: storeOf(key)?.code ?? '', terminal: byKey.get(key)?.uuid ?? '' }),
    };
  },
});
