/** What lies in the places of a company, as the reports of stock read it. */
import type { Ctx, Words } from '../../server/db/index.ts';
import { currentDay } from '../companies.ts';
import { unknownKey, type Window } from '../engine/window.ts';

/** Rows that a list of stock has at most, the most urgent first; how many more there are is a row of its own. */
export const mostListed = 5000;

export const levelParams = {
  company_id: 'int',
  store_ids: ['int'],
  with_central: 'int',
  any_department: 'int',
  departments: ['text'],
} as const;

/** Central warehouses belong to no store: they are counted in when all stores are. */
export function levelArguments({ company, stores, filters }: Window) {
  const isWhole = company.hiddenStores === 0 && stores.length === company.stores.length;
  return {
    company_id: company.id,
    store_ids: stores.map(({ id }) => id),
    with_central: isWhole ? 1 : 0,
    any_department: filters.department ? 0 : 1,
    departments: (filters.department ?? []).map((id) => (id === unknownKey ? '' : id)),
  };
}

/** What one unit cost: the place's average, else its last, else the product's own; null: nobody says. */
const unitCost = 'coalesce(l.average_cost_e4, l.last_cost_e4, p.purchase_price_e4)';

/** A cost and a quantity whose product stays far below 64 bits, as for the costs of sales. */
const saysCost = `(${unitCost} BETWEEN 0 AND 100000000000 AND l.on_hand_e4 BETWEEN -100000000000 AND 100000000000)`;

/** On hand times cost, half up to the ten-thousandth, away from zero; null without a cost. */
const value = `CASE WHEN ${saysCost} THEN (CASE WHEN l.on_hand_e4 < 0 THEN -1 ELSE 1 END)
    * (${unitCost} * (abs(l.on_hand_e4) / 10000) + (${unitCost} * (abs(l.on_hand_e4) % 10000) + 5000) / 10000) END`;

/** A level in a place of the stores asked for, with its product, where the hub knows it. */
export function levelRows(q: Words, { where = '', from = 'stock_levels l' }: { where?: string; from?: string } = {}) {
  return `SELECT l.id, l.product_id, l.variant_id, l.on_hand_e4, l.reserved_e4, l.min_level_e4, l.reorder_point_e4, l.last_movement_at,
      coalesce(p.main_group_id, '') AS main_group_id, p.min_stock_e4, w.store_id, a.name AS place, ${value} AS value_e4
    FROM ${from} JOIN warehouse_locations a ON a.id = l.location_id JOIN warehouses w ON w.id = a.warehouse_id
      LEFT JOIN products p ON p.id = l.product_id AND p.company_id = l.company_id
    WHERE l.company_id = ${q.param('company_id')} AND l.deleted_at IS NULL
      AND (w.store_id IN ${q.list('store_ids')} OR (w.store_id IS NULL AND ${q.param('with_central')} = 1))
      AND (${q.param('any_department')} = 1 OR coalesce(p.main_group_id, '') IN ${q.list('departments')}) ${where}`;
}

/** What a place is called: with the store that it belongs to. */
export function placeName({ stores }: Window, storeId: number | null, place: string): string {
  const store = stores.find(({ id }) => id === storeId);
  return store ? `${store.code} · ${place}` : place;
}

/** The business day that it is in the stores. */
export function today(ctx: Ctx, { company, stores }: Window): string {
  return currentDay(company, stores, ctx.now());
}
