/** Rankings of what customers bought. They are many: only those that are shown leave the database, the others as one sum. */
import { type Ctx, type Statement, statement, type Words } from '../../server/db/index.ts';
import { type CompanyRollup, companyRollups, rollupOf } from '../../server/domain/sales/index.ts';
import { headSums } from '../engine/beside-lines.ts';
import { companyRollupFor, companyRowParams, type OwnConditions, wholeMonths } from '../engine/company-rows.ts';
import { storedRows, sumRollup } from '../engine/sum-rollup.ts';
import type { Window } from '../engine/window.ts';
import { netOf, plus, type Sums } from '../measures.ts';

/** By what customers are ranked. */
export type CustomerOrder = 'net' | 'receipts';

interface Row {
  customerId: string;
  sums: Sums;
}

export interface RankedCustomers {
  /** The first ones by the order, then by id; who was not named is under the empty id, at the end. */
  rows: Row[];
  /** Those that were left out; null: none. */
  others: { customers: number; sums: Sums } | null;
  /** Of all receipts. */
  total: Sums;
}

interface Ranking {
  /** Customers wanted; null: all. */
  most: number | null;
  order: CustomerOrder;
}

const plan = { rollup: 'customerTotals', by: ['customer_id'] } as const;
const rollup = rollupOf(plan.rollup);

const leads: Readonly<Record<CustomerOrder, string>> = {
  net: 'gross_e4 - discount_e4 + surcharge_e4',
  receipts: 'documents',
};

const leadOf: Readonly<Record<CustomerOrder, (of: Sums) => bigint>> = {
  net: netOf,
  receipts: (of) => BigInt(of['documents'] ?? 0),
};

const stored = { company_id: 'int', store_ids: ['int'], from: 'text', to: 'text', ...companyRowParams } as const;
const sumTypes = { documents: 'int', gross_e4: 'bigint', discount_e4: 'bigint', surcharge_e4: 'bigint' } as const;
const figures = [
  'documents',
  'gross_e4',
  'discount_e4',
  'surcharge_e4',
] as const satisfies readonly (keyof typeof sumTypes)[];
const summed = (q: Words) => figures.map((column) => `${q.sumBig(column)} AS ${column}`).join(', ');

const rankingParams = { ...stored, most: 'int' } as const;
const ranked = { customer_id: 'text', currency: 'text', is_total: 'int', customers: 'int', ...sumTypes } as const;

/** First the customers wanted, then for each currency the sum of all. Places are given out among those that reach the last one shown:
 *  numbering everybody takes a third of the time. */
const ranking = (lead: string, company: CompanyRollup | null): Statement<typeof rankingParams, typeof ranked> =>
  statement({
    params: rankingParams,
    returns: ranked,
    sql: (q) => `${storedRows(q, { rollup, company }, () => '')},
      p AS MATERIALIZED (SELECT customer_id, currency, ${summed(q)} FROM r GROUP BY customer_id, currency),
      last_shown AS MATERIALIZED (SELECT c.currency, (SELECT ${lead} FROM p WHERE p.currency = c.currency AND customer_id <> ''
          ORDER BY ${lead} DESC LIMIT 1 OFFSET ${q.param('most')} - 1) AS figure FROM (SELECT DISTINCT currency FROM p) c),
      placed AS (SELECT p.*, row_number() OVER (PARTITION BY p.currency, CASE customer_id WHEN '' THEN 1 ELSE 0 END
          ORDER BY ${lead} DESC, customer_id) AS place FROM p JOIN last_shown ON last_shown.currency = p.currency
        WHERE customer_id = '' OR last_shown.figure IS NULL OR ${lead} >= last_shown.figure)
      SELECT customer_id, currency, 0 AS is_total, 1 AS customers, ${figures.join(', ')}, place FROM placed
        WHERE place <= ${q.param('most')}
      UNION ALL
      SELECT '', currency, 1, CAST(count(*) AS integer), ${summed(q)}, 0 FROM p GROUP BY currency
      ORDER BY is_total, place, customer_id`,
  });

