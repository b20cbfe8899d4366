/** Rankings of what products sold: a year of all stores reads a dozen rows for each product. */
import { type Ctx, type Statement, statement } from '../../server/db/index.ts';
import { plus, type Sums } from '../measures.ts';
import { ofProducts, soldArguments, soldParams, soldRows } from './sold-rows.ts';
import { sumRollup } from './sum-rollup.ts';
import type { Window } from './window.ts';

/** By what products are ranked. */
export type ProductOrder = 'gross' | 'quantity' | 'margin';

export interface RankedProducts {
  /** The first ones by the order, then by id; lines that name no product are under the empty id, at the end. */
  rows: { productId: string; sums: Sums }[];
  /** Those that were left out; null: none. */
  others: { products: number; sums: Sums } | null;
  /** Of all lines. */
  total: Sums;
}

export interface Ranking {
  /** Products wanted; null: all. */
  most: number | null;
  order: ProductOrder;
}

const counts = ['lines'] as const;
const sums = ['quantity_e4', 'gross_e4', 'discount_e4', 'vat_e4', 'cost_e4', 'costed_e4'] as const;
const figures = [...counts, ...sums];

const leads: Readonly<Record<ProductOrder, string>> = {
  gross: 'gross_e4',
  quantity: 'quantity_e4',
  margin: 'costed_e4 - cost_e4',
};

const leadOf: Readonly<Record<ProductOrder, (of: Sums) => bigint>> = {
  gross: (of) => BigInt(of['gross_e4'] ?? 0),
  quantity: (of) => BigInt(of['quantity_e4'] ?? 0),
  margin: (of) => BigInt(of['costed_e4'] ?? 0) - BigInt(of['cost_e4'] ?? 0),
};

const params = { ...soldParams, most: 'int' } as const;

type Params = typeof params;

const returns = {
  product_id: 'text',
  currency: 'text',
  is_total: 'int',
  products: 'int',
  lines: 'int',
  quantity_e4: 'bigint',
  gross_e4: 'bigint',
  discount_e4: 'bigint',
  vat_e4: 'bigint',
  cost_e4: 'bigint',
  costed_e4: 'bigint',
} as const;

/** First the products wanted, then for each currency the sum of all. */
const ranking = (lead: string): Statement<Params, typeof returns> =>
  statement({
    params,
    returns,
    sql: (q) => {
      const summed = (column: string) => `${q.sumBig(column)} AS ${column}`;
      return `WITH ${soldRows(q, { keys: ['product_id', 'currency'], figures })},
      p AS MATERIALIZED (SELECT product_id, currency, ${figures.map(summed).join(', ')} FROM r GROUP BY product_id, currency
          HAVING sum(lines) <> 0),
      placed AS (SELECT p.*, row_number() OVER (PARTITION BY currency, CASE product_id WHEN '' THEN 1 ELSE 0 END
          ORDER BY ${lead} DESC, product_id) AS place FROM p)
      SELECT product_id, currency, 0 AS is_total, 1 AS products, ${figures.join(', ')}, place FROM placed
        WHERE place <= ${q.param('most')}
      UNION ALL
      SELECT '', currency, 1, CAST(count(*) AS integer), ${figures.map(summed).join(', ')}, 0 FROM p GROUP BY currency
      ORDER BY is_total, place, product_id`;
    },
  });

const statements: Readonly<Record<ProductOrder, ReturnType<typeof ranking>>> = {
  gross: ranking(leads.gross),
  quantity: ranking(leads.quantity),
  margin: ranking(leads.margin),
};

const everything = 2_147_483_647;

/** By currency. One query; filters and conversion are answered as `sumRollup` does.
 *  @throws invalid_input the filters take reading too many documents */
export async function rankProducts(
  ctx: Ctx,
  window: Window,
  asked: Ranking,
): Promise<ReadonlyMap<string, RankedProducts>> {
  if (window.stores.length === 0) return new Map();
  if (!isStored(window)) return rankSummed(ctx, window, asked);
  const rows = await ctx.db.dialect.query(ctx.db.reader, statements[asked.order], {
    ...soldArguments(window, window.range, ctx.now()),
    most: asked.most ?? everything,
  });
  const ranked = new Map<string, RankedProducts>();
  for (const { is_total, currency, products, ...row } of rows) {
    if (is_total === 0) continue;
    const own = rows.filter((each) => each.currency === currency && each.is_total === 0);
    const kept = own.map((each) => ({ productId: each.product_id, sums: figuresOf(each) }));
    const total = figuresOf(row);
    ranked.set(currency, { rows: unknownLast(kept), others: othersOf(kept, { products, total }), total });
  }
  return ranked;
}

