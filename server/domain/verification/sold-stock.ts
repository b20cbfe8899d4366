/** Every live line of a live document that names a product has moved stock: the document says from which place. With the balances
 *  (`balance.stock`), which add up what the lines moved there, this proves that each line moved stock once. */

import type { SumCheck } from './compare.ts';

const moving = `transactions t JOIN transaction_lines l ON l.transaction_id = t.id
  WHERE t.sign <> 0 AND l.product_id IS NOT NULL AND NOT l.is_cancelled AND NOT l.is_voided`;

export const soldStock: SumCheck = {
  kind: 'stock.lines',
  stored: `(SELECT t.company_id, t.id AS transaction_id, count(*) AS lines FROM ${moving} AND t.stock_location_id IS NOT NULL
    GROUP BY t.company_id, t.id)`,
  keys: { company_id: 'int', transaction_id: 'int' },
  values: ['lines'],
  expected: () =>
    `SELECT t.company_id, t.id AS transaction_id, count(*) AS lines FROM ${moving} GROUP BY t.company_id, t.id`,
};
