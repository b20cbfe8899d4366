/** Composing totals over all stores of a company from the stores' own rows, for days and months that are over, so that a question
 *  about a company of many stores reads one row where it read one for each store. Nothing of it is written with the documents.
 *
 *  A mark says that the rows of a period are whole; whoever books a document into the period deletes the mark in the same
 *  transaction (`reopen-periods.ts`). SQLite has one writer at a time, so nothing more is needed. On PostgreSQL transactions run
 *  beside each other: the mark is written first, as begun, and what was under way at that moment is waited for. Who writes
 *  later sees the mark when it deletes it (which it does after its first write, and so is known to be under way), and the row
 *  is locked while the period is composed: either the document is counted in, or the mark goes. */
import { setTimeout as delay } from 'node:timers/promises';
import { addDays } from '../../core/business-day.ts';
import { type Ctx, type Database, inRawTransaction, lookUp, type Statement, statement } from '../../db/index.ts';
import { authorize } from '../tenancy/index.ts';
import { type CompanyRollup, companyRollups } from './company-rollups.ts';
import { packPeriod } from './pack-period.ts';

/** A day is left alone until tills have had this many days to deliver it. */
const openDays = 2;
/** How long transactions that were under way are waited for; then the next round tries again. */
const settlingMs = 10_000;
const settlingStepMs = 50;

/** Where all rows are those of one store, its own rows are as few. */
const companyAfter = statement({
  params: { place: 'int' },
  returns: { id: 'int' },
  sql: (q) => `SELECT c.id FROM companies c WHERE c.id > ${q.param('place')} AND c.deleted_at IS NULL
      AND (SELECT count(*) FROM stores s WHERE s.company_id = c.id) > 1 ORDER BY c.id LIMIT 1`,
});

const openPeriods = statement({
  params: { company_id: 'int', last_day: 'text', open_month: 'text', most: 'int' },
  returns: { period: 'text' },
  sql: (q) => {
    const days = (column: string) =>
      `SELECT ${column} AS period FROM store_day_totals WHERE company_id = ${q.param('company_id')} AND store_id = 0`;
    return `SELECT p.period FROM (${days('business_day')} AND business_day <= ${q.param('last_day')}
        UNION ${days('substr(business_day, 1, 7)')} AND business_day < ${q.param('open_month')}) AS p
      LEFT JOIN composed_periods m ON m.company_id = ${q.param('company_id')} AND m.period = p.period AND m.state = 'composed'
      WHERE m.period IS NULL ORDER BY p.period DESC LIMIT ${q.param('most')}`;
  },
});

const begin = statement({
  params: { company_id: 'int', periods: { period: 'text' } },
  sql: (q) => `INSERT INTO composed_periods (company_id, period, state)
    SELECT ${q.param('company_id')}, r.period, 'begun' FROM ${q.rows('periods', 'r')} WHERE true ORDER BY r.period
    ON CONFLICT (company_id, period) DO NOTHING`,
});

/** Transactions are numbered on PostgreSQL, when they write for the first time: those below this number may be under way. */
const nextTransaction = statement({
  params: {},
  returns: { number: 'bigint' },
  sql: (q) =>
    q.provider === 'sqlite'
      ? 'SELECT 0 AS number'
      : 'SELECT CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS bigint) AS number',
});

const oldestUnderWay = statement({
  params: {},
  returns: { number: 'bigint' },
  sql: (q) =>
    q.provider === 'sqlite'
      ? 'SELECT 0 AS number'
      : 'SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint) AS number',
});

const key = { company_id: 'int', period: 'text' } as const;

const lockMark = statement({
  params: key,
  returns: { state: 'text' },
  sql: (q) => `SELECT state FROM composed_periods
    WHERE company_id = ${q.param('company_id')} AND period = ${q.param('period')} AND state = 'begun' ${q.forUpdate}`,
});

const markComposed = statement({
  params: key,
  sql: (q) => `UPDATE composed_periods SET state = 'composed'
    WHERE company_id = ${q.param('company_id')} AND period = ${q.param('period')}`,
});

type OfPeriod = Statement<typeof key>;

/** What an earlier composing left. */
const clearing = ({ table, period }: CompanyRollup): OfPeriod =>
  statement({
    params: key,
    sql: (q) => `DELETE FROM ${table} WHERE company_id = ${q.param('company_id')} AND ${period} = ${q.param('period')}`,
  });

