/** Rollups: every figure that reports show, added up per store and business day in the transaction that stores the documents,
 *  in SQL from the rows that were really inserted. `prisma/schema/rollups.prisma` says what each column means.
 *
 *  Rules: `sign` of a document is −1 for a return, 0 for a cancelled one, otherwise 1, and multiplies every amount and quantity;
 *  counts are never negative; cancelled documents, cancelled or voided lines, cancelled discounts and payments count nowhere
 *  but where a column's name says so. */

import type { Provider } from '../../db/index.ts';
import { type Statement, statement } from '../../db/index.ts';
import type { DocumentRows } from './columns.ts';
import type { Write } from './kinds.ts';
import { lookUp } from './look-up.ts';

/** The words of a rollup's SELECT. */
interface SelectWords {
  sum(expression: string): string;
  /** The rows of a table below the documents `d`, as `alias`. */
  children(table: string, alias: string): string;
}

export interface Rollup {
  table: string;
  keys: readonly string[];
  /** Int columns that are added. */
  counts: readonly string[];
  /** BIGINT columns that are added. */
  sums: readonly string[];
  /** Selects keys, company_id, counts and sums in this order, from `d`: the new documents. */
  select(q: SelectWords): string;
}

const isLive = 'NOT l.is_cancelled AND NOT l.is_voided';

/** What all documents of a statement have in common. */
const ofDay = 'd.store_id, d.business_day';

const dayTotals: Rollup = {
  table: 'day_totals',
  keys: ['store_id', 'business_day', 'terminal_id', 'currency'],
  counts: ['documents', 'cancelled', 'returns', 'with_lines', 'lines', 'payments'],
  sums: ['gross_e4', 'discount_e4', 'vat_e4', 'surcharge_e4', 'tip_e4', 'paid_e4', 'change_e4', 'cancelled_e4'],
  select: ({ sum }) => `SELECT ${ofDay}, d.terminal_id, d.currency, d.company_id, count(*),
      sum(CASE WHEN d.is_cancelled THEN 1 ELSE 0 END), sum(CASE WHEN d.sign < 0 THEN 1 ELSE 0 END),
      sum(CASE WHEN d.sign <> 0 AND d.line_count > 0 THEN 1 ELSE 0 END), sum(d.line_count), sum(d.payment_count),
      ${sum('d.sign * d.total_e4')}, ${sum('d.sign * d.discount_e4')}, ${sum('d.sign * d.vat_e4')},
      ${sum('d.sign * d.surcharge_e4')}, ${sum('d.sign * d.tip_e4')}, ${sum('d.sign * d.paid_e4')},
      ${sum('d.sign * d.change_e4')}, ${sum('CASE WHEN d.is_cancelled THEN d.total_e4 ELSE 0 END')}
    FROM d GROUP BY 1, 2, 3, 4, 5`,
};

const hourTotals: Rollup = {
  table: 'hour_totals',
  keys: ['store_id', 'business_day', 'hour', 'currency'],
  counts: ['documents'],
  sums: ['gross_e4', 'discount_e4', 'vat_e4'],
  select: ({ sum }) => `SELECT ${ofDay}, d.hour, d.currency, d.company_id, count(*),
      ${sum('d.sign * d.total_e4')}, ${sum('d.sign * d.discount_e4')}, ${sum('d.sign * d.vat_e4')}
    FROM d WHERE d.sign <> 0 GROUP BY 1, 2, 3, 4, 5`,
};

/** Columns of both product tables, over lines `l` of documents `d`. */
const productCounts = ['lines'] as const;
const productSums = ['quantity_e4', 'gross_e4', 'discount_e4', 'vat_e4'] as const;
const productFigures = (sum: SelectWords['sum']) => `count(*), ${sum('d.sign * l.quantity_e4')},
      ${sum('d.sign * l.total_e4')}, ${sum('d.sign * l.discount_e4')}, ${sum('d.sign * l.vat_e4')}`;
const liveLines = (children: SelectWords['children']) =>
  `FROM d ${children('transaction_lines', 'l')} WHERE d.sign <> 0 AND ${isLive}`;

const productDayTotals: Rollup = {
  table: 'product_day_totals',
  keys: ['store_id', 'business_day', 'product_id', 'currency'],
  counts: productCounts,
  sums: productSums,
  select: ({
    sum,
    children,
  }) => `SELECT ${ofDay}, coalesce(l.product_id, ''), d.currency, d.company_id, ${productFigures(sum)}
    ${liveLines(children)} GROUP BY 1, 2, 3, 4, 5`,
};

