/** What each terminal has delivered, counted from the stored rows: the figures that an operator compares with the tills' own. */

import { moneyToText } from '../../core/money.ts';
import { type Dialect, statement, type Tx } from '../../db/index.ts';
import { isKept } from './being-erased.ts';

/** One terminal of `gate verify --json`. */
export interface TerminalTotals {
  officeCode: string;
  storeCode: string;
  terminalCode: string;
  /** Transactions stored, cancelled ones included. */
  documents: number;
  /** Of these. */
  cancelled: number;
  /** Total amounts of the documents that are not cancelled, returns negative; decimal text with 4 places. */
  grossTotal: string;
  /** Rows on the stored documents. */
  lines: number;
  payments: number;
  /** Closures stored. */
  closures: number;
}

const perTerminal = statement({
  params: {},
  returns: {
    office_code: 'text',
    store_code: 'text',
    terminal_code: 'text',
    documents: 'int',
    cancelled: 'int',
    gross_e4: 'bigint',
    lines: 'int',
    payments: 'int',
    closures: 'int',
  },
  sql: (q) => `SELECT c.office_code, s.code AS store_code, k.code AS terminal_code,
      coalesce(d.documents, 0) AS documents, coalesce(d.cancelled, 0) AS cancelled, coalesce(d.gross_e4, 0) AS gross_e4,
      coalesce(l.n, 0) AS lines, coalesce(p.n, 0) AS payments, coalesce(z.n, 0) AS closures
    FROM terminals k JOIN stores s ON s.id = k.store_id JOIN companies c ON c.id = k.company_id
    LEFT JOIN (SELECT terminal_id, count(*) AS documents, count(CASE WHEN is_cancelled THEN 1 END) AS cancelled,
        ${q.sumBig(`CASE WHEN is_cancelled THEN 0 WHEN transaction_type = 'return' THEN -total_e4 ELSE total_e4 END`)} AS gross_e4
      FROM transactions GROUP BY terminal_id) AS d ON d.terminal_id = k.id
    LEFT JOIN (SELECT t.terminal_id, count(*) AS n FROM transaction_lines r JOIN transactions t ON t.id = r.transaction_id
      GROUP BY t.terminal_id) AS l ON l.terminal_id = k.id
    LEFT JOIN (SELECT t.terminal_id, count(*) AS n FROM transaction_payments r JOIN transactions t ON t.id = r.transaction_id
      GROUP BY t.terminal_id) AS p ON p.terminal_id = k.id
    LEFT JOIN (SELECT terminal_id, count(*) AS n FROM closures GROUP BY terminal_id) AS z ON z.terminal_id = k.id
    WHERE ${isKept('c.id')} ORDER BY c.office_code, s.code, k.code`,
});

/** Every terminal, in the order of its codes; those that have delivered nothing too. */
export async function terminalTotals(dialect: Dialect, read: Tx): Promise<TerminalTotals[]> {
  const rows = await dialect.query(read, perTerminal, {});
  return rows.map((row) => ({
    officeCode: row.office_code,
    storeCode: row.store_code,
    terminalCode: row.terminal_code,
    documents: row.documents,
    cancelled: row.cancelled,
    grossTotal: moneyToText(row.gross_e4),
    lines: row.lines,
    payments: row.payments,
    closures: row.closures,
  }));
}
