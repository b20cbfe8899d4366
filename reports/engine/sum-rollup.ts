/** Sums of a rollup by some of its keys, over the stores, days and filters of a window.
 *
 *  What the rollup's own keys can answer is read from its rows: as many as days × stores × keys, however many documents there were.
 *  Any other filter is answered from the documents by the very SELECT that fills the rollup, over those that the filters leave:
 *  exactly the same figures, and slower, so within a limit. */
import { DomainError } from '../../server/core/errors.ts';
import { type Ctx, type EngineWords, type Statement, statement, type Words } from '../../server/db/index.ts';
import { type CompanyRollup, type Rollup, type RollupName, rollupOf } from '../../server/domain/sales/index.ts';
import { companyRollupFor, companyRowParams, companyRows, type OwnConditions, wholeMonths } from './company-rows.ts';
import type { Conversion } from './conversion.ts';
import { type FilterName, filterNames, isWholeCompany, unknownKey, type Window } from './window.ts';

/** Documents that one report reads at most when rollups cannot answer it. */
export const mostDocuments = 200_000;

/** The key of a rollup that a filter is about. */
export const keyOfFilter: Readonly<Record<FilterName, string>> = {
  terminal: 'terminal_id',
  department: 'main_group_id',
  cashier: 'cashier_id',
  payment: 'payment_type',
};

const intKeys: ReadonlySet<string> = new Set([
  ...['store_id', 'terminal_id', 'hour', 'rate_basis_points', 'band', 'weekday'],
]);

/** Keys as they are stored; counts as numbers; sums in ten-thousandths. */
export type SumRow = Readonly<Record<string, string | number | bigint>>;

export interface SumPlan {
  rollup: RollupName;
  /** Keys of the rollup, or what follows from them: `weekday` of its days, `segment` of its customers. `currency` is always
   *  one of them. */
  by: readonly string[];
  /** Columns of the rollup that are wanted; by default all of them. */
  columns?: ReadonlySet<string>;
}

interface DerivedKey {
  sql(q: EngineWords): string;
  /** Tables that tell it, and the columns of `r` that lead to their rows: these are looked up once for each value, and not for
   *  each of its days. */
  join?: { sql: string; by: readonly string[] };
}

/** Id of a segment that the customer of a row `r` belongs to now, once for each; else `walk-in`, `nobody` where the document names no
 *  customer, `unknown` where it names one that the hub does not have, `none`. */
export const segmentOf = {
  sql: () => `CASE WHEN r.customer_id = '' THEN 'nobody' WHEN c.id IS NULL THEN 'unknown' WHEN c.is_walk_in THEN 'walk-in'
      ELSE coalesce(m.segment_id, 'none') END`,
  join: {
    by: ['company_id', 'customer_id'],
    sql: `LEFT JOIN customers c ON c.id = r.customer_id AND c.company_id = r.company_id
      LEFT JOIN (SELECT x.customer_id, x.segment_id FROM customer_segment_members x
        JOIN customer_segments s ON s.id = x.segment_id WHERE x.is_active AND x.deleted_at IS NULL AND s.deleted_at IS NULL
      ) m ON m.customer_id = c.id AND NOT c.is_walk_in`,
  },
} as const satisfies DerivedKey;

/** What can be said of rows `r` of a rollup besides its own keys. */
const derivedKeys: Readonly<Record<string, DerivedKey>> = {
  /** 1 Monday to 7 Sunday, of the business day. */
  weekday: {
    sql: (q) =>
      q.provider === 'postgresql'
        ? 'CAST(extract(isodow FROM CAST(r.business_day AS date)) AS integer)'
        : `(CAST(strftime('%w', r.business_day) AS integer) + 6) % 7 + 1`,
  },
  segment: segmentOf,
};

/** One row for each combination of the keys; in no order. Where the window converts, every row is in its currency.
 *  @throws invalid_input the filters take reading more documents than `mostDocuments`; a day lacks a rate */