/** Once under the store and once under store 0, all of them. */
const productMonthTotals: Rollup = {
  table: 'product_month_totals',
  keys: ['company_id', 'store_id', 'month', 'product_id', 'currency'],
  counts: productCounts,
  sums: productSums,
  select: ({ sum, children }) => `SELECT company_id, m.store_id * x.own, month, product_id, currency, ${sum('m.lines')},
      ${sum('m.quantity_e4')}, ${sum('m.gross_e4')}, ${sum('m.discount_e4')}, ${sum('m.vat_e4')}
    FROM (SELECT d.company_id, d.store_id, substr(d.business_day, 1, 7) AS month,
        coalesce(l.product_id, '') AS product_id, d.currency, count(*) AS lines,
        ${sum('d.sign * l.quantity_e4')} AS quantity_e4, ${sum('d.sign * l.total_e4')} AS gross_e4,
        ${sum('d.sign * l.discount_e4')} AS discount_e4, ${sum('d.sign * l.vat_e4')} AS vat_e4
      ${liveLines(children)} GROUP BY 1, 2, 3, 4, 5) AS m
    CROSS JOIN (SELECT 0 AS own UNION ALL SELECT 1) AS x
    GROUP BY 1, 2, 3, 4, 5`,
};

/** Lines under their department; rows of `departments` (goods sold without a product) count as lines without quantity. */
const departmentTotals: Rollup = {
  table: 'department_totals',
  keys: ['store_id', 'business_day', 'main_group_id', 'sub_group_id', 'currency'],
  counts: ['lines'],
  sums: ['quantity_e4', 'gross_e4', 'vat_e4'],
  select: ({
    sum,
    children,
  }) => `SELECT store_id, business_day, main_group_id, sub_group_id, currency, company_id, count(*),
      ${sum('quantity_e4')}, ${sum('total_e4')}, ${sum('vat_e4')}
    FROM (SELECT ${ofDay}, l.main_group_id, coalesce(l.sub_group_id, '') AS sub_group_id, d.currency, d.company_id,
        d.sign * l.quantity_e4 AS quantity_e4, d.sign * l.total_e4 AS total_e4, d.sign * l.vat_e4 AS vat_e4
      ${liveLines(children)}
      UNION ALL
      SELECT ${ofDay}, g.main_group_id, coalesce(g.sub_group_id, ''), d.currency, d.company_id,
        0, d.sign * g.total_e4, d.sign * g.vat_e4
      FROM d ${children('transaction_departments', 'g')} WHERE d.sign <> 0) AS rows
    GROUP BY 1, 2, 3, 4, 5, 6`,
};

/** A document's VAT is told by its taxes, else by its live lines and its departments, else by its head under rate −1. */
const vatTotals: Rollup = {
  table: 'vat_totals',
  keys: ['store_id', 'business_day', 'rate_basis_points', 'currency'],
  counts: ['documents'],
  sums: ['taxable_e4', 'vat_e4'],
  select: ({ sum, children }) => {
    const select = (rate: string, taxable: string, vat: string) =>
      `SELECT ${ofDay}, ${rate} AS rate_basis_points, d.currency, d.company_id, d.id,
        d.sign * (${taxable}) AS taxable_e4, d.sign * (${vat}) AS vat_e4`;
    // Counted, because NOT EXISTS may be turned into a join with the whole table.
    const hasNo = (table: string, condition = '') =>
      `(SELECT count(*) FROM ${table} l WHERE l.transaction_id = d.id ${condition}) = 0`;
    const untaxed = hasNo('transaction_taxes');
    return `SELECT store_id, business_day, rate_basis_points, currency, company_id, count(DISTINCT id),
      ${sum('taxable_e4')}, ${sum('vat_e4')}
    FROM (${select('x.rate_basis_points', 'x.taxable_e4', 'x.tax_e4')}
      FROM d ${children('transaction_taxes', 'x')} WHERE d.sign <> 0
      UNION ALL
      ${select('l.vat_basis_points', 'l.total_e4 - l.vat_e4', 'l.vat_e4')} ${liveLines(children)} AND ${untaxed}
      UNION ALL
      ${select('g.vat_basis_points', 'g.total_e4 - g.vat_e4', 'g.vat_e4')}
      FROM d ${children('transaction_departments', 'g')} WHERE d.sign <> 0 AND ${untaxed}
      UNION ALL
      ${select('-1', 'd.total_e4 - d.vat_e4', 'd.vat_e4')} FROM d WHERE d.sign <> 0 AND ${untaxed}
        AND ${hasNo('transaction_departments')}
        AND ${hasNo('transaction_lines', `AND ${isLive}`)}) AS rows
    GROUP BY 1, 2, 3, 4, 5`;
  },
};

const paymentTotals: Rollup = {
  table: 'payment_totals',
  keys: ['store_id', 'business_day', 'payment_type', 'currency'],
  counts: ['payments'],
  sums: ['amount_e4'],
  select: ({
    sum,
    children,
  }) => `SELECT ${ofDay}, p.payment_type, d.currency, d.company_id, count(*), ${sum('d.sign * p.amount_e4')}
    FROM d ${children('transaction_payments', 'p')} WHERE d.sign <> 0 AND NOT p.is_cancelled
    GROUP BY 1, 2, 3, 4, 5`,
};

