import { type Ctx, type Statement, statement, type Words } from '../../server/db/index.ts';
import { productLabels } from '../engine/product-names.ts';
import type { Report, Row, Section } from '../engine/report.ts';
import type { Window } from '../engine/window.ts';
import { levelArguments, levelParams, levelRows, placeName } from './levels.ts';
import { firstRows, laterRows, listedOf, type PageSql, pageOf, pageParams, withOthers } from './pages.ts';

const params = { ...levelParams, ...pageParams } as const;
const returns = {
  id: 'text',
  product_id: 'text',
  store_id: 'int?',
  place: 'text',
  on_hand_e4: 'bigint',
  reserved_e4: 'bigint',
  min_e4: 'bigint',
  reorder_point_e4: 'bigint',
  short_e4: 'bigint',
  rows_before: 'int',
  rows_in_all: 'int',
} as const;

const shown = 'id, product_id, store_id, place, on_hand_e4, reserved_e4, min_e4, reorder_point_e4, short_e4';

/** The lowest level that a place should have: its own, and where it names none, the product's. */
const lowest =
  'CASE WHEN min_level_e4 = 0 AND reorder_point_e4 = 0 THEN coalesce(min_stock_e4, 0) ELSE min_level_e4 END';

const columns = [
  ...([
    'id',
    'product_id',
    'store_id',
    'place',
    'on_hand_e4',
    'reserved_e4',
    'min_level_e4',
    'reorder_point_e4',
  ] as const),
] as const;

type Levels = Statement<typeof params, typeof returns>;

/** The statement of the first page, and that of the later ones. */
function bothPages(sql: (q: Words, page: PageSql) => string): { first: Levels; later: Levels } {
  return {
    first: statement({ params, returns, sql: (q) => sql(q, firstRows) }),
    later: statement({ params, returns, sql: (q) => sql(q, laterRows) }),
  };
}

/** Of a place that names a level of its own. */
const belowOwn = `(l.reorder_point_e4 > 0 AND l.on_hand_e4 <= l.reorder_point_e4)
          OR (l.min_level_e4 > 0 AND l.on_hand_e4 < l.min_level_e4)`;

/** Places with a level of their own come in one pass over them; the others by the products that have a minimum. */
const lowLevels = bothPages((q, page) => {
  const all = [...columns, 'min_stock_e4'] as const;
  const byProduct = {
    columns: all,
    from: `products m JOIN stock_levels l ON l.product_id = m.id AND m.company_id = l.company_id`,
    where: `AND m.min_stock_e4 > 0
          AND l.min_level_e4 = 0 AND l.reorder_point_e4 = 0 AND l.on_hand_e4 < m.min_stock_e4`,
  };
  return `WITH s AS (${levelRows(q, { columns: all, where: `AND (${belowOwn})` })} UNION ALL ${levelRows(q, byProduct)}),
      low AS (SELECT s.*, ${lowest} AS min_e4 FROM s),
      listed ${page.as} (SELECT low.*,
        CASE WHEN min_e4 > reorder_point_e4 THEN min_e4 ELSE reorder_point_e4 END - on_hand_e4 AS short_e4 FROM low)
      ${page.select(q, { rows: 'listed', columns: shown, order: 'short_e4 DESC', key: 'id' })}`;
});

/** Places that hold less of a product than they should: below the minimum, or at the point where it is to be ordered. */
export const lowStock: Report = {
  name: 'low-stock',
  area: 'stock',
  permission: 'stock.see',
  columns: [
    { name: 'place', kind: 'text' },
    { name: 'onHand', kind: 'quantity' },
    { name: 'reserved', kind: 'quantity' },
    { name: 'minLevel', kind: 'quantity' },
    { name: 'reorderPoint', kind: 'quantity' },
    { name: 'shortBy', kind: 'quantity' },
  ],
  lead: 'shortBy',
  rowName: 'product',
  chart: { kind: 'bar', columns: ['shortBy'], isHorizontal: true, mostRows: 20 },
  instantFilters: ['department'],
  readsDocuments: false,
  mostRows: 100,
  isPaged: true,
  isComparable: false,
  hasRange: false,
  notes: ['lowStock'],
  sections: async (ctx, window) => {
    if (window.stores.length === 0) return [];
    return levelSection(ctx, window, await readLevels(ctx, window, lowLevels));
  },
};

function readLevels(ctx: Ctx, window: Window, { first, later }: { first: Levels; later: Levels }) {
  const { isFirst, params: page } = pageOf(window);
  return ctx.db.dialect.query(ctx.db.reader, isFirst ? first : later, { ...levelArguments(window), ...page });
}

/** How many rows that report has. */
export async function countLowStock(ctx: Ctx, window: Window): Promise<number> {
  if (window.stores.length === 0) return 0;
  const none = { after_place: 0, after_key: '', most: 1 };
  const [first] = await ctx.db.dialect.query(ctx.db.reader, lowLevels.first, { ...levelArguments(window), ...none });
  return first?.rows_in_all ?? 0;
}

const negativeLevels = bothPages(
  (
    q,
    page,
  ) => `WITH listed ${page.as} (SELECT id, product_id, store_id, place, on_hand_e4, reserved_e4, min_level_e4 AS min_e4,
      reorder_point_e4, -on_hand_e4 AS short_e4
    FROM (${levelRows(q, { columns, where: 'AND l.on_hand_e4 < 0' })}) AS s)
    ${page.select(q, { rows: 'listed', columns: shown, order: 'short_e4 DESC', key: 'id' })}`,
);

/** Places that sold more than they had: something came in without being noted, or was sold as something else. */
export const negativeStock: Report = {
  ...lowStock,
  name: 'negative-stock',
  columns: [
    { name: 'place', kind: 'text' },
    { name: 'onHand', kind: 'quantity' },
    { name: 'shortBy', kind: 'quantity' },
  ],
  notes: ['negativeStock'],
  sections: async (ctx, window) => {
    if (window.stores.length === 0) return [];
    return levelSection(ctx, window, await readLevels(ctx, window, negativeLevels));
  },
};

interface LevelRow {
  id: string;
  product_id: string;
  store_id: number | null;
  place: string;
  on_hand_e4: bigint;
  reserved_e4: bigint;
  min_e4: bigint;
  reorder_point_e4: bigint;
  short_e4: bigint;
  rows_before: number;
  rows_in_all: number;
}

/** What came and went is told by store. */
function storeOf({ stores }: Window, { store_id }: LevelRow): Record<string, string> {
  const store = stores.find(({ id }) => id === store_id)?.code;
  return store === undefined ? {} : { store };
}

async function levelSection(ctx: Ctx, window: Window, levels: readonly LevelRow[]): Promise<Section[]> {
  if (levels.length === 0) return [];
  const label = await productLabels(
    ctx,
    window.company.id,
    levels.map(({ product_id }) => product_id),
  );
  const rows: Row[] = levels.map((level) => ({
    key: level.id,
    label: label(level.product_id),
    values: {
      place: placeName(window, level.store_id, level.place),
      onHand: level.on_hand_e4,
      reserved: level.reserved_e4,
      minLevel: level.min_e4,
      reorderPoint: level.reorder_point_e4,
      shortBy: level.short_e4,
    },
    drill: { report: 'stock-movements', filters: { product: level.product_id, by: 'kind', ...storeOf(window, level) } },
  }));
  return [{ currency: null, rows: withOthers(rows, levels), total: null, listed: listedOf(levels) }];
}
