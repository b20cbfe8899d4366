/** Whatever documents name is known to the hub, or noted as seen at the till. Documents from before the hub noted it are left out. */

import type { SumCheck } from './compare.ts';

const tables = { product: 'products', customer: 'customers', cashier: 'cashiers' } as const;

const unknown = (alias: string) =>
  Object.entries(tables)
    .map(
      ([kind, table]) => `NOT (${alias}.kind = '${kind}' AND EXISTS (SELECT 1 FROM ${table} m
        WHERE m.id = ${alias}.uuid AND m.company_id = ${alias}.company_id))`,
    )
    .join(' AND ');

const isNew = `coalesce(t.stock_location_id, '-') <> ''`;

export const seenRecords: SumCheck = {
  kind: 'seen.record',
  stored: `(SELECT company_id, kind, uuid, 1 AS records FROM seen_records s WHERE ${unknown('s')})`,
  keys: { company_id: 'int', kind: 'text', uuid: 'text' },
  values: ['records'],
  expected: () => `SELECT n.company_id, n.kind, n.uuid, 1 AS records FROM (
      SELECT t.company_id, 'product' AS kind, l.product_id AS uuid
        FROM transactions t JOIN transaction_lines l ON l.transaction_id = t.id WHERE ${isNew} AND l.product_id IS NOT NULL
      UNION
      SELECT t.company_id, 'customer', t.customer_id FROM transactions t WHERE ${isNew} AND t.customer_id IS NOT NULL
      UNION
      SELECT t.company_id, 'cashier', t.cashier_id FROM transactions t WHERE ${isNew} AND t.cashier_id IS NOT NULL
    ) AS n WHERE ${unknown('n')}`,
};
