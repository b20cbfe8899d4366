import { addDays, daysBetween } from '../../server/core/business-day.ts';
import { type Ctx, statement } from '../../server/db/index.ts';
import { dayInRun, isInRun, runColumns, runsOf, spanOf } from '../engine/day-runs.ts';
import { receiptsOf } from '../engine/drills.ts';
import type { Drill, Label, Report, Row, Section } from '../engine/report.ts';
import { sumRollup } from '../engine/sum-rollup.ts';
import type { Window } from '../engine/window.ts';
import { levelArguments } from './levels.ts';

/** Kinds of what is noted beside receipts. */
const movementKinds = ['RECEIPT', 'TRANSFER', 'ADJUSTMENT', 'LOSS', 'DAMAGE', 'SALE', 'RETURN'] as const;

/** Goods that came and went, by day or by kind: what was noted as a movement, and what receipts tell. */
export const stockMovements: Report = {
  name: 'stock-movements',
  area: 'stock',
  permission: 'stock.see',
  columns: [
    { name: 'stockChange', kind: 'quantity' },
    { name: 'stockIn', kind: 'quantity' },
    { name: 'stockOut', kind: 'quantity' },
    { name: 'movements', kind: 'count' },
  ],
  lead: 'stockChange',
  rowName: 'stockMoved',
  chart: { kind: 'bar', columns: ['stockIn', 'stockOut'] },
  instantFilters: [],
  readsDocuments: false,
  isComparable: false,
  hasRange: true,
  options: [
    { name: 'by', values: ['day', 'kind'] },
    { name: 'movement', values: ['all', 'SOLD', ...movementKinds] },
  ],
  narrowedBy: ['product'],
  notes: ['stockMovements'],
  sections,
};

const params = {
  company_id: 'int',
  store_ids: ['int'],
  with_central: 'int',
  product_id: 'text',
  from: 'instant',
  to: 'instant',
  runs: runColumns,
} as const;

const returns = {
  movement_type: 'text',
  day: 'int',
  in_e4: 'bigint?',
  out_e4: 'bigint?',
  movements: 'int',
} as const;

/** What stays within the stores asked for is both: it left a place and came to one. `day` counts from the first of the range. */
const moved = (isOfProduct: boolean) =>
  statement({
    params,
    returns,
    sql: (q) => {
      // A placeholder for each mention.
      const ofProduct = () =>
        isOfProduct ? `AND m.product_id = ${q.param('product_id')}` : `AND ${q.param('product_id')} = ''`;
      const side = (
        location: string,
        isIn: boolean,
      ) => `SELECT m.id, m.movement_type, coalesce(w.store_id, 0) AS store_id,
          ${q.millis('m.occurred_at')} AS at_ms, ${isIn ? 'm.quantity_e4' : '0'} AS in_e4, ${isIn ? '0' : 'm.quantity_e4'} AS out_e4
        FROM stock_movements m JOIN warehouse_locations a ON a.id = m.${location} JOIN warehouses w ON w.id = a.warehouse_id
        WHERE m.company_id = ${q.param('company_id')} ${ofProduct()}
          AND m.occurred_at >= ${q.param('from')} AND m.occurred_at < ${q.param('to')}
          AND (w.store_id IN ${q.list('store_ids')} OR (w.store_id IS NULL AND ${q.param('with_central')} = 1))`;
      return `WITH s AS (${side('to_location_id', true)} UNION ALL ${side('from_location_id', false)})
        SELECT s.movement_type, ${dayInRun('s.at_ms', 'u')} AS day, ${q.sumBig('s.in_e4')} AS in_e4, ${q.sumBig('s.out_e4')} AS out_e4,
          CAST(count(DISTINCT s.id) AS integer) AS movements
        FROM s JOIN ${q.rows('runs', 'u')} ON ${isInRun({ at: 's.at_ms', store: 's.store_id', run: 'u' })}
        GROUP BY 1, 2`;
    },
  });

const movedOfAll = moved(false);
const movedOfProduct = moved(true);

const soldOfProduct = statement({
  params: { company_id: 'int', store_ids: ['int'], product_id: 'text', from: 'text', to: 'text' },
  returns: { business_day: 'text', quantity_e4: 'bigint?', lines: 'int?' },
  sql: (q) => `SELECT business_day, ${q.sumBig('quantity_e4')} AS quantity_e4, CAST(sum(lines) AS integer) AS lines
    FROM product_day_totals WHERE company_id = ${q.param('company_id')} AND store_id IN ${q.list('store_ids')}
      AND business_day BETWEEN ${q.param('from')} AND ${q.param('to')} AND product_id = ${q.param('product_id')}
    GROUP BY business_day`,
});

