/** What Prisma's models cannot say and our migrations add by hand, each with its reason. The migration command applies the
 *  first list by itself; the drift test compares the models with a database that has all of it. */

import type { Provider } from './compose.ts';
import { searchSources } from './search-index.ts';

/** SQLite tables without a rowid of their own: the rows lie in the tree of the primary key. These are the tables whose key is
 *  composite, which are read by a prefix of it and written in masses: 23 % less file and up to a quarter faster in the trial
 *  (lines, payments, rollups, stock). PostgreSQL has nothing like it. Not for tables with large rows or an integer key. */
export const withoutRowid: ReadonlySet<string> = new Set([
  // Sections of a document, read by transaction.
  'transaction_lines',
  'transaction_payments',
  'transaction_discounts',
  'transaction_departments',
  'transaction_taxes',
  'transaction_loyalties',
  'transaction_refunds',
  'transaction_changes',
  // Sections of a closure, and counters by terminal.
  'closure_summaries',
  'terminal_sequences',
  // Rollups, read by store and days.
  'day_totals',
  'store_day_totals',
  'hour_totals',
  'product_day_totals',
  'product_month_totals',
  'department_totals',
  'vat_totals',
  'payment_totals',
  'cashier_totals',
  'campaign_totals',
  'customer_totals',
  'basket_totals',
  'loyalty_totals',
  // The same composed: over all stores of a company, or over the days of a month.
  'composed_periods',
  'company_product_totals',
  'company_hour_totals',
  'company_department_totals',
  'packed_keys',
  'terminal_month_totals',
  'cashier_month_totals',
  'basket_month_totals',
  // Rollups of a month as they stood when it was frozen.
  'frozen_totals',
]);

/** FTS5's tables: those of the two kinds with many rows are apart, because it gathers every row that a beginning fits. */
const fullTextTables = ['search_products', 'search_customers', 'search_others'];

/** Tables beside the models: the entries of the global search and SQLite's own tables behind them (`search-index.ts`). */
const nativeTables: readonly string[] = [
  'search_entries',
  ...fullTextTables.flatMap((table) => [
    table,
    ...['data', 'idx', 'docsize', 'config'].map((part) => `${table}_${part}`),
  ]),
];

/** The same as Prisma wants to hear of them, so that it leaves them alone. */
export function externalTables(provider: Provider): string[] {
  return nativeTables.map((name) => (provider === 'sqlite' ? name : `public.${name}`));
}

interface NativeObject {
  provider: Provider;
  name: string;
  reason: string;
}

const reason = 'keeps the entries of the global search in step with the rows';

/** Everything else that migrations contain beyond the models. Prisma's own `migrate dev` on a connected machine would propose
 *  to drop some of it (see the README): use `npm run db:migration`. */
export const nativeObjects: readonly NativeObject[] = [
  ...searchSources.flatMap(({ table }) =>
    ['insert', 'update', 'delete'].flatMap((event): NativeObject[] => [
      { provider: 'sqlite', name: `${table}_search_${event}`, reason },
      { provider: 'postgresql', name: `${table}_search_${event}`, reason },
    ]),
  ),
  ...fullTextTables.flatMap((table) =>
    ['insert', 'delete'].map(
      (event): NativeObject => ({
        ...{ provider: 'sqlite', name: `${table}_${event}`, reason: 'hands the words of an entry to FTS5' },
      }),
    ),
  ),
];