const cashierTotals: Rollup = {
  table: 'cashier_totals',
  keys: ['store_id', 'business_day', 'cashier_id', 'currency'],
  counts: ['documents', 'cancelled', 'returns'],
  sums: ['gross_e4', 'discount_e4'],
  select: ({ sum }) => `SELECT ${ofDay}, coalesce(d.cashier_id, ''), d.currency, d.company_id, count(*),
      sum(CASE WHEN d.is_cancelled THEN 1 ELSE 0 END), sum(CASE WHEN d.sign < 0 THEN 1 ELSE 0 END),
      ${sum('d.sign * d.total_e4')}, ${sum('d.sign * d.discount_e4')}
    FROM d GROUP BY 1, 2, 3, 4, 5`,
};

const campaignTotals: Rollup = {
  table: 'campaign_totals',
  keys: ['store_id', 'business_day', 'discount_type_id', 'code', 'currency'],
  counts: ['discounts'],
  sums: ['discount_e4'],
  select: ({
    sum,
    children,
  }) => `SELECT ${ofDay}, c.discount_type_id, coalesce(c.code, ''), d.currency, d.company_id, count(*),
      ${sum('d.sign * c.amount_e4')}
    FROM d ${children('transaction_discounts', 'c')} WHERE d.sign <> 0 AND NOT c.is_cancelled
    GROUP BY 1, 2, 3, 4, 5, 6`,
};

const customerTotals: Rollup = {
  table: 'customer_totals',
  keys: ['store_id', 'business_day', 'customer_id', 'currency'],
  counts: ['documents'],
  sums: ['gross_e4'],
  select: ({ sum }) => `SELECT ${ofDay}, coalesce(d.customer_id, ''), d.currency, d.company_id, count(*),
      ${sum('d.sign * d.total_e4')}
    FROM d WHERE d.sign <> 0 GROUP BY 1, 2, 3, 4, 5`,
};

export type AddStatement = Statement<{ readonly ids: { readonly id: 'int' } }>;

function adding(rollup: Rollup): AddStatement {
  const { table, keys, counts, sums } = rollup;
  const columns = [...keys, ...(keys.includes('company_id') ? [] : ['company_id']), ...counts, ...sums];
  return statement({
    params: { ids: { id: 'int' } },
    sql: (q) => {
      const find = (of: string, alias: string, where: string) => lookUp(q.provider, { table: of, alias, where });
      const children = (of: string, alias: string) => find(of, alias, `${alias}.transaction_id = d.id`);
      return `INSERT INTO ${table} (${columns.join(', ')})
        WITH d AS MATERIALIZED (SELECT t.* FROM ${q.rows('ids', 'i')} ${find('transactions', 't', 't.id = i.id')})
        ${rollup.select({ sum: q.sumBig, children })} ORDER BY ${keys.map((_, place) => place + 1).join(', ')}
        ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${[
          ...counts.map((column) => `${column} = ${table}.${column} + excluded.${column}`),
          ...sums.map((column) => `${column} = ${sumWith(q.provider, table, column)}`),
        ].join(', ')}`;
    },
  });
}

/** Adds to a 64-bit column. PostgreSQL refuses an overflow by itself; SQLite would go on with an inexact REAL, so there the
 *  result's type is looked at and `abs` of the smallest integer raises its "integer overflow". */
export function sumWith(provider: Provider, table: string, column: string): string {
  const added = `${table}.${column} + excluded.${column}`;
  if (provider === 'postgresql') return added;
  const overflow = `abs(excluded.${column} * 0 - 9223372036854775807 - 1)`;
  return `CASE typeof(${added}) WHEN 'integer' THEN ${added} ELSE ${overflow} END`;
}

/** In the order in which they are always written. */
export const rollups: readonly Rollup[] = [
  ...[dayTotals, hourTotals, vatTotals, cashierTotals, customerTotals, productDayTotals, productMonthTotals],
  ...[departmentTotals, paymentTotals, campaignTotals],
];

const addDays = adding(dayTotals);
const addHours = adding(hourTotals);
const addProductDays = adding(productDayTotals);
const addProductMonths = adding(productMonthTotals);
const addDepartments = adding(departmentTotals);
const addVat = adding(vatTotals);
const addPayments = adding(paymentTotals);
const addCashiers = adding(cashierTotals);
const addCampaigns = adding(campaignTotals);
const addCustomers = adding(customerTotals);

/** Adds what these documents (already inserted, with their rows) are worth to every rollup. Must be called once per document. */
export async function addToRollups(
  { tx, dialect }: Write,
  inserted: { ids: readonly number[]; rows: DocumentRows },
): Promise<void> {
  const { rows } = inserted;
  const ids = inserted.ids.map((id) => ({ id }));
  const statements = [addDays, addHours, addVat, addCashiers, addCustomers];
  if (rows.lines.length > 0) statements.push(addProductDays, addProductMonths);
  if (rows.lines.length + rows.departments.length > 0) statements.push(addDepartments);
  if (rows.payments.length > 0) statements.push(addPayments);
  if (rows.discounts.length > 0) statements.push(addCampaigns);
  // PostgreSQL: the same order of tables in every transaction, and sorted rows in each, keep concurrent batches from deadlock.
  for (const add of statements) await dialect.execute(tx, add, { ids });
}