export async function sumRollup(ctx: Ctx, window: Window, plan: SumPlan): Promise<SumRow[]> {
  if (window.stores.length === 0) return [];
  const { conversion } = window;
  if (window.convertTo === null || conversion === null) return readSums(ctx, window, plan);
  const rows = await readSums(ctx, window, { ...plan, by: [...new Set([...plan.by, 'business_day'])] });
  return convertRows(rows, plan, conversion);
}

/** BIGINT columns that are no money. */
const notMoney: ReadonlySet<string> = new Set(['quantity_e4', 'earned', 'redeemed']);

/** Rows of single days and currencies, added up in one currency. */
function convertRows(rows: readonly SumRow[], { rollup, by, columns }: SumPlan, conversion: Conversion): SumRow[] {
  const isWanted = (column: string) => columns === undefined || columns.has(column);
  const [counts, sums] = [rollupOf(rollup).counts.filter(isWanted), rollupOf(rollup).sums.filter(isWanted)];
  const added = new Map<string, Record<string, string | number | bigint>>();
  for (const row of rows) {
    const from = { currency: String(row['currency']), day: String(row['business_day']) };
    const key = by.map((name) => String(row[name])).join('\n');
    const sum: Record<string, string | number | bigint> = added.get(key) ?? {
      ...Object.fromEntries(by.map((name) => [name, row[name] as string | number])),
      currency: conversion.target,
    };
    for (const column of counts) sum[column] = Number(sum[column] ?? 0) + Number(row[column]);
    for (const column of sums) {
      const amount = BigInt(row[column] ?? 0);
      sum[column] = BigInt(sum[column] ?? 0) + (notMoney.has(column) ? amount : conversion.convert(amount, from));
    }
    added.set(key, sum);
  }
  conversion.check();
  return [...added.values()];
}

async function readSums(ctx: Ctx, window: Window, plan: SumPlan): Promise<SumRow[]> {
  const rollup = rollupOf(plan.rollup);
  const asked = filterNames.filter((name) => window.filters[name] !== undefined);
  const isStored = asked.every((name) => rollup.keys.includes(keyOfFilter[name]));
  if (!isStored) await checkLimit(ctx, window);
  const stored = isStored ? coarser(window, plan) : { rollup, storeIds: window.stores.map(({ id }) => id) };
  const company = isStored && stored.rollup === rollup ? companyRollupFor(window, plan) : null;
  const { by, columns } = plan;
  const target = statementFor({ rollup: stored.rollup, company, by, asked, isStored, columns });
  const { terminal = [], department = [], cashier = [], payment = [] } = window.filters;
  const rows = await ctx.db.dialect.query(ctx.db.reader, target, {
    company_id: window.company.id,
    store_ids: stored.storeIds,
    ...window.range,
    ...(company && wholeMonths(window.range)),
    ...(asked.includes('terminal') && { terminal: await terminalIds(ctx, window, terminal) }),
    ...(asked.includes('department') && { department: department.map(storedKey) }),
    ...(asked.includes('cashier') && { cashier: cashier.map(storedKey) }),
    ...(asked.includes('payment') && { payment }),
  });
  return rows as SumRow[];
}

/** Days without their terminals are kept by store and for the whole company as well: then a year is 365 rows. */
function coarser(window: Window, { rollup, by }: SumPlan): { rollup: Rollup; storeIds: number[] } {
  const { stores, filters } = window;
  const storeIds = stores.map(({ id }) => id);
  const byTerminal = by.includes('terminal_id') || filters.terminal !== undefined;
  if (rollup !== 'dayTotals' || byTerminal) return { rollup: rollupOf(rollup), storeIds };
  const isWhole = isWholeCompany(window) && !by.includes('store_id');
  return { rollup: rollupOf('storeDayTotals'), storeIds: isWhole ? [0] : storeIds };
}

const storedKey = (key: string) => (key === unknownKey ? '' : key);

