/** What lies in the stores of the reports' bench: a warehouse and a place for each, and a level of every product in each place. */
import { places, type Words } from './reports-data.ts';

const warehouse = (q: Words, store: string) => `'0000000e-0001-4000-8000-' || ${q.hex(store, 12)}`;
const place = (q: Words, store: string) => `'0000000e-0002-4000-8000-' || ${q.hex(store, 12)}`;

/** Statements that put it there. One level in six lies below nothing, one in five says no cost, one in fifty has a minimum and one in
 *  seventy a point of order. */
export function stockStatements(q: Words): string[] {
  const now = q.instant('1700000000000');
  const stores = q.numbers(1, places.stores);
  const common = `1, ${now}, ${now}`;
  // Products are numbered by their place among their ids: the same in every database of this size.
  const levels = `SELECT s.i AS store, p.id AS product, row_number() OVER (ORDER BY s.i, p.id) AS n
    FROM ${stores} s CROSS JOIN (SELECT id FROM products WHERE company_id = 1) p`;
  return [
    `INSERT INTO warehouses (id, company_id, created_at, updated_at, store_id, code, name, warehouse_type)
      SELECT ${warehouse(q, 's.i')}, ${common}, s.i, 'BENCH-' || s.i, 'Back room ' || s.i, 'MAIN' FROM ${stores} s`,
    `INSERT INTO warehouse_locations (id, company_id, created_at, updated_at, warehouse_id, code, name, location_type)
      SELECT ${place(q, 's.i')}, ${common}, ${warehouse(q, 's.i')}, 'BENCH-' || s.i, 'Shelves', 'SHELF' FROM ${stores} s`,
    `INSERT INTO stock_levels (id, company_id, created_at, updated_at, location_id, product_id, stock_key, on_hand_e4, min_level_e4,
        reorder_point_e4, average_cost_e4, last_movement_at)
      SELECT '0000000e-0003-4000-8000-' || ${q.hex('n', 12)}, ${common}, ${place(q, 'store')}, product,
        ${place(q, 'store')} || ':' || product || ':-', (n * 7919 % 120 - 20) * 10000, CASE WHEN n % 50 = 0 THEN 50000 ELSE 0 END,
        CASE WHEN n % 70 = 0 THEN 30000 ELSE 0 END, CASE WHEN n % 5 <> 0 THEN 10000 + n * 31 % 90000 END, ${now}
      FROM (${levels}) l`,
  ];
}
