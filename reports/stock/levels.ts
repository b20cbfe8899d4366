/** What lies in the places of a company, as the reports of stock read it. */
import type { Ctx, Words } from '../../server/db/index.ts';
import { currentDay } from '../companies.ts';
import { isWholeCompany, unknownKey, type Window } from '../engine/window.ts';

export const levelParams = {
  company_id: 'int',
  store_ids: ['int'],
  with_central: 'int',
  any_department: 'int',
  departments: ['text'],
} as const;

/** Central warehouses belong to no store: they are counted in when all stores are.
 *  @param isCentral nothing but them */
export function levelArguments(window: Window, isCentral = false) {
  const { company, stores, filters } = window;
  return {
    company_id: company.id,
    store_ids: isCentral ? [] : stores.map(({ id }) => id),
    with_central: isWholeCompany(window) ? 1 : 0,
    any_department: filters.department ? 0 : 1,
    departments: (filters.department ?? []).map((id) => (id === unknownKey ? '' : id)),
  };
}

/** Of the product, asked for only where it is needed: a look-up for each of a million levels is most of the work. */
const ofProduct = (column: string) =>
  `(SELECT p.${column} FROM products p WHERE p.id = l.product_id AND p.company_id = l.company_id)`;

/** What one unit cost: the place's average, else its last, else the product's own; null: nobody says. */
const unitCost = `coalesce(l.average_cost_e4, l.last_cost_e4, ${ofProduct('purchase_price_e4')})`;

/** A cost and a quantity whose product stays far below 64 bits, as for the costs of sales. */
const saysCost = '(c.cost_e4 BETWEEN 0 AND 100000000000 AND c.on_hand_e4 BETWEEN -100000000000 AND 100000000000)';

/** Nearly all of them: so small that cost times quantity fits into 64 bits as it is, which takes a third of the steps. */
const fits = 'c.cost_e4 BETWEEN 0 AND 3000000000 AND c.on_hand_e4 BETWEEN 0 AND 3000000000';

/** On hand times cost, half up to the ten-thousandth, away from zero; null without a cost. Of rows `c` with both. */
export const levelValue = `CASE WHEN ${fits} THEN (c.cost_e4 * c.on_hand_e4 + 5000) / 10000
    WHEN ${saysCost} THEN (CASE WHEN c.on_hand_e4 < 0 THEN -1 ELSE 1 END)
    * (c.cost_e4 * (abs(c.on_hand_e4) / 10000) + (c.cost_e4 * (abs(c.on_hand_e4) % 10000) + 5000) / 10000) END`;

/** What a column of `levelRows` is called, and what it is. */
const levelColumns = {
  ...{ id: 'l.id', product_id: 'l.product_id', on_hand_e4: 'l.on_hand_e4', reserved_e4: 'l.reserved_e4' },
  ...{ min_level_e4: 'l.min_level_e4', reorder_point_e4: 'l.reorder_point_e4', last_movement_at: 'l.last_movement_at' },
  ...{ store_id: 'w.store_id', place: 'a.name', cost_e4: unitCost },
  main_group_id: `coalesce(${ofProduct('main_group_id')}, '')`,
  min_stock_e4: ofProduct('min_stock_e4'),
} as const;

interface LevelQuery {
  columns: readonly (keyof typeof levelColumns)[];
  /** Further conditions on `l`. They name no parameter. */
  where?: string;
  /** Further conditions that do. */
  own?: () => string;
  /** Where `l` comes from; by default from the places. */
  from?: string;
}

/** At the end of a subquery: each of its columns is computed once for each row. Without it an engine writes their expressions into
 *  wherever they are mentioned, and a cost that is looked up is mentioned five times. */
export const once = (q: Words) => (q.provider === 'sqlite' ? 'LIMIT -1' : 'OFFSET 0');

/** Levels in places of the stores asked for. The places lead to them: the index by company would go through the whole table in the
 *  order of its keys, which are random. */
export function levelRows(q: Words, { columns, where = '', own = () => '', from }: LevelQuery): string {
  const rows = from
    ? `${from} JOIN warehouse_locations a ON a.id = l.location_id JOIN warehouses w ON w.id = a.warehouse_id`
    : `warehouses w JOIN warehouse_locations a ON a.warehouse_id = w.id JOIN stock_levels l ON l.location_id = a.id`;
  return `SELECT ${columns.map((name) => `${levelColumns[name]} AS ${name}`).join(', ')} FROM ${rows}
    WHERE w.company_id = ${q.param('company_id')} AND ${q.provider === 'sqlite' ? '+' : ''}l.company_id = w.company_id AND l.deleted_at IS NULL
      AND (w.store_id IN ${q.list('store_ids')} OR (w.store_id IS NULL AND ${q.param('with_central')} = 1))
      AND (${q.param('any_department')} = 1 OR coalesce(${ofProduct('main_group_id')}, '') IN ${q.list('departments')}) ${where}${own()}`;
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
