/** Rollups: every figure that reports show, added up per store and business day in the transaction that stores the documents,
 *  in SQL from the rows that were really inserted. `prisma/schema/rollups.prisma` says what each column means.
 *
 *  Rules: `sign` of a document is −1 for a return, 0 for a cancelled one, otherwise 1, and multiplies every amount and quantity;
 *  counts are never negative; cancelled documents, cancelled or voided lines, cancelled discounts and payments count nowhere
 *  but where a column's name says so. */

import { lookUp, type Provider, type Statement, statement } from '../../db/index.ts';
import type { DocumentRows } from './columns.ts';
import type { Write } from './kinds.ts';
import { type BookedDay, reopenPeriods } from './reopen-periods.ts';
import type { Rollup } from './rollup-words.ts';
import {
  basketTotals,
  cashierTotals,
  customerTotals,
  dayTotals,
  hourTotals,
  storeDayTotals,
  vatTotals,
} from './rollups-of-heads.ts';
import {
  campaignTotals,
  departmentTotals,
  loyaltyTotals,
  paymentTotals,
  productDayTotals,
  productMonthTotals,
} from './rollups-of-sections.ts';

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
  ...[dayTotals, storeDayTotals, hourTotals, vatTotals, cashierTotals, customerTotals, basketTotals],
  ...[productDayTotals, productMonthTotals, departmentTotals, paymentTotals, campaignTotals, loyaltyTotals],
];

const byName = {
  dayTotals,
  storeDayTotals,
  hourTotals,
  vatTotals,
  cashierTotals,
  customerTotals,
  basketTotals,
  productDayTotals,
  productMonthTotals,
  departmentTotals,
  paymentTotals,
  campaignTotals,
  loyaltyTotals,
} as const;

export type RollupName = keyof typeof byName;

export function rollupOf(name: RollupName): Rollup {
  return byName[name];
}

const addDays = adding(dayTotals);
const addStoreDays = adding(storeDayTotals);
const addHours = adding(hourTotals);
const addProductDays = adding(productDayTotals);
const addProductMonths = adding(productMonthTotals);
const addDepartments = adding(departmentTotals);
const addVat = adding(vatTotals);
const addPayments = adding(paymentTotals);
const addCashiers = adding(cashierTotals);
const addCampaigns = adding(campaignTotals);
const addCustomers = adding(customerTotals);
const addBaskets = adding(basketTotals);
const addLoyalty = adding(loyaltyTotals);

/** Adds what these documents (already inserted, with their rows) are worth to every rollup. Must be called once per document.
 *  @param inserted.days those of the documents */
export async function addToRollups(
  { tx, dialect }: Write,
  inserted: { ids: readonly number[]; rows: DocumentRows; days: readonly BookedDay[] },
): Promise<void> {
  const { rows, days } = inserted;
  const ids = inserted.ids.map((id) => ({ id }));
  const statements = [addDays, addStoreDays, addHours, addVat, addCashiers, addCustomers, addBaskets];
  if (rows.lines.length > 0) statements.push(addProductDays, addProductMonths);
  if (rows.lines.length + rows.departments.length > 0) statements.push(addDepartments);
  if (rows.payments.length > 0) statements.push(addPayments);
  if (rows.discounts.length > 0) statements.push(addCampaigns);
  if (rows.loyalty.length > 0) statements.push(addLoyalty);
  // PostgreSQL: the same order of tables in every transaction, and sorted rows in each, keep concurrent batches from deadlock.
  for (const add of statements) await dialect.execute(tx, add, { ids });
  await reopenPeriods({ tx, dialect }, days);
}
