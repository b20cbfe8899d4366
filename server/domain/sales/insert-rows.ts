/** Storing the rows of documents: one statement per table, all rows in one parameter. */
import { statement } from '../../db/index.ts';
import {
  changeColumns,
  type DocumentRows,
  departmentColumns,
  discountColumns,
  lineColumns,
  loyaltyColumns,
  paymentColumns,
  refundColumns,
  taxColumns,
} from './columns.ts';
import type { Write } from './kinds.ts';

const insertLines = statement({
  params: { rows: lineColumns },
  sql: (q) => `INSERT INTO transaction_lines (${q.names('rows')})
    SELECT ${q.names('rows', 'r')} FROM ${q.rows('rows', 'r')} WHERE true`,
});

const insertPayments = statement({
  params: { rows: paymentColumns },
  sql: (q) => `INSERT INTO transaction_payments (${q.names('rows')})
    SELECT ${q.names('rows', 'r')} FROM ${q.rows('rows', 'r')} WHERE true`,
});

const insertDiscounts = statement({
  params: { rows: discountColumns },
  sql: (q) => `INSERT INTO transaction_discounts (${q.names('rows')})
    SELECT ${q.names('rows', 'r')} FROM ${q.rows('rows', 'r')} WHERE true`,
});

const insertDepartments = statement({
  params: { rows: departmentColumns },
  sql: (q) => `INSERT INTO transaction_departments (${q.names('rows')})
    SELECT ${q.names('rows', 'r')} FROM ${q.rows('rows', 'r')} WHERE true`,
});

const insertTaxes = statement({
  params: { rows: taxColumns },
  sql: (q) => `INSERT INTO transaction_taxes (${q.names('rows')})
    SELECT ${q.names('rows', 'r')} FROM ${q.rows('rows', 'r')} WHERE true`,
});

const insertLoyalty = statement({
  params: { rows: loyaltyColumns },
  sql: (q) => `INSERT INTO transaction_loyalties (${q.names('rows')})
    SELECT ${q.names('rows', 'r')} FROM ${q.rows('rows', 'r')} WHERE true`,
});

const insertRefunds = statement({
  params: { rows: refundColumns },
  sql: (q) => `INSERT INTO transaction_refunds (${q.names('rows')})
    SELECT ${q.names('rows', 'r')} FROM ${q.rows('rows', 'r')} WHERE true`,
});

const insertChanges = statement({
  params: { rows: changeColumns },
  sql: (q) => `INSERT INTO transaction_changes (${q.names('rows')})
    SELECT ${q.names('rows', 'r')} FROM ${q.rows('rows', 'r')} WHERE true`,
});

/** Stores rows that have their document's number. Tables without rows cost no statement. */
export async function insertRows({ tx, dialect }: Write, rows: DocumentRows): Promise<void> {
  if (rows.lines.length > 0) await dialect.execute(tx, insertLines, { rows: rows.lines });
  if (rows.payments.length > 0) await dialect.execute(tx, insertPayments, { rows: rows.payments });
  if (rows.discounts.length > 0) await dialect.execute(tx, insertDiscounts, { rows: rows.discounts });
  if (rows.departments.length > 0) await dialect.execute(tx, insertDepartments, { rows: rows.departments });
  if (rows.taxes.length > 0) await dialect.execute(tx, insertTaxes, { rows: rows.taxes });
  if (rows.loyalty.length > 0) await dialect.execute(tx, insertLoyalty, { rows: rows.loyalty });
  if (rows.refunds.length > 0) await dialect.execute(tx, insertRefunds, { rows: rows.refunds });
  if (rows.changes.length > 0) await dialect.execute(tx, insertChanges, { rows: rows.changes });
}