interface Moved {
  kind: string;
  day: string;
  inE4: bigint;
  outE4: bigint;
  movements: number;
}

async function sections(ctx: Ctx, window: Window): Promise<Section[]> {
  if (window.stores.length === 0) return [];
  const { movement = 'all' } = window.options;
  const [noted, sold] = await Promise.all([
    movement === 'SOLD' ? [] : readMovements(ctx, window),
    movement === 'SOLD' || movement === 'all' ? readSold(ctx, window) : [],
  ]);
  const all = [...noted, ...sold].filter(({ kind }) => movement === 'all' || kind === movement);
  if (all.length === 0) return [];
  const byKind = window.options['by'] === 'kind';
  const groups = new Map<string, Moved[]>();
  for (const row of all) {
    const key = byKind ? row.kind : row.day;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const keys = byKind ? [...groups.keys()].sort() : daysOf(window);
  const rows: Row[] = keys.map((key) => ({
    key,
    label: labelOf(key, byKind),
    values: sumOf(groups.get(key) ?? []),
    drill: drillOf(key, window),
  }));
  return [{ currency: null, rows, total: sumOf(all) }];
}

function daysOf({ range }: Window): string[] {
  return Array.from({ length: daysBetween(range.from, range.to) + 1 }, (_, index) => addDays(range.from, index));
}

function labelOf(key: string, byKind: boolean): Label {
  return byKind ? { kind: 'word', word: `movement-${key}` } : { kind: 'day', day: key };
}

/** A day leads to its kinds, a kind to its days, and what was sold to the receipts; other movements have no further page. */
function drillOf(key: string, { options }: Window): Drill {
  const { product, movement = 'all', by } = options;
  const same = product ? { product } : {};
  const sold = product ? same : { kind: 'divided' };
  if (by === 'kind') {
    if (key === 'SOLD') return receiptsOf(sold);
    return { report: 'stock-movements', filters: { by: 'day', movement: key, ...same } };
  }
  const day = { range: 'own', from: key, to: key };
  if (movement === 'SOLD') return receiptsOf({ ...sold, ...day });
  return { report: 'stock-movements', filters: { by: 'kind', movement, ...day, ...same } };
}

function sumOf(rows: readonly Moved[]): Row['values'] {
  const sum = (figure: (row: Moved) => bigint) => rows.reduce((total, row) => total + figure(row), 0n);
  const [stockIn, stockOut] = [sum(({ inE4 }) => inE4), sum(({ outE4 }) => outE4)];
  const movements = rows.reduce((total, row) => total + row.movements, 0);
  return { stockChange: stockIn - stockOut, stockIn, stockOut, movements };
}

async function readMovements(ctx: Ctx, window: Window): Promise<Moved[]> {
  const { range, options } = window;
  const runs = runsOf(window, range);
  const { company_id, store_ids, with_central } = levelArguments(window);
  const product = options['product'] ?? '';
  const rows = await ctx.db.dialect.query(ctx.db.reader, product ? movedOfProduct : movedOfAll, {
    ...{ company_id, store_ids, with_central },
    product_id: product,
    ...spanOf(runs),
    runs,
  });
  return rows.map((row) => ({
    kind: row.movement_type,
    day: addDays(range.from, row.day),
    inE4: row.in_e4 ?? 0n,
    outE4: row.out_e4 ?? 0n,
    movements: row.movements,
  }));
}

/** What receipts tell, less what came back: goods go out, and where more came back than went, less than nothing did. So the figures of
 *  stores, products and days add up to those of all. All lines are in the rollup by department too, which is the smaller. */
async function readSold(ctx: Ctx, window: Window): Promise<Moved[]> {
  const product = window.options['product'];
  const rows = product
    ? await ctx.db.dialect.query(ctx.db.reader, soldOfProduct, {
        company_id: window.company.id,
        store_ids: window.stores.map(({ id }) => id),
        product_id: product,
        ...window.range,
      })
    : await sumRollup(ctx, { ...window, convertTo: null }, { rollup: 'departmentTotals', by: ['business_day'] });
  return rows.map((row) => ({
    kind: 'SOLD',
    day: String(row['business_day']),
    inE4: 0n,
    outE4: BigInt(row['quantity_e4'] ?? 0),
    movements: Number(row['lines'] ?? 0),
  }));
}
