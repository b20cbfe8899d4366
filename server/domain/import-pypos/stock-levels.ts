/** What lies where. The history has moved stock as any sale does; in the end each place holds what the till says it holds, by a
 *  counting correction for the difference. */

import { createHash } from 'node:crypto';
import { type ForeignRow, inTransaction, type RowOf, statement } from '../../db/index.ts';
import { type NewMovement, putLocations, putWarehouses, recordMovements } from '../stock/index.ts';
import type { Run } from './adopt.ts';
import { Cells } from './cells.ts';
import { isSettled, noteSettled } from './settled.ts';

const table = 'warehouse_product_stock';

const levelColumns = {
  id: 'text',
  company_id: 'int',
  location_id: 'text',
  product_id: 'text',
  variant_id: 'text?',
  stock_key: 'text',
  reserved_e4: 'bigint',
  damaged_e4: 'bigint',
  min_level_e4: 'bigint',
  max_level_e4: 'bigint',
  reorder_point_e4: 'bigint',
  average_cost_e4: 'bigint?',
  last_cost_e4: 'bigint?',
  terminal_fields: 'text',
  last_movement_at: 'instant?',
  created_at: 'instant',
  updated_at: 'instant',
} as const;

type Level = RowOf<typeof levelColumns>;

const insertLevels = statement({
  params: { rows: levelColumns },
  sql: (q) => `INSERT INTO stock_levels (${q.names('rows')}) SELECT ${q.names('rows', 'r')} FROM ${q.rows('rows', 'r')}
    WHERE true ON CONFLICT DO NOTHING`,
});

/** The balances themselves, empty, under the till's ids; before the history, which finds them there. */
export async function adoptLevels(run: Run): Promise<void> {
  for (const page of run.source.pages(table)) {
    const cells = page.map((row) => new Cells(row));
    await adoptLevelPage(run, cells);
    for (const each of cells) for (const note of each.notes) run.findings.changed(table, note, each.name);
    run.advance(page.length, table);
  }
}

async function adoptLevelPage(run: Run, cells: readonly Cells[]): Promise<void> {
  const { ctx, findings, promised } = run;
  const read = cells.map((each) => ({ cells: each, level: levelOf(run, each) }));
  const levels = read.map(({ level }) => level).filter((level) => typeof level !== 'string');
  const exists = await existing(run, levels);
  const stored = await ctx.db.reader.stockLevel.findMany({
    where: {
      OR: [{ stockKey: { in: levels.map((level) => level.stock_key) } }, { id: { in: levels.map(({ id }) => id) } }],
    },
    select: { id: true, stockKey: true },
  });
  const known = new Set(stored.flatMap(({ id, stockKey }) => [id, stockKey]));
  const fresh: Level[] = [];
  for (const { cells: each, level } of read) {
    const example = each.name;
    if (typeof level === 'string') findings.add(table, 'skipped', { reason: level, example });
    else if (known.has(level.id) || known.has(level.stock_key)) findings.add(table, 'known');
    else if (!exists(level)) {
      findings.add(table, 'skipped', { reason: 'its product or its place was not taken over', example });
    } else if (promised.keys.has(level.stock_key)) {
      findings.add(table, 'known');
      findings.changed(table, 'shares product and place with another row: their quantities are added', example);
    } else {
      promised.keys.add(level.stock_key);
      findings.add(table, 'new');
      fresh.push(level);
    }
  }
  if (run.dryRun || fresh.length === 0) return;
  // No audit of their own: they are empty, and what fills them is a movement.
  await inTransaction(ctx, (tx) => ctx.db.dialect.execute(tx, insertLevels, { rows: fresh }));
}

