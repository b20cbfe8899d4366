/** What products sold: of all stores from packed totals, of some stores from these stores' own months and days. */
import { type Ctx, type Statement, statement } from '../../server/db/index.ts';
import type { Sums } from '../measures.ts';
import { isPacked, type Lead, packedAmong, rankPacked } from './packed-ranking.ts';
import {
  foundAmong,
  isStored,
  type Ranked,
  type Ranking,
  rankedOf,
  rankedPlainly,
  rankingArguments,
  rankingOf,
  rankingParams,
  rankingReturns,
} from './ranking.ts';
import { ofProducts, soldArguments, soldParams, soldRows } from './sold-rows.ts';
import { sumRollup } from './sum-rollup.ts';
import type { Window } from './window.ts';

/** By what products are ranked. */
export type ProductOrder = 'gross' | 'quantity' | 'margin';

interface ProductRanking extends Ranking<ProductOrder> {
  /** Nothing but lines, quantity and what the order is about: less is carried along while rows are sorted. */
  isBrief?: boolean;
}

type Figured = Omit<ProductRanking, 'most'>;

const key = 'product_id';
const counted = 'lines';
const types = {
  lines: 'int',
  quantity_e4: 'bigint',
  gross_e4: 'bigint',
  discount_e4: 'bigint',
  vat_e4: 'bigint',
  cost_e4: 'bigint',
  costed_e4: 'bigint',
} as const;

type Figure = keyof typeof types;

interface ProductLead {
  sql: string;
  packed: Lead;
  columns: readonly Figure[];
  of(sums: Sums): bigint;
}

const leads: Readonly<Record<ProductOrder, ProductLead>> = {
  gross: {
    sql: 'gross_e4',
    packed: { gross_e4: 1n },
    columns: ['gross_e4'],
    of: (sums) => BigInt(sums['gross_e4'] ?? 0),
  },
  quantity: {
    sql: 'quantity_e4',
    packed: { quantity_e4: 1n },
    columns: [],
    of: (sums) => BigInt(sums['quantity_e4'] ?? 0),
  },
  margin: {
    sql: 'costed_e4 - cost_e4',
    packed: { costed_e4: 1n, cost_e4: -1n },
    columns: ['cost_e4', 'costed_e4'],
    of: (sums) => BigInt(sums['costed_e4'] ?? 0) - BigInt(sums['cost_e4'] ?? 0),
  },
};

const all = Object.keys(types) as Figure[];

function figuresOf({ order, isBrief }: Figured): readonly Figure[] {
  return isBrief ? ['lines', 'quantity_e4', ...leads[order].columns] : all;
}

const params = { ...soldParams, ...rankingParams } as const;

function ranking(asked: Figured): Statement<typeof params, typeof rankingReturns> {
  const figures = figuresOf(asked);
  return statement({
    params,
    returns: { ...rankingReturns, ...Object.fromEntries(figures.map((column) => [column, types[column]])) },
    sql: (q) => `WITH ${soldRows(q, { keys: [key, 'currency'], figures })}
      ${rankingOf(q, { key, figures, lead: leads[asked.order].sql, counted })}`,
  });
}

const bothWays = (order: ProductOrder) => ({
  whole: ranking({ order }),
  brief: ranking({ order, isBrief: true }),
});

const rankings = { gross: bothWays('gross'), quantity: bothWays('quantity'), margin: bothWays('margin') } as const;

/** By currency. One query; filters and conversion are answered as `sumRollup` does.
 *  @throws invalid_input the filters take reading too many documents */
export async function rankProducts(
  ctx: Ctx,
  window: Window,
  asked: ProductRanking,
): Promise<ReadonlyMap<string, Ranked>> {
  if (window.stores.length === 0) return new Map();
  if (!isStored(window)) return rankSummed(ctx, window, asked);
  if (isPacked(window)) {
    const { most, order } = asked;
    return rankPacked(ctx, window, { subject: 'product', lead: leads[order].packed, counted, most });
  }
  const found = await ctx.db.dialect.query(ctx.db.reader, rankings[asked.order][asked.isBrief ? 'brief' : 'whole'], {
    ...soldArguments(window, window.range, ctx.now()),
    ...rankingArguments(asked.most),
  });
  return rankedOf(found, figuresOf(asked));
}

const grossOfProducts = statement({
  params: { ...soldParams, product_ids: ['text'] },
  returns: { id: 'text', currency: 'text', gross_e4: 'bigint' },
  sql: (q) => `WITH ${soldRows(q, { keys: [key, 'currency'], figures: ['lines', 'gross_e4'] }, ofProducts(q))}
    SELECT ${key} AS id, currency, ${q.sumBig('gross_e4')} AS gross_e4 FROM r GROUP BY ${key}, currency HAVING sum(lines) <> 0`,
});

const ofAllLines = ['gross_e4', 'discount_e4'] as const;

const sumsOfLines = statement({
  params: soldParams,
  returns: { currency: 'text', gross_e4: 'bigint', discount_e4: 'bigint' },
  sql: (q) => `WITH ${soldRows(q, { keys: ['currency'], figures: [counted, ...ofAllLines] })}
    SELECT currency, ${ofAllLines.map((column) => `${q.sumBig(column)} AS ${column}`).join(', ')} FROM r GROUP BY currency
    HAVING sum(${counted}) <> 0`,
});

/** What some products brought, and all lines together: for those that are compared, without ranking all that were sold then.
 *  Where rollups do not answer at once, all are read as `rankProducts` does, ordered by gross. */
export async function productsBefore(
  ctx: Ctx,
  window: Window,
  productIds: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Ranked>> {
  if (window.stores.length === 0) return new Map();
  if (!isStored(window)) return rankSummed(ctx, window, { most: null, order: 'gross' });
  if (isPacked(window)) return packedAmong(ctx, window, { subject: 'product', ids: productIds, counted });
  const asked = soldArguments(window, window.range, ctx.now());
  const { dialect, reader } = ctx.db;
  const [found, lines] = await Promise.all([
    dialect.query(reader, grossOfProducts, { ...asked, product_ids: [...productIds] }),
    dialect.query(reader, sumsOfLines, asked),
  ]);
  const totals = lines.map(({ currency, ...total }) => [currency, total] as const);
  return foundAmong(found, totals, ['gross_e4']);
}

async function rankSummed(ctx: Ctx, window: Window, asked: ProductRanking): Promise<ReadonlyMap<string, Ranked>> {
  const summed = await sumRollup(ctx, window, { rollup: 'productDayTotals', by: [key] });
  return rankedPlainly(summed, { key, figures: figuresOf(asked), leadOf: leads[asked.order].of, most: asked.most });
}
