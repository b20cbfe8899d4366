/** What customers bought: a year of all stores reads a dozen rows for each customer. */
import { type Ctx, type Statement, statement, type Words } from '../../server/db/index.ts';
import { type CompanyRollup, companyRollups, rollupOf } from '../../server/domain/sales/index.ts';
import { headSums } from '../engine/beside-lines.ts';
import { companyRollupFor, companyRowParams, type OwnConditions, wholeMonths } from '../engine/company-rows.ts';
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

interface Lead {
  sql: string;
  of(sums: Sums): bigint;
}

const leads: Readonly<Record<CustomerOrder, Lead>> = {
  net: { sql: 'gross_e4 - discount_e4 + surcharge_e4', of: netOf },
  receipts: { sql: 'documents', of: (sums) => BigInt(sums['documents'] ?? 0) },
};

const stored = { company_id: 'int', store_ids: ['int'], from: 'text', to: 'text', ...companyRowParams } as const;
const types = { documents: 'int', gross_e4: 'bigint', discount_e4: 'bigint', surcharge_e4: 'bigint' } as const;
const figures = Object.keys(types);
const summed = (q: Words) => figures.map((column) => `${q.sumBig(column)} AS ${column}`).join(', ');

const params = { ...stored, ...rankingParams } as const;

const ranking = (lead: string, company: CompanyRollup | null): Statement<typeof params, typeof rankingReturns> =>
  statement({
    params,
    returns: { ...rankingReturns, ...types },
    sql: (q) => `${storedRows(q, { rollup, company }, () => '')}
      ${rankingOf(q, { key, figures, lead, counted: 'documents' })}`,
  });

const someParams = { ...stored, customer_ids: ['text'] } as const;
const some = { id: 'text', currency: 'text', ...types } as const;

/** Months are kept by customer, who leads to their rows. Of single days all rows are read, which are fewer than customers times
 *  days: so the id is hidden from the planner there. */
const sumsOfSome = (company: CompanyRollup | null): Statement<typeof someParams, typeof some> =>
  statement({
    params: someParams,
    returns: some,
    sql: (q) => {
      const id = { composed: 't.customer_id', open: `t.customer_id || ''` };
      const own: OwnConditions = (side) => ` AND ${id[side]} IN ${q.list('customer_ids')}`;
      return `${storedRows(q, { rollup, company }, own)}
        SELECT ${key} AS id, currency, ${summed(q)} FROM r GROUP BY ${key}, currency`;
    },
  });

/** Of all stores together, and of some. */
const bothWays = <T>(of: (company: CompanyRollup | null) => T) => ({
  whole: of(companyRollups.customerTotals),
  part: of(null),
});

const rankings = {
  net: bothWays((company) => ranking(leads.net.sql, company)),
  receipts: bothWays((company) => ranking(leads.receipts.sql, company)),
};
const someSums = bothWays(sumsOfSome);

function argumentsOf({ company, stores, range }: Window) {
  return { company_id: company.id, store_ids: stores.map(({ id }) => id), ...range, ...wholeMonths(range) };
}

const wayOf = (window: Window) => (companyRollupFor(window, plan) ? 'whole' : 'part');

/** By currency. One query; filters and conversion are answered as `sumRollup` does.
 *  @throws invalid_input the filters take reading too many documents */
export async function rankCustomers(
  ctx: Ctx,
  window: Window,
  { most, order }: Ranking<CustomerOrder>,
): Promise<ReadonlyMap<string, Ranked>> {
  if (window.stores.length === 0) return new Map();
  if (!isStored(window)) return rankSummed(ctx, window, { most, order });
  const { dialect, reader } = ctx.db;
  const asked = { ...argumentsOf(window), ...rankingArguments(most) };
  return rankedOf(await dialect.query(reader, rankings[order][wayOf(window)], asked), figures);
}

/** What some customers bought, and everybody together: for those that are compared, without ranking all others. */
export async function customersBefore(
  ctx: Ctx,
  window: Window,
  customerIds: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Ranked>> {
  if (window.stores.length === 0) return new Map();
  if (!isStored(window)) return rankSummed(ctx, window, { most: null, order: 'net' });
  const { dialect, reader } = ctx.db;
  const [found, heads] = await Promise.all([
    dialect.query(reader, someSums[wayOf(window)], { ...argumentsOf(window), customer_ids: [...customerIds] }),
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
