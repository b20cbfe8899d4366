/** What the receipts of a list come to: all of each receipt, and the part of it that a row of a report is made of. Read from rollups
 *  where these have it; else from the receipts themselves, as many as may be read at once. */
import { type Ctx, statement, type Words } from '../../server/db/index.ts';
import { type RollupName, rollupOf } from '../../server/domain/sales/index.ts';
import { currenciesInOrder } from '../engine/rollup-report.ts';
import { ofProducts, soldArguments, soldParams, soldRows } from '../engine/sold-rows.ts';
import { documentsIn, keyOfFilter, mostDocuments, type SumRow, sumRollup } from '../engine/sum-rollup.ts';
import { type MeasureName, plus, type Sums } from '../measures.ts';
import type { ReceiptKind } from './kinds.ts';
import type { NarrowingName } from './narrowing.ts';
import { kindParts, namedParts, type PartPlan } from './parts.ts';
import { rollupStatement, type Walk } from './walk-sql.ts';

/** Receipts that are looked at for sums without being asked for it. */
const mostUnasked = 10_000;

export interface WalkSums {
  perCurrency: readonly WalkSum[];
  /** Whole receipts, or a part, were not added up, as there are too many: unasked, or at all. */
  left: 'unasked' | 'too-many' | null;
}

export interface WalkSum {
  currency: string;
  /** Of whole receipts; null: they were not added up. */
  heads: Sums | null;
  parts: readonly { measures: readonly MeasureName[]; sums: Sums }[];
}

type PerCurrency = ReadonlyMap<string, Sums>;

interface Reading {
  walk: Walk;
  plans: readonly PartPlan[];
  /** People want sums although they take reading many receipts. */
  isAsked: boolean;
}

/** @param isAsked people want sums although they take reading many receipts */
export async function sumsOfWalk(ctx: Ctx, { window, ...rest }: Walk, isAsked: boolean): Promise<WalkSums> {
  if (window.stores.length === 0) return { perCurrency: [], left: null };
  const walk: Walk = { ...rest, window: { ...window, convertTo: null, conversion: null } };
  const { heads, parts, left } = await readSums(ctx, { walk, plans: partsOf(walk), isAsked });
  const met = [...new Set([heads, ...parts.map(({ sums }) => sums)].flatMap((sums) => [...(sums?.keys() ?? [])]))];
  return {
    perCurrency: currenciesInOrder(met, window.company.currency).map((currency) => ({
      currency,
      heads: heads?.get(currency) ?? null,
      parts: parts.flatMap(({ measures, sums }) => {
        const own = sums.get(currency);
        return own ? [{ measures, sums: own }] : [];
      }),
    })),
    left,
  };
}

/** From rollups where all is there, from the receipts themselves what is not. */
async function readSums(ctx: Ctx, { walk, plans, isAsked }: Reading) {
  const fromRollups = async (plan: PartPlan) => {
    const told = plan.rest ? null : await partFromRollups(ctx, walk, plan);
    return told && made(plan, told);
  };
  const [storedHeads, ...storedParts] = await Promise.all([headsFromRollups(ctx, walk), ...plans.map(fromRollups)]);
  const isMissing = [storedHeads, ...storedParts].some((one) => one === null);
  const candidates = isMissing ? await documentsIn(ctx, walk.window) : 0;
  const isRead = isMissing && candidates <= (isAsked ? mostDocuments : mostUnasked);
  const heads = storedHeads ?? (isRead ? await fromDocuments(ctx, walk, { rollup: 'dayTotals', keys: null }) : null);
  const parts: { measures: readonly MeasureName[]; sums: PerCurrency }[] = [];
  for (const [place, plan] of plans.entries()) {
    const sums = storedParts[place] ?? (isRead ? await partFromDocuments(ctx, walk, { plan, heads }) : null);
    if (sums) parts.push({ measures: plan.measures, sums });
  }
  const left = !isMissing || isRead ? null : candidates <= mostDocuments ? ('unasked' as const) : ('too-many' as const);
  return { heads, parts, left };
}

/** What a part is made of the sums of its rollup. */
function made({ of }: PartPlan, told: PerCurrency): PerCurrency {
  return of ? new Map([...told].map(([currency, sums]) => [currency, of(sums)])) : told;
}

/** The parts that the list is about: what rows lead here by, else the filters, else the kind. */
function partsOf({ shape: { filters, narrowing } }: Walk): PartPlan[] {
  const named = narrowing.flatMap(({ name }) => namedParts[name] ?? []);
  if (named.length > 0) return named;
  const filtered = filters.flatMap((name) => namedParts[name] ?? []);
  if (filtered.length > 0) return filtered;
  const kind = narrowing.find(({ name }) => name === 'kind')?.text as ReceiptKind | undefined;
  const ofKind = kind && kindParts[kind];
  return ofKind ? [ofKind] : [];
}

const isDays = (name: string) => name === 'weekday' || name === 'currency';

/** Sums of whole receipts, where a rollup has just what the list is narrowed by. */
async function headsFromRollups(ctx: Ctx, walk: Walk): Promise<PerCurrency | null> {
  const { filters, narrowing } = walk.shape;
  const others = narrowing.map(({ name }) => name).filter((name) => !isDays(name));
  if (others.length === 0 && filters.every((name) => name === 'terminal')) return stored(ctx, walk, 'dayTotals');
  if (others.length === 0 && filters.length === 1 && filters[0] === 'cashier')
    return stored(ctx, walk, 'cashierTotals');
  if (others.length === 1 && others[0] === 'hour' && filters.length === 0)
    return stored(ctx, walk, 'hourTotals', 'hour');
  return null;
}