/** @throws not_found one of them stands in none of the stores */
export async function terminalIds(ctx: Ctx, window: Window, uuids: readonly string[]): Promise<number[]> {
  const found = await ctx.db.reader.terminal.findMany({
    where: { uuid: { in: [...uuids] }, storeId: { in: window.stores.map(({ id }) => id) } },
    select: { id: true },
  });
  if (found.length < uuids.length) throw new DomainError('not_found', { terminal: uuids.join(',') });
  return found.map(({ id }) => id);
}

const countDocuments = statement({
  params: { company_id: 'int', store_ids: ['int'], from: 'text', to: 'text' },
  returns: { documents: 'int?' },
  sql: (q) => `SELECT ${q.sumBig('documents')} AS documents FROM day_totals
    WHERE company_id = ${q.param('company_id')} AND store_id IN ${q.list('store_ids')}
      AND business_day BETWEEN ${q.param('from')} AND ${q.param('to')}`,
});

/** How many documents the window's stores and days hold, cancelled ones included: from the rollup. */
export async function documentsIn(ctx: Ctx, window: Window): Promise<number> {
  const [row] = await ctx.db.dialect.query(ctx.db.reader, countDocuments, {
    company_id: window.company.id,
    store_ids: window.stores.map(({ id }) => id),
    ...window.range,
  });
  return row?.documents ?? 0;
}

async function checkLimit(ctx: Ctx, window: Window): Promise<void> {
  const documents = await documentsIn(ctx, window);
  if (documents <= mostDocuments) return;
  const message = `These filters take reading ${documents} receipts, and ${mostDocuments} is the limit: choose fewer days or stores, or fewer filters.`;
  throw new DomainError('invalid_input', { errors: [{ path: 'range', message }] }, message);
}

interface Shape {
  rollup: Rollup;
  /** Read it where it is composed. */
  company: CompanyRollup | null;
  by: readonly string[];
  asked: readonly FilterName[];
  isStored: boolean;
  columns: ReadonlySet<string> | undefined;
}

/** Each engine's text of a statement is made once, so statements are kept by what they are made of. */
const statements = new Map<string, Statement>();

function statementFor(shape: Shape): Statement {
  const { rollup, company, by, asked, isStored, columns } = shape;
  const name = [
    (company ?? rollup).table,
    by.join(' '),
    asked.join(' '),
    isStored,
    [...(columns ?? [])].sort().join(' '),
  ].join('|');
  const made = statements.get(name) ?? makeStatement(shape);
  statements.set(name, made);
  return made;
}

function makeStatement({ rollup, company, by, asked, isStored, columns }: Shape): Statement {
  const keys = [...new Set([...by, 'currency'])];
  const isWanted = (column: string) => columns === undefined || columns.has(column);
  const [counts, sums_] = [rollup.counts.filter(isWanted), rollup.sums.filter(isWanted)];
  const figures = [...counts, ...sums_];
  const returns = Object.fromEntries([
    ...keys.map((key) => [key, intKeys.has(key) ? 'int' : 'text']),
    ...counts.map((column) => [column, 'int']),
    ...sums_.map((column) => [column, 'bigint']),
  ]);
  const filterParams = Object.fromEntries(asked.map((name) => [name, [name === 'terminal' ? 'int' : 'text']]));
  return statement({
    params: {
      ...{ company_id: 'int', store_ids: ['int'], from: 'text', to: 'text' },
      ...(company && companyRowParams),
      ...filterParams,
    },
    returns,
    sql: (q) => {
      // Parameters are asked for in the order in which the text has them.
      const own = () => asked.map((name) => ` AND t.${keyOfFilter[name]} IN ${q.list(name)}`).join('');
      const from = isStored ? storedRows(q, { rollup, company }, own) : documentRows(q, rollup, asked);
      return `${from} ${summed(q, keys, figures)}`;
    },
  } as Statement);
}

