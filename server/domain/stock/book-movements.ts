/** Movements as rows, and the balances that they move: a level always is the sum of its movements and of the lines sold there. */
import { newId } from '../../core/ids.ts';
import { onConflictAdd, type RowOf, statement } from '../../db/index.ts';
import type { Write } from '../sales/index.ts';

const movementColumns = {
  uuid: 'text',
  company_id: 'int',
  movement_type: 'text',
  movement_number: 'text?',
  product_id: 'text',
  variant_id: 'text?',
  from_location_id: 'text?',
  to_location_id: 'text?',
  quantity_e4: 'bigint',
  unit_cost_e4: 'bigint?',
  transaction_uuid: 'text?',
  reference: 'text?',
  reason: 'text?',
  terminal_fields: 'text',
  occurred_at: 'instant',
  created_at: 'instant',
} as const;

export type MovementRow = RowOf<typeof movementColumns>;

const insertMovements = statement({
  params: { rows: movementColumns },
  sql: (q) => `INSERT INTO stock_movements (${q.names('rows')})
    SELECT ${q.names('rows', 'r')} FROM ${q.rows('rows', 'r')} WHERE true`,
});

const addToLevels = statement({
  params: {
    rows: {
      id: 'text',
      company_id: 'int',
      location_id: 'text',
      product_id: 'text',
      variant_id: 'text?',
      stock_key: 'text',
      on_hand_e4: 'bigint',
      last_movement_at: 'instant',
      created_at: 'instant',
      updated_at: 'instant',
    },
  },
  sql: (q) => `INSERT INTO stock_levels (${q.names('rows')})
    SELECT ${q.names('rows', 'r')} FROM ${q.rows('rows', 'r')} WHERE true ORDER BY stock_key
    ${onConflictAdd({ table: 'stock_levels', keys: ['stock_key'], add: ['on_hand_e4'], replace: ['updated_at'] })},
      last_movement_at = CASE WHEN stock_levels.last_movement_at > excluded.last_movement_at
        THEN stock_levels.last_movement_at ELSE excluded.last_movement_at END`,
});

/** Stores movements and moves the balances by them. Their places must exist and be the company's. */
export async function bookMovements({ tx, dialect }: Write, rows: readonly MovementRow[]): Promise<void> {
  if (rows.length === 0) return;
  await dialect.execute(tx, insertMovements, { rows });
  await dialect.execute(tx, addToLevels, { rows: levelRows(rows) });
}

/** One row per balance touched, with the sum of what moved. */
function levelRows(movements: readonly MovementRow[]) {
  const levels = new Map<string, ReturnType<typeof levelOf>>();
  const move = (row: MovementRow, locationId: string | null, quantityE4: bigint) => {
    if (locationId === null) return;
    const fresh = levelOf(row, locationId);
    const level = levels.get(fresh.stock_key) ?? fresh;
    level.on_hand_e4 += quantityE4;
    if (row.occurred_at > level.last_movement_at) level.last_movement_at = row.occurred_at;
    levels.set(fresh.stock_key, level);
  };
  for (const row of movements) {
    move(row, row.from_location_id, -row.quantity_e4);
    move(row, row.to_location_id, row.quantity_e4);
  }
  return [...levels.values()];
}

function levelOf(row: MovementRow, locationId: string) {
  return {
    id: newId(),
    company_id: row.company_id,
    location_id: locationId,
    product_id: row.product_id,
    variant_id: row.variant_id,
    stock_key: `${locationId}:${row.product_id}:${row.variant_id ?? '-'}`,
    on_hand_e4: 0n,
    last_movement_at: row.occurred_at,
    created_at: row.created_at,
    updated_at: row.created_at,
  };
}