/** The rollups by product answer it: neither filters nor conversion take the days or the documents one by one. */
function isStored({ filters, convertTo }: Window): boolean {
  return Object.keys(filters).length === 0 && convertTo === null;
}

const grossOfProducts = statement({
  params: { ...soldParams, product_ids: ['text'] },
  returns: { product_id: 'text', currency: 'text', gross_e4: 'bigint' },
  sql: (q) => `WITH ${soldRows(q, { keys: ['product_id', 'currency'], figures: ['lines', 'gross_e4'] }, ofProducts(q))}
    SELECT product_id, currency, ${q.sumBig('gross_e4')} AS gross_e4 FROM r GROUP BY product_id, currency HAVING sum(lines) <> 0`,
});

const ofAllLines = ['gross_e4', 'discount_e4'] as const;

const sumsOfLines = statement({
  params: soldParams,
  returns: { currency: 'text', gross_e4: 'bigint', discount_e4: 'bigint' },
  sql: (q) => `WITH ${soldRows(q, { keys: ['currency'], figures: ofAllLines })}
    SELECT currency, ${ofAllLines.map((column) => `${q.sumBig(column)} AS ${column}`).join(', ')} FROM r GROUP BY currency`,
});

/** What some products brought, and all lines together: for those that are compared, without ranking all that were sold then.
 *  Where rollups do not answer at once, all are read as `rankProducts` does, ordered by gross. */
export async function productsBefore(
  ctx: Ctx,
  window: Window,
  productIds: ReadonlySet<string>,
): Promise<ReadonlyMap<string, RankedProducts>> {
  if (window.stores.length === 0) return new Map();
  if (!isStored(window)) return rankSummed(ctx, window, { most: null, order: 'gross' });
  const asked = soldArguments(window, window.range, ctx.now());
  const { dialect, reader } = ctx.db;
  const [found, lines] = await Promise.all([
    dialect.query(reader, grossOfProducts, { ...asked, product_ids: [...productIds] }),
    dialect.query(reader, sumsOfLines, asked),
  ]);
  return new Map(
    lines.map(({ currency, ...total }) => {
      const own = found.filter((row) => row.currency === currency);
      const rows = own.map(({ product_id, gross_e4 }) => ({ productId: product_id, sums: { gross_e4 } }));
      return [currency, { rows, others: null, total }];
    }),
  );
}

type FigureRow = Readonly<Record<(typeof figures)[number], number | bigint>>;

function figuresOf(row: FigureRow): Sums {
  return Object.fromEntries(figures.map((column) => [column, row[column]]));
}

/** The order of the rows is that of the ranking, and a line without a product has no place in it. */
function unknownLast(rows: RankedProducts['rows']): RankedProducts['rows'] {
  return [...rows.filter(({ productId }) => productId !== ''), ...rows.filter(({ productId }) => productId === '')];
}

function othersOf(
  kept: RankedProducts['rows'],
  { products, total }: { products: number; total: Sums },
): RankedProducts['others'] {
  if (products === kept.length) return null;
  return { products: products - kept.length, sums: kept.reduce((left, { sums: own }) => minus(left, own), total) };
}

function minus(whole: Sums, part: Sums): Sums {
  return plus(
    whole,
    Object.fromEntries(
      Object.entries(part).map(([name, value]) => [name, typeof value === 'bigint' ? -value : -value]),
    ),
  );
}

async function rankSummed(
  ctx: Ctx,
  window: Window,
  { most, order }: Ranking,
): Promise<ReadonlyMap<string, RankedProducts>> {
  const perCurrency = new Map<string, RankedProducts['rows']>();
  for (const row of await sumRollup(ctx, window, { rollup: 'productDayTotals', by: ['product_id'] })) {
    const currency = String(row['currency']);
    const rows = perCurrency.get(currency) ?? [];
    rows.push({ productId: String(row['product_id']), sums: figuresOf(row as FigureRow) });
    perCurrency.set(currency, rows);
  }
  const ranked = new Map<string, RankedProducts>();
  for (const [currency, rows] of perCurrency) {
    const [named, unnamed] = [rows.filter((row) => row.productId !== ''), rows.filter((row) => row.productId === '')];
    named.sort((one, other) => {
      const [a, b] = [leadOf[order](one.sums), leadOf[order](other.sums)];
      return a === b ? (one.productId < other.productId ? -1 : 1) : a > b ? -1 : 1;
    });
    const kept = [...named.slice(0, most ?? named.length), ...unnamed];
    const total = rows.reduce<Sums>((sum, row) => plus(sum, row.sums), {});
    ranked.set(currency, { rows: kept, others: othersOf(kept, { products: rows.length, total }), total });
  }
  return ranked;
}