/** The SELECT that adds up rows `r`. */
function summed(q: EngineWords, keys: readonly string[], figures: readonly string[]): string {
  const sums = figures.map((column) => `${q.sumBig(`r.${column}`)} AS ${column}`);
  const selected = keys.map((key) => `${derivedKeys[key]?.sql(q) ?? `r.${key}`} AS ${key}`);
  const grouped = keys.map((_, place) => place + 1).join(', ');
  const joins = keys.flatMap((key) => derivedKeys[key]?.join ?? []);
  if (joins.length === 0) return `SELECT ${[...selected, ...sums].join(', ')} FROM r GROUP BY ${grouped}`;
  const by = [...new Set([...keys.filter((key) => !derivedKeys[key]), ...joins.flatMap((join) => join.by)])];
  const own = by.map((key) => `r.${key}`);
  return `, summed AS MATERIALIZED (SELECT ${[...own, ...sums].join(', ')} FROM r GROUP BY ${own.join(', ')})
    SELECT ${[...selected, ...sums].join(', ')} FROM summed r ${joins.map((join) => join.sql).join(' ')} GROUP BY ${grouped}`;
}

const inWindow = (q: Words, alias: string) =>
  `${alias}.company_id = ${q.param('company_id')} AND ${alias}.store_id IN ${q.list('store_ids')}
    AND ${alias}.business_day BETWEEN ${q.param('from')} AND ${q.param('to')}`;

/** For WITH: `r`, the rows of a rollup over the window's stores and days. Where the key begins with the store and its days, an
 *  index by company would look up every row one by one, which SQLite has to be told. PostgreSQL counts rows by what it knows of the bare
 *  column: of an expression it believes that one row in two hundred is meant.
 *  @param own further conditions on rows `t`, as for `companyRows` */
export function storedRows(q: Words, { rollup, company }: Pick<Shape, 'rollup' | 'company'>, own: OwnConditions) {
  if (company) return companyRows(q, company, own);
  const { table, keys } = rollup;
  const isHidden = q.provider === 'sqlite' && keys[0] !== 'company_id';
  const within = isHidden ? inWindow(q, 't').replace('t.company_id', '+t.company_id') : inWindow(q, 't');
  return `WITH r AS (SELECT t.* FROM ${table} t WHERE ${within}${own()})`;
}

/** A filter on departments or payments leaves whole documents for figures of documents, and only its own lines and payments for
 *  figures of these: as the stored rows have it. */
function documentRows(q: Words, rollup: Rollup, asked: readonly FilterName[]): string {
  const has = (table: string, condition: string) =>
    `EXISTS (SELECT 1 FROM ${table} x WHERE x.transaction_id = t.id AND ${condition})`;
  const conditions: Record<FilterName, () => string> = {
    terminal: () => `t.terminal_id IN ${q.list('terminal')}`,
    cashier: () => `coalesce(t.cashier_id, '') IN ${q.list('cashier')}`,
    payment: () => has('transaction_payments', `NOT x.is_cancelled AND x.payment_type IN ${q.list('payment')}`),
    department: () =>
      `(${has('transaction_lines', `NOT x.is_cancelled AND NOT x.is_voided AND x.main_group_id IN ${q.list('department')}`)}
        OR ${has('transaction_departments', `x.main_group_id IN ${q.list('department')}`)})`,
  };
  const own = (table: string, alias: string): string => {
    if (table === 'transaction_payments') {
      return asked.includes('payment') ? ` AND ${alias}.payment_type IN ${q.list('payment')}` : '';
    }
    const isGrouped = table === 'transaction_lines' || table === 'transaction_departments';
    return isGrouped && asked.includes('department') ? ` AND ${alias}.main_group_id IN ${q.list('department')}` : '';
  };
  const children = (table: string, alias: string) =>
    `JOIN ${table} ${alias} ON ${alias}.transaction_id = d.id${own(table, alias)}`;
  const columns = [
    ...rollup.keys,
    ...(rollup.keys.includes('company_id') ? [] : ['company_id']),
    ...rollup.counts,
    ...rollup.sums,
  ];
  return `WITH d AS MATERIALIZED (SELECT t.* FROM transactions t
      WHERE ${[inWindow(q, 't'), ...asked.map((name) => conditions[name]())].join(' AND ')}),
    r (${columns.join(', ')}) AS (${rollup.select({ sum: (q as EngineWords).sumBig, children })})`;
}