/** Sums of a rollup over the days, currencies and values of a key that are meant. */
async function stored(ctx: Ctx, { window, shape, params }: Walk, rollup: RollupName, key?: NarrowingName) {
  const isByDay = shape.narrowing.some(({ name }) => name === 'weekday');
  const by = [...(isByDay ? ['business_day'] : []), ...(key ? [key] : [])];
  const rows = await sumRollup(ctx, window, { rollup, by });
  const isIn = (name: string, value: unknown) => (params[name] as readonly unknown[]).includes(value);
  const isMeant = (row: SumRow) => (!isByDay || isIn('weekday', row['business_day'])) && (!key || isIn(key, row[key]));
  return perCurrency(rows.filter(isMeant), walkCurrencies(shape, params));
}

function walkCurrencies({ narrowing }: Walk['shape'], params: Walk['params']): readonly string[] | null {
  return narrowing.some(({ name }) => name === 'currency') ? (params['currency'] as string[]) : null;
}

function perCurrency(rows: readonly SumRow[], currencies: readonly string[] | null): PerCurrency {
  const sums = new Map<string, Sums>();
  for (const { currency: named, ...row } of rows) {
    const currency = String(named);
    if (currencies && !currencies.includes(currency)) continue;
    const { business_day: _day, hour: _hour, ...figures } = row;
    sums.set(currency, plus(sums.get(currency) ?? {}, figures as Sums));
  }
  return sums;
}

/** Null: no rollup has the part by what the list is narrowed by. */
async function partFromRollups(ctx: Ctx, walk: Walk, plan: PartPlan): Promise<PerCurrency | null> {
  const { filters, narrowing } = walk.shape;
  const { name: key = 'kind' } = plan.keys ?? {};
  const others = narrowing.map(({ name }) => name).filter((name) => !isDays(name) && name !== key);
  const isByCashier = plan.rollup === 'dayTotals' && !plan.of && filters.includes('cashier');
  const rollup = isByCashier ? 'cashierTotals' : plan.rollup;
  const isAnswered = filters.every((name) => rollupOf(rollup).keys.includes(keyOfFilter[name]));
  if (others.length > 0 || !isAnswered) return null;
  if (plan.keys === null || key === 'department' || key === 'payment') return stored(ctx, walk, rollup);
  if (narrowing.some(({ name }) => name === 'weekday')) return null;
  if (key === 'product') return soldOf(ctx, walk);
  const columns = keyColumns[key] ?? [];
  const rows = await sumRollup(ctx, walk.window, { rollup, by: columns });
  const values = walk.params[key] as readonly (string | number)[];
  const meant = rows.filter((row) => isOfKey(key, row, values));
  const figures = meant.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => !columns.includes(name))),
  );
  return perCurrency(figures as SumRow[], walkCurrencies(walk.shape, walk.params));
}

const keyColumns: Readonly<Record<string, readonly string[]>> = {
  sub: ['main_group_id', 'sub_group_id'],
  vat: ['rate_basis_points'],
  campaign: ['code', 'discount_type_id'],
  discount: ['code', 'discount_type_id'],
};

/** As `keys` of the parts say it. */
function isOfKey(key: string, row: SumRow, values: readonly (string | number)[]): boolean {
  const has = (value: string | number | bigint | undefined) => values.some((one) => one === value);
  if (key === 'vat') return has(Number(row['rate_basis_points']));
  if (key === 'sub') return has(`${row['main_group_id']}:${row['sub_group_id']}`);
  if (key === 'campaign') return has(row['code']) || has(row['discount_type_id']);
  return row['code'] === '' && has(row['discount_type_id']);
}

const { counts, sums: amounts } = rollupOf('productDayTotals');

const soldProducts = statement({
  params: { ...soldParams, product_ids: ['text'] },
  returns: {
    currency: 'text',
    ...Object.fromEntries(counts.map((column) => [column, 'int' as const])),
    ...Object.fromEntries(amounts.map((column) => [column, 'bigint' as const])),
  } as const,
  sql: (q: Words) => {
    const columns = [...counts, ...amounts];
    return `WITH ${soldRows(q, { keys: ['currency'], figures: columns }, ofProducts(q))}
      SELECT currency, ${columns.map((column) => `${q.sumBig(column)} AS ${column}`).join(', ')} FROM r
      GROUP BY currency HAVING sum(lines) <> 0`;
  },
});

async function soldOf(ctx: Ctx, { window, shape, params }: Walk): Promise<PerCurrency> {
  const asked = { ...soldArguments(window, window.range, ctx.now()), product_ids: params['product'] as string[] };
  const rows = await ctx.db.dialect.query(ctx.db.reader, soldProducts, asked);
  return perCurrency(rows as SumRow[], walkCurrencies(shape, params));
}

async function fromDocuments(
  ctx: Ctx,
  { window, shape, params }: Walk,
  { rollup, keys }: Pick<PartPlan, 'rollup' | 'keys'>,
): Promise<PerCurrency> {
  const rows = await ctx.db.dialect.query(ctx.db.reader, rollupStatement(shape, rollupOf(rollup), keys), {
    ...params,
    until: window.range.to,
  });
  return perCurrency(rows as SumRow[], null);
}

async function partFromDocuments(
  ctx: Ctx,
  walk: Walk,
  { plan, heads }: { plan: PartPlan; heads: PerCurrency | null },
): Promise<PerCurrency> {
  const told = await fromDocuments(ctx, walk, plan);
  const { rest } = plan;
  if (!rest) return made(plan, told);
  return new Map([...(heads ?? [])].map(([currency, sums]) => [currency, rest(sums, told.get(currency) ?? {})]));
}