function levelOf({ ctx, place }: Run, c: Cells): Level | string {
  const product = c.reference('fk_product_id');
  const location = c.reference('fk_warehouse_location_id');
  if (c.id === null) return 'its id is no UUID, or has become a number in the file';
  if (c.deletedAt !== null) return 'deleted at the till';
  if (product === null || location === null) return 'it names no product or no place';
  const variant = c.reference('fk_product_variant_id');
  const quantity = (column: string) => BigInt(c.int(column) ?? 0) * 10_000n;
  return {
    id: c.id,
    company_id: place.companyId,
    location_id: location,
    product_id: product,
    variant_id: variant,
    stock_key: keyOf(location, product, variant),
    reserved_e4: quantity('reserved_quantity'),
    damaged_e4: quantity('damaged_quantity'),
    min_level_e4: quantity('min_stock_level'),
    max_level_e4: quantity('max_stock_level'),
    reorder_point_e4: quantity('reorder_point'),
    average_cost_e4: c.e4('average_cost'),
    last_cost_e4: c.e4('last_cost'),
    last_movement_at: c.instant('last_movement_date'),
    created_at: ctx.now(),
    updated_at: ctx.now(),
    terminal_fields: c.rest('quantity', 'available_quantity'),
  };
}

function keyOf(location: string, product: string, variant: string | null): string {
  return `${location}:${product}:${variant ?? '-'}`;
}

/** Whether a level's product and place are the company's, or will be. */
async function existing(
  { ctx, place: { companyId }, promised }: Run,
  levels: readonly Pick<Level, 'product_id' | 'location_id'>[],
) {
  const [products, locations] = [
    await ctx.db.reader.product.findMany({
      where: { companyId, id: { in: [...new Set(levels.map((level) => level.product_id))] } },
      select: { id: true },
    }),
    await ctx.db.reader.warehouseLocation.findMany({
      where: { companyId, id: { in: [...new Set(levels.map((level) => level.location_id))] } },
      select: { id: true },
    }),
  ];
  const known = new Set([...products, ...locations].map(({ id }) => id));
  const has = (kind: string, id: string) => known.has(id) || (promised.ids.get(kind)?.has(id) ?? false);
  return (level: Pick<Level, 'product_id' | 'location_id'>) =>
    has('products', level.product_id) && has('warehouse_locations', level.location_id);
}

interface Target {
  location: string;
  product: string;
  variant: string | null;
  quantityE4: bigint;
}

/** Brings every balance to the till's figure: that of its row, and of products without a row in the shop what the product itself
 *  says. Once for each state of the file; afterwards the hub's own sales move them. */
export async function settleStock(run: Run, terminalId: number): Promise<void> {
  const { source, findings, ctx } = run;
  findings.note('Stock stands as the file says: what the history moved was made up for by a counting correction.');
  if (run.dryRun) return;
  const hash = createHash('sha256');
  for (const sql of [levelSums, productStock]) {
    for (const row of rowsOf(run, sql)) hash.update(JSON.stringify(Object.values(row)));
  }
  const state = { subject: 'stock', terminalId, digest: hash.digest('base64url') };
  if (await isSettled(ctx, state)) return;
  const floor = await shopFloor(run);
  if (source.has(table)) await settleAll(run, targets(rowsOf(run, levelSums), null));
  if (floor !== null) await settleAll(run, withoutRow(run, floor, targets(rowsOf(run, productStock), floor)));
  await noteSettled(ctx, state);
}

const levelSums = `SELECT fk_warehouse_location_id AS location, fk_product_id AS product, fk_product_variant_id AS variant,
    sum(quantity) AS quantity FROM warehouse_product_stock WHERE coalesce(is_deleted, 0) = 0
  GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`;
const productStock = 'SELECT id AS product, stock AS quantity FROM product ORDER BY rowid';

function rowsOf({ source }: Run, sql: string): Iterable<ForeignRow> {
  return sql === levelSums && !source.has(table) ? [] : source.file.rows(sql);
}

function* targets(rows: Iterable<ForeignRow>, floor: string | null): Generator<Target> {
  for (const row of rows) {
    const c = new Cells(row);
    const product = c.reference('product');
    const location = floor ?? c.reference('location');
    if (product === null || location === null) continue;
    yield { location, product, variant: c.reference('variant'), quantityE4: BigInt(c.int('quantity') ?? 0) * 10_000n };
  }
}

