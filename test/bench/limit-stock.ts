/** What a document takes from its store's stock, in plain statements: the limit must move the same balances as the hub. */
import type Sqlite from 'better-sqlite3';
import { newId } from '../../server/core/ids.ts';
import type { readTransaction } from '../../server/domain/sales/index.ts';

type Parsed = ReturnType<typeof readTransaction>;

export interface StockWriter {
  placeOf(storeId: number): string;
  /** Moves balances by the lines of sales that count, which is what the bench sells. */
  write(sales: readonly Parsed[]): void;
}

export function openStock(db: Sqlite.Database): StockWriter {
  const places = makePlaces(db);
  const move = db.prepare(`INSERT INTO stock_levels (id, company_id, location_id, product_id, stock_key, on_hand_e4,
      last_movement_at, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (stock_key) DO UPDATE SET on_hand_e4 = on_hand_e4 + excluded.on_hand_e4,
      last_movement_at = max(last_movement_at, excluded.last_movement_at), updated_at = excluded.updated_at`);
  const placeOf = (storeId: number) => {
    const place = places.get(storeId);
    if (place === undefined) throw new Error(`The store ${storeId} has no place`);
    return place;
  };
  return {
    placeOf,
    write(sales) {
      const sums = new Map<
        string,
        { companyId: number; place: string; product: string; movedE4: bigint; at: number }
      >();
      for (const { head, rows } of sales) {
        const place = placeOf(head.store_id);
        for (const { product_id: product, quantity_e4: soldE4, is_cancelled, is_voided } of rows.lines) {
          if (product === null || is_cancelled || is_voided) continue;
          const key = `${place}:${product}:-`;
          const known = sums.get(key);
          if (known) known.movedE4 -= soldE4;
          else {
            const at = Number(head.occurred_at);
            sums.set(key, { companyId: head.company_id, place, product, movedE4: -soldE4, at });
          }
        }
      }
      const now = Date.now();
      for (const [key, { companyId, place, product, movedE4, at }] of [...sums].sort(([a], [b]) => (a < b ? -1 : 1))) {
        move.run(newId(), companyId, place, product, key, movedE4, at, now, now);
      }
    },
  };
}

/** A shop floor for each store that has none yet. */
function makePlaces(db: Sqlite.Database): Map<number, string> {
  const stores = db.prepare('SELECT id, company_id, code, stock_location_id FROM stores').all() as {
    id: number;
    company_id: number;
    code: string;
    stock_location_id: string | null;
  }[];
  return new Map(
    stores.map(({ id, company_id, code, stock_location_id }) => {
      if (stock_location_id !== null) return [id, stock_location_id];
      const [warehouse, place] = [newId(), newId()];
      db.prepare(`INSERT INTO warehouses (id, company_id, store_id, code, name, warehouse_type, updated_at)
        VALUES (?, ?, ?, ?, 'Floor', 'SALES_FLOOR', 0)`).run(warehouse, company_id, id, `FLOOR-${code}`);
      db.prepare(`INSERT INTO warehouse_locations (id, company_id, warehouse_id, code, name, location_type, updated_at)
        VALUES (?, ?, ?, ?, 'Floor', 'SHELF', 0)`).run(place, company_id, warehouse, `FLOOR-${code}`);
      db.prepare('UPDATE stores SET stock_location_id = ? WHERE id = ?').run(place, id);
      return [id, place];
    }),
  );
}
