/** Where the typed rows of a document lie: each section of `readTransaction` with its table and columns. */

import { type Columns, type Statement, statement } from '../../db/index.ts';
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
} from '../sales/index.ts';

export interface Section {
  name: keyof DocumentRows;
  /** Every row of the documents with these numbers, in the order of documents and positions. */
  select: Statement<{ ids: readonly ['int'] }, Columns>;
  /** Columns that the body decides. */
  compared: readonly string[];
}

export const sections: readonly Section[] = [
  section('lines', 'transaction_lines', lineColumns),
  section('payments', 'transaction_payments', paymentColumns),
  section('discounts', 'transaction_discounts', discountColumns),
  section('departments', 'transaction_departments', departmentColumns),
  section('taxes', 'transaction_taxes', taxColumns),
  section('loyalty', 'transaction_loyalties', loyaltyColumns),
  section('refunds', 'transaction_refunds', refundColumns),
  section('changes', 'transaction_changes', changeColumns),
];

function section(name: keyof DocumentRows, table: string, columns: Columns): Section {
  const select = statement({
    params: { ids: ['int'] },
    returns: columns,
    sql: (q) => `SELECT ${Object.keys(columns).join(', ')} FROM ${table}
      WHERE transaction_id IN ${q.list('ids')} ORDER BY transaction_id, position`,
  });
  return { name, select, compared: Object.keys(columns).filter((column) => column !== 'transaction_id') };
}
