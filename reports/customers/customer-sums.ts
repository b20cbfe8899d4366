/** What customers bought: of all stores from packed totals, of some stores from these stores' own rows. */
import { type Ctx, type Statement, statement, type Words } from '../../server/db/index.ts';
import { rollupOf } from '../../server/domain/sales/index.ts';
import { headSums } from '../engine/beside-lines.ts';
import { isPacked, type Lead, packedAmong, rankPacked } from '../engine/packed-ranking.ts';
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
} from '../engine/ranking.ts';
import { storedRows, sumRollup } from '../engine/sum-rollup.ts';
import type { Window } from '../engine/window.ts';
import { netOf, type Sums } from '../measures.ts';

/** By what customers are ranked. */
export type CustomerOrder = 'net' | 'receipts';

const key = 'customer_id';
const plan = { rollup: 'customerTotals', by: [key] } as const;
const rollup = rollupOf(plan.rollup);
const counted = 'documents';

interface CustomerLead {
  sql: string;
  packed: Lead;
  of(sums: Sums): bigint;
}

const leads: Readonly<Record<CustomerOrder, CustomerLead>> = {
  net: {
    sql: 'gross_e4 - discount_e4 + surcharge_e4',
    packed: { gross_e4: 1n, discount_e4: -1n, surcharge_e4: 1n },
    of: netOf,
  },
  receipts: { sql: 'documents', packed: { documents: 1n }, of: (sums) => BigInt(sums['documents'] ?? 0) },
};

const stored = { company_id: 'int', store_ids: ['int'], from: 'text', to: 'text' } as const;
const types = { documents: 'int', gross_e4: 'bigint', discount_e4: 'bigint', surcharge_e4: 'bigint' } as const;
const figures = Object.keys(types);
const summed = (q: Words) => figures.map((column) => `${q.sumBig(column)} AS ${column}`).join(', ');

const params = { ...stored, ...rankingParams } as const;

const ranking = (lead: string): Statement<typeof params, typeof rankingReturns> =>
  statement({
    params,
    returns: { ...rankingReturns, ...types },
    sql: (q) => `${storedRows(q, { rollup, company: null }, () => '')}
      ${rankingOf(q, { key, figures, lead, counted })}`,
  });

const rankings = { net: ranking(leads.net.sql), receipts: ranking(leads.receipts.sql) };

/** Of single days all rows are read, which are fewer than customers times days: so the id is hidden from the planner. */
const sumsOfSome = statement({
  params: { ...stored, customer_ids: ['text'] },
  returns: { id: 'text', currency: 'text', ...types },
  sql: (
    q,
  ) => `${storedRows(q, { rollup, company: null }, () => ` AND t.customer_id || '' IN ${q.list('customer_ids')}`)}
    SELECT ${key} AS id, currency, ${summed(q)} FROM r GROUP BY ${key}, currency`,
});

function argumentsOf({ company, stores, range }: Window) {
  return { company_id: company.id, store_ids: stores.map(({ id }) => id), ...range };
}

/** By currency. One query; filters and conversion are answered as `sumRollup` does.
 *  @throws invalid_input the filters take reading too many documents */
export async function rankCustomers(
  ctx: Ctx,
  window: Window,
  { most, order }: Ranking<CustomerOrder>,
): Promise<ReadonlyMap<string, Ranked>> {
  if (window.stores.length === 0) return new Map();
  if (!isStored(window)) return rankSummed(ctx, window, { most, order });
  if (isPacked(window)) {
    return rankPacked(ctx, window, { subject: 'customer', lead: leads[order].packed, counted, most });
  }
  const { dialect, reader } = ctx.db;
  const asked = { ...argumentsOf(window), ...rankingArguments(most) };
  return rankedOf(await dialect.query(reader, rankings[order], asked), figures);
}

/** What some customers bought, and everybody together: for those that are compared, without ranking all others. */
export async function customersBefore(
  ctx: Ctx,
  window: Window,
  customerIds: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Ranked>> {
  if (window.stores.length === 0) return new Map();
  if (!isStored(window)) return rankSummed(ctx, window, { most: null, order: 'net' });
  if (isPacked(window)) return packedAmong(ctx, window, { subject: 'customer', ids: customerIds, counted });
  const { dialect, reader } = ctx.db;
  const [found, heads] = await Promise.all([
    dialect.query(reader, sumsOfSome, { ...argumentsOf(window), customer_ids: [...customerIds] }),
    headSums(ctx, window),
  ]);
  return foundAmong(found, heads ?? [], figures);
}

async function rankSummed(
  ctx: Ctx,
  window: Window,
  { most, order }: Ranking<CustomerOrder>,
): Promise<ReadonlyMap<string, Ranked>> {
  return rankedPlainly(await sumRollup(ctx, window, plan), { key, figures, leadOf: leads[order].of, most });
}