const adding = ({ table, of, period, keys }: CompanyRollup): OfPeriod =>
  statement({
    params: key,
    sql: (q) => {
      const isDay = period === 'business_day';
      const selected = ['t.company_id', isDay ? 't.business_day' : 'substr(t.business_day, 1, 7)'].concat(
        keys.map((name) => `t.${name}`),
      );
      const counts = of.counts.map((column) => `CAST(sum(t.${column}) AS integer)`);
      const sums = of.sums.map((column) => q.sumBig(`t.${column}`));
      const within = () =>
        isDay
          ? `t.business_day = ${q.param('period')}`
          : `t.business_day BETWEEN ${q.param('period')} || '-01' AND ${q.param('period')} || '-31'`;
      const ofStore = lookUp(q.provider, {
        table: of.table,
        alias: 't',
        where: `t.store_id = s.id AND ${within()}`,
      });
      return `INSERT INTO ${table} (${['company_id', period, ...keys, ...of.counts, ...of.sums].join(', ')})
        SELECT ${[...selected, ...counts, ...sums].join(', ')} FROM stores s ${ofStore}
        WHERE s.company_id = ${q.param('company_id')} GROUP BY ${selected.map((_, place) => place + 1).join(', ')}`;
    },
  });

const composing = Object.values(companyRollups).map((rollup) => ({
  isDay: rollup.period === 'business_day',
  statements: [clearing(rollup), adding(rollup)],
}));

/** The next company by number whose totals are worth composing; null: there is none further on.
 *  @throws forbidden the actor is none of the hub's staff */
export async function nextComposable(ctx: Ctx, place: number): Promise<number | null> {
  authorize(ctx, 'hub.see');
  const [found] = await ctx.db.dialect.query(ctx.db.reader, companyAfter, { place });
  return found?.id ?? null;
}

interface ComposeOptions {
  /** Periods of one call. */
  most?: number;
  /** Others get their turn between two periods. */
  pauseMs?: number;
  isStopping?(): boolean;
}

/** Composes periods of a company that are over, the latest first. Several processes may do it at once.
 *  @returns how many were composed
 *  @throws forbidden the actor is none of the hub's staff */
export async function composePeriods(
  ctx: Ctx,
  companyId: number,
  { most = 31, pauseMs = 100, isStopping = () => false }: ComposeOptions = {},
): Promise<number> {
  authorize(ctx, 'hub.see');
  const { db } = ctx;
  const lastDay = addDays(ctx.now().toISOString().slice(0, 10), -openDays);
  const found = await db.dialect.query(db.reader, openPeriods, {
    company_id: companyId,
    last_day: lastDay,
    open_month: addDays(lastDay, 1).slice(0, 7),
    most,
  });
  if (found.length === 0) return 0;
  await inRawTransaction(db, (tx) => db.dialect.execute(tx, begin, { company_id: companyId, periods: found }));
  if (!(await isSettled(db))) return 0;
  let composed = 0;
  for (const { period } of found) {
    if (isStopping()) break;
    if (composed > 0) await delay(pauseMs);
    if (await composePeriod(db, { company_id: companyId, period })) composed += 1;
  }
  return composed;
}

/** Waits for the transactions that were under way when the marks were written. */
async function isSettled({ dialect, reader }: Database): Promise<boolean> {
  const [next] = await dialect.query(reader, nextTransaction, {});
  const endsAt = performance.now() + settlingMs;
  for (;;) {
    const [oldest] = await dialect.query(reader, oldestUnderWay, {});
    if (oldest && next && oldest.number >= next.number) return true;
    if (performance.now() > endsAt) return false;
    await delay(settlingStepMs);
  }
}

/** @returns whether it was: not when somebody has booked into it since it was begun, or composed it already */
function composePeriod(db: Database, period: { company_id: number; period: string }): Promise<boolean> {
  const isDay = period.period.length === 10;
  return inRawTransaction(db, async (tx) => {
    const [mark] = await db.dialect.query(tx, lockMark, period);
    if (!mark) return false;
    for (const each of composing.filter((one) => one.isDay === isDay)) {
      for (const target of each.statements) await db.dialect.execute(tx, target, period);
    }
    await packPeriod({ dialect: db.dialect, client: tx }, period);
    await db.dialect.execute(tx, markComposed, period);
    return true;
  });
}