const someParams = { ...stored, customer_ids: ['text'] } as const;
const some = { customer_id: 'text', currency: 'text', ...sumTypes } as const;

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
        SELECT customer_id, currency, ${summed(q)} FROM r GROUP BY customer_id, currency`;
    },
  });

/** Of all stores together, and of some. */
const bothWays = <T>(of: (company: CompanyRollup | null) => T) => ({
  whole: of(companyRollups.customerTotals),
  part: of(null),
});

const rankings = {
  net: bothWays((company) => ranking(leads.net, company)),
  receipts: bothWays((company) => ranking(leads.receipts, company)),
};
const someSums = bothWays(sumsOfSome);

/** Filters and conversion take reading documents, or days one by one. */
function isStored({ filters, convertTo }: Window): boolean {
  return Object.keys(filters).length === 0 && convertTo === null;
}

function argumentsOf({ company, stores, range }: Window) {
  return { company_id: company.id, store_ids: stores.map(({ id }) => id), ...range, ...wholeMonths(range) };
}

const wayOf = (window: Window) => (companyRollupFor(window, plan) ? 'whole' : 'part');

const everybody = 2_147_483_647;

/** By currency. One query; filters and conversion are answered as `sumRollup` does.
 *  @throws invalid_input the filters take reading too many documents */
export async function rankCustomers(
  ctx: Ctx,
  window: Window,
  { most, order }: Ranking,
): Promise<ReadonlyMap<string, RankedCustomers>> {
  if (window.stores.length === 0) return new Map();
  if (!isStored(window)) return rankSummed(ctx, window, { most, order });
  const { dialect, reader } = ctx.db;
  const asked = { ...argumentsOf(window), most: most ?? everybody };
  const all = await dialect.query(reader, rankings[order][wayOf(window)], asked);
  return new Map(
    all
      .filter(({ is_total }) => is_total === 1)
      .map((whole) => {
        const own = all.filter(({ is_total, currency }) => is_total === 0 && currency === whole.currency);
        const rows = own.map((row) => ({ customerId: row.customer_id, sums: sumsIn(row) }));
        return [whole.currency, made(rows, { customers: whole.customers, total: sumsIn(whole) })];
      }),
  );
}

/** What some customers bought, and everybody together: for those that are compared, without ranking all others. */
export async function customersBefore(
  ctx: Ctx,
  window: Window,
  customerIds: ReadonlySet<string>,
): Promise<ReadonlyMap<string, RankedCustomers>> {
  if (window.stores.length === 0) return new Map();
  if (!isStored(window)) return rankSummed(ctx, window, { most: null, order: 'net' });
  const { dialect, reader } = ctx.db;
  const [found, heads] = await Promise.all([
    dialect.query(reader, someSums[wayOf(window)], { ...argumentsOf(window), customer_ids: [...customerIds] }),
    headSums(ctx, window),
  ]);
  return new Map(
    [...(heads ?? [])].map(([currency, total]) => {
      const own = found.filter((row) => row.currency === currency);
      return [
        currency,
        { rows: own.map((row) => ({ customerId: row.customer_id, sums: sumsIn(row) })), others: null, total },
      ];
    }),
  );
}

type FigureRow = Readonly<Record<(typeof figures)[number], number | bigint>>;

function sumsIn(row: FigureRow): Sums {
  return Object.fromEntries(figures.map((column) => [column, row[column] ?? 0]));
}

const isNamed = ({ customerId }: Row) => customerId !== '';

/** Who is nobody by name has no place in the order. */
function made(rows: Row[], { customers, total }: { customers: number; total: Sums }): RankedCustomers {
  const inOrder = [...rows.filter(isNamed), ...rows.filter((row) => !isNamed(row))];
  if (customers === rows.length) return { rows: inOrder, others: null, total };
  const left = rows.reduce((rest, { sums: own }) => plus(rest, negative(own)), total);
  return { rows: inOrder, others: { customers: customers - rows.length, sums: left }, total };
}

function negative(sums: Sums): Sums {
  return Object.fromEntries(Object.entries(sums).map(([name, value]) => [name, -value]));
}

async function rankSummed(
  ctx: Ctx,
  window: Window,
  { most, order }: Ranking,
): Promise<ReadonlyMap<string, RankedCustomers>> {
  const perCurrency = new Map<string, Row[]>();
  for (const row of await sumRollup(ctx, window, plan)) {
    const currency = String(row['currency']);
    const one = { customerId: String(row['customer_id']), sums: sumsIn(row as unknown as FigureRow) };
    const rows = perCurrency.get(currency);
    if (rows) rows.push(one);
    else perCurrency.set(currency, [one]);
  }
  return new Map(
    [...perCurrency].map(([currency, rows]) => {
      const total = rows.reduce<Sums>((sum, row) => plus(sum, row.sums), {});
      const [named, nobody] = [rows.filter(isNamed), rows.filter((row) => !isNamed(row))];
      return [currency, made([...first(named, { most, order }), ...nobody], { customers: rows.length, total })];
    }),
  );
}

function first(rows: readonly Row[], { most, order }: Ranking): Row[] {
  return rows
    .toSorted((one, other) => {
      const [a, b] = [leadOf[order](one.sums), leadOf[order](other.sums)];
      return a === b ? (one.customerId < other.customerId ? -1 : 1) : a > b ? -1 : 1;
    })
    .slice(0, most ?? rows.length);
}
