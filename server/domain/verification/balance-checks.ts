/** Balances that must be the sum of their ledger, and counts on a head that must be the number of its rows. */

import type { EngineWords } from '../../db/index.ts';
import type { SumCheck } from './compare.ts';

/** On hand in a location: everything that moved in less everything that moved out, and less what live lines of live documents
 *  took from there, or plus what they brought back. */
const stockLevels: SumCheck = {
  kind: 'balance.stock',
  stored: `(SELECT company_id, location_id, product_id, coalesce(variant_id, '') AS variant_id, on_hand_e4 FROM stock_levels)`,
  keys: { company_id: 'int', location_id: 'text', product_id: 'text', variant_id: 'text' },
  values: ['on_hand_e4'],
  expected: (q) => {
    const columns = 'company_id, location_id, product_id, variant_id';
    const moved = (location: string, quantity: string) => `SELECT company_id, ${location} AS location_id, product_id,
        coalesce(variant_id, '') AS variant_id, ${quantity} AS on_hand_e4
      FROM stock_movements WHERE ${location} IS NOT NULL`;
    return `SELECT ${columns}, ${q.sumBig('on_hand_e4')} AS on_hand_e4
      FROM (${moved('to_location_id', 'quantity_e4')} UNION ALL ${moved('from_location_id', '-quantity_e4')}
        UNION ALL ${sold(q)}) AS moved
      GROUP BY ${columns}`;
  },
};

/** What lines moved, added up per place and product. */
const sold = (
  q: EngineWords,
) => `SELECT t.company_id, t.stock_location_id AS location_id, l.product_id, '' AS variant_id,
    ${q.sumBig('-t.sign * l.quantity_e4')} AS on_hand_e4
  FROM transactions t JOIN transaction_lines l ON l.transaction_id = t.id
  WHERE t.sign <> 0 AND t.stock_location_id <> '' AND l.product_id IS NOT NULL AND NOT l.is_cancelled AND NOT l.is_voided
  GROUP BY t.company_id, t.stock_location_id, l.product_id`;

/** Points: the ledger's sum, and for the lifetime what was gained. */
const loyaltyPoints: SumCheck = {
  kind: 'balance.loyalty',
  stored: `(SELECT company_id, id AS membership_id, available_points, total_points, lifetime_points FROM loyalty_memberships)`,
  keys: { company_id: 'int', membership_id: 'text' },
  values: ['available_points', 'total_points', 'lifetime_points'],
  expected: (q) => `SELECT company_id, membership_id, ${q.sumBig('points')} AS available_points,
      ${q.sumBig('points')} AS total_points, ${q.sumBig('CASE WHEN points > 0 THEN points ELSE 0 END')} AS lifetime_points
    FROM loyalty_entries GROUP BY company_id, membership_id`,
};

/** A document says how many lines and payments it has; both must be there, under the same company. */
const documentRows: SumCheck = {
  kind: 'document.rows',
  stored: `(SELECT company_id, id AS transaction_id, line_count, payment_count FROM transactions)`,
  keys: { company_id: 'int', transaction_id: 'int' },
  values: ['line_count', 'payment_count'],
  expected: () => `SELECT company_id, transaction_id, count(*) AS line_count, 0 AS payment_count
      FROM transaction_lines GROUP BY company_id, transaction_id
    UNION ALL
    SELECT company_id, transaction_id, 0, count(*) FROM transaction_payments GROUP BY company_id, transaction_id`,
};

/** Every document has exactly one body, and every body its document. */
const documentBodies: SumCheck = {
  kind: 'document.body',
  stored: '(SELECT company_id, transaction_id, 1 AS bodies FROM transaction_bodies)',
  keys: { company_id: 'int', transaction_id: 'int' },
  values: ['bodies'],
  expected: () => 'SELECT company_id, id AS transaction_id, 1 AS bodies FROM transactions',
};

const closureBodies: SumCheck = {
  kind: 'closure.body',
  stored: '(SELECT company_id, closure_id, 1 AS bodies FROM closure_bodies)',
  keys: { company_id: 'int', closure_id: 'int' },
  values: ['bodies'],
  expected: () => 'SELECT company_id, id AS closure_id, 1 AS bodies FROM closures',
};

/** Documents and closures lie under the company and the store of their terminal. A terminal that has moved to another store keeps
 *  its old documents there, so only the company is compared. */
const documentCompanies: SumCheck = {
  kind: 'document.company',
  stored: `(SELECT terminal_id, company_id, count(*) AS documents FROM transactions GROUP BY terminal_id, company_id
    UNION ALL SELECT terminal_id, company_id, count(*) FROM closures GROUP BY terminal_id, company_id)`,
  keys: { terminal_id: 'int', company_id: 'int' },
  values: ['documents'],
  expected: () => `SELECT d.terminal_id, s.company_id, d.documents
    FROM (SELECT terminal_id, store_id, count(*) AS documents FROM transactions GROUP BY terminal_id, store_id
          UNION ALL SELECT terminal_id, store_id, count(*) FROM closures GROUP BY terminal_id, store_id) AS d
    JOIN stores s ON s.id = d.store_id JOIN terminals k ON k.id = d.terminal_id AND k.company_id = s.company_id`,
};

export const balanceChecks: readonly SumCheck[] = [
  stockLevels,
  loyaltyPoints,
  documentRows,
  documentBodies,
  closureBodies,
  documentCompanies,
];
