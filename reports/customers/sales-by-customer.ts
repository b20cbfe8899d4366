import { type Ctx, statement } from '../../server/db/index.ts';
import { receiptsOf } from '../engine/drills.ts';
import { labelOf, namesOf } from '../engine/names.ts';
import type { Report } from '../engine/report.ts';
import { rollupReport } from '../engine/rollup-report.ts';
import { unknownKey, type Window } from '../engine/window.ts';

/** What each customer bought, those who bought most first. Who may not see customers has no such report. */
export const salesByCustomer: Report = rollupReport({
  name: 'sales-by-customer',
  area: 'customers',
  permission: 'customer.see',
  rollup: 'customerTotals',
  by: ['customer_id'],
  measures: ['gross', 'discounts', 'net', 'receipts', 'average'],
  lead: 'net',
  rowName: 'customer',
  chart: { kind: 'bar', columns: ['net'], isHorizontal: true, mostRows: 15 },
  instantFilters: [],
  mostRows: 100,
  notes: ['customers'],
  async naming(ctx, ids, window) {
    const [names, special] = await Promise.all([
      namesOf(ctx, 'customer', { companyId: window.company.id, ids }),
      namelessCustomers(ctx, window),
    ]);
    return {
      label(id) {
        if (id === '') return { kind: 'word', word: 'noCustomer' };
        const word = special.get(id);
        return word ? { kind: 'word', word } : labelOf(names, id);
      },
      drill: (id) => receiptsOf({ customer: id === '' ? unknownKey : id }),
      kind: (id) => (id === '' ? 'unknown' : undefined),
    };
  },
});

const nameless = statement({
  params: { company_id: 'int' },
  returns: { id: 'text', is_walk_in: 'bool' },
  sql: (q) => `SELECT id, is_walk_in FROM customers
    WHERE company_id = ${q.param('company_id')} AND (is_walk_in OR erased_at IS NOT NULL)`,
});

/** The customer of sales without one, and those of whom everything personal was taken out. */
async function namelessCustomers(ctx: Ctx, { company }: Window): Promise<ReadonlyMap<string, string>> {
  const rows = await ctx.db.dialect.query(ctx.db.reader, nameless, { company_id: company.id });
  return new Map(rows.map(({ id, is_walk_in }) => [id, is_walk_in ? 'walkIn' : 'erasedCustomer']));
}