/** Products that have no row of their own on the shop floor. */
function* withoutRow({ source }: Run, floor: string, all: Iterable<Target>): Generator<Target> {
  const sql = `SELECT fk_warehouse_location_id AS location FROM "${table}"
    WHERE fk_product_id IN (?, ?) AND fk_product_variant_id IS NULL AND coalesce(is_deleted, 0) = 0`;
  for (const target of all) {
    const rows = source.has(table)
      ? [...source.file.rows(sql, target.product.replaceAll('-', ''), target.product)]
      : [];
    if (!rows.some((row) => new Cells(row).reference('location') === floor)) yield target;
  }
}

/** Where the store's sales take goods from. One is made where the till has stock and no warehouse. */
async function shopFloor({ ctx, source, place: { companyId, storeId, storeCode } }: Run): Promise<string | null> {
  const store = await ctx.db.reader.store.findUniqueOrThrow({ where: { id: storeId ?? 0 } });
  if (store.stockLocationId !== null) return store.stockLocationId;
  const location = await ctx.db.reader.warehouseLocation.findFirst({
    where: {
      companyId,
      deletedAt: null,
      warehouse: { storeId: store.id, warehouseType: 'SALES_FLOOR', deletedAt: null },
    },
    orderBy: [{ createdAt: 'asc' }, { code: 'asc' }, { id: 'asc' }],
    select: { id: true },
  });
  if (location) return location.id;
  const [stocked] = [...source.file.rows('SELECT 1 AS one FROM product WHERE coalesce(stock, 0) <> 0 LIMIT 1')];
  if (!stocked) return null;
  const code = `FLOOR-${storeCode}`.slice(0, 20);
  const warehouses = await putWarehouses(ctx, {
    companyId,
    rows: [{ code, name: `${store.name} sales floor`.slice(0, 100), warehouseType: 'SALES_FLOOR', storeId: store.id }],
  });
  const rows = [{ code, name: 'Sales floor', warehouseId: warehouses.ids[0] ?? '', locationType: 'SHELF' }];
  return (await putLocations(ctx, { companyId, rows })).ids[0] ?? null;
}

const pageSize = 500;

async function settleAll(run: Run, all: Iterable<Target>): Promise<void> {
  let page: Target[] = [];
  for (const target of all) {
    page.push(target);
    if (page.length < pageSize) continue;
    await settlePage(run, page);
    page = [];
  }
  await settlePage(run, page);
}

async function settlePage(run: Run, page: readonly Target[]): Promise<void> {
  if (page.length === 0) return;
  const { ctx, place } = run;
  const exists = await existing(
    run,
    page.map(({ product, location }) => ({ product_id: product, location_id: location })),
  );
  const own = page.filter(({ product, location }) => exists({ product_id: product, location_id: location }));
  const keys = own.map(({ location, product, variant }) => keyOf(location, product, variant));
  const levels = await ctx.db.reader.stockLevel.findMany({
    where: { stockKey: { in: keys } },
    select: { stockKey: true, onHandE4: true },
  });
  const onHand = new Map(levels.map(({ stockKey, onHandE4 }) => [stockKey, onHandE4]));
  const movements = own.flatMap(({ location, product, variant, quantityE4 }): NewMovement[] => {
    const difference = quantityE4 - (onHand.get(keyOf(location, product, variant)) ?? 0n);
    if (difference === 0n) return [];
    return [
      {
        movementType: 'ADJUSTMENT',
        productId: product,
        variantId: variant,
        fromLocationId: difference < 0n ? location : null,
        toLocationId: difference > 0n ? location : null,
        quantityE4: difference < 0n ? -difference : difference,
        reason: 'Stock of the adopted till',
        occurredAt: ctx.now(),
      },
    ];
  });
  await recordMovements(ctx, { companyId: place.companyId, movements });
}
