/** Proving a small part of the hub while it serves: one business day of one store, chosen at random, recomputed with the
 *  verification's own statements. What a nightly `gate verify` would find is known within hours. */

import { setTimeout as delay } from 'node:timers/promises';
import { addDays, daysBetween } from '../../core/business-day.ts';
import { type Columns, type Ctx, inTransaction, type Statement, statement } from '../../db/index.ts';
import { authorize } from '../tenancy/index.ts';
import { readDifference, reportedPerKind, type SumCheck } from './compare.ts';
import { type Difference, readNames, tell } from './difference.ts';
import { rollupChecks } from './rollup-checks.ts';

export interface WindowResult {
  storeId: number;
  businessDay: string;
  documents: number;
  /** At most `reportedPerKind` of a kind. */
  differences: Difference[];
}

/** Documents of a day that are recomputed at most; fuller days are left to `gate verify`. */
const mostDocuments = 5000;
/** Others get their turn between two statements. */
const pauseMs = 50;
/** Where the last difference is noted. */
const stateKey = 'difference:rollup';

const days = statement({
  params: { place: 'int' },
  returns: { store_id: 'int', first_day: 'text?', last_day: 'text?' },
  sql: (q) => `SELECT s.id AS store_id,
      (SELECT business_day FROM transactions t WHERE t.store_id = s.id ORDER BY business_day, id LIMIT 1) AS first_day,
      (SELECT business_day FROM transactions t WHERE t.store_id = s.id ORDER BY business_day DESC, id DESC LIMIT 1) AS last_day
    FROM (SELECT id FROM stores WHERE id >= ${q.param('place')} ORDER BY id LIMIT 1) AS s`,
});

const lastStore = statement({
  params: {},
  returns: { id: 'int?' },
  sql: () => 'SELECT max(id) AS id FROM stores',
});

const countDocuments = statement({
  params: { store: 'int', day: 'text', most: 'int' },
  returns: { documents: 'int' },
  sql: (q) => `SELECT count(*) AS documents FROM (SELECT 1 FROM transactions WHERE store_id = ${q.param('store')}
      AND business_day = ${q.param('day')} LIMIT ${q.param('most')}) AS d`,
});

/** Rollups by day. A month of products is compared with its days by `gate verify` alone. */
const checks = rollupChecks.filter(({ keys }) => 'business_day' in keys);
const statements = new Map(checks.map((check) => [check, comparison(check)]));

/** Sections that a check reads without their documents. Lines are gathered only where they are grouped: who counts the lines of each
 *  document looks them up by key, which a gathered table has not. */
function sectionsOf({ kind }: SumCheck): string[] {
  const lines = kind === 'rollup.cashier' || kind === 'rollup.basket' ? ['transaction_lines'] : [];
  return ['transaction_discounts', 'transaction_loyalties', ...lines];
}

/** The verification's comparison over one day of one store: its documents, and the sections that the checks read without them,
 *  stand under the tables' own names. */
function comparison(check: SumCheck): Statement<{ store: 'int'; day: 'text' }, Columns> {
  const keys = Object.keys(check.keys).join(', ');
  const list = (write: (value: string) => string) => check.values.map(write).join(', ');
  const sides = check.values.flatMap((value) => [`e_${value}`, `f_${value}`]);
  return statement({
    params: { store: 'int', day: 'text' },
    returns: { ...check.keys, ...Object.fromEntries(sides.map((side) => [side, 'bigint'] as const)) } as Columns,
    sql: (q) => {
      // SQLite takes the bare name for the one that is being defined.
      const own = (table: string) => (q.provider === 'sqlite' ? `main.${table}` : table);
      // Found by the documents' keys, whatever the planner thinks of the tables.
      const section = (table: string) =>
        `${table} AS MATERIALIZED (SELECT x.* FROM transactions w CROSS JOIN ${
          q.provider === 'sqlite'
            ? `${own(table)} x ON x.transaction_id = w.id`
            : `LATERAL (SELECT * FROM ${table} y WHERE y.transaction_id = w.id OFFSET 0) AS x`
        })`;
      const within = () => `store_id = ${q.param('store')} AND business_day = ${q.param('day')}`;
      const sum = (column: string) => `coalesce(${q.sumBig(column)}, 0)`;
      return `WITH transactions AS MATERIALIZED (SELECT * FROM ${own('transactions')} WHERE ${within()}),
          ${sectionsOf(check).map(section).join(', ')}
        SELECT ${keys}, ${sides.map((side) => `${sum(side)} AS ${side}`).join(', ')}
        FROM (SELECT ${keys}, ${list((value) => `${value} AS e_${value}, 0 AS f_${value}`)} FROM (${check.expected(q)}) AS e
              WHERE store_id <> 0
              UNION ALL
              SELECT ${keys}, ${list((value) => `0 AS e_${value}, ${value} AS f_${value}`)} FROM ${check.stored} AS f
              WHERE ${within()}) AS sides
        GROUP BY ${keys}
        HAVING ${check.values.map((value) => `${sum(`e_${value}`)} <> ${sum(`f_${value}`)}`).join(' OR ')}
        ORDER BY ${keys} LIMIT ${reportedPerKind + 1}`;
    },
  });
}

/** Recomputes every rollup of a day of a store. Changes nothing but the note of a difference.
 *  @param chosen without it a random one
 *  @returns null when there is nothing to check: no sales yet, or a day that is too full
 *  @throws forbidden the actor is none of the hub's staff */
export async function checkWindow(
  ctx: Ctx,
  chosen?: { storeId: number; businessDay: string },
): Promise<WindowResult | null> {
  authorize(ctx, 'hub.see');
  const { storeId, businessDay } = chosen ?? (await randomWindow(ctx)) ?? {};
  if (storeId === undefined || businessDay === undefined) return null;
  const { dialect, reader } = ctx.db;
  const window = { store: storeId, day: businessDay };
  const [count] = await dialect.query(reader, countDocuments, { ...window, most: mostDocuments + 1 });
  const documents = count?.documents ?? 0;
  if (documents > mostDocuments) return null;
  const differences: Difference[] = [];
  for (const [check, compare] of statements) {
    const rows = await dialect.query(reader, compare, window);
    if (rows.length > 0) {
      const names = await readNames(dialect, reader);
      for (const row of rows) {
        const { key, expected, found } = readDifference(check, row);
        differences.push({
          kind: check.kind,
          key: tell(key, names),
          expected: tell(expected, names),
          found: tell(found, names),
        });
      }
    }
    await delay(pauseMs);
  }
  if (differences.length > 0) await note(ctx, { storeId, businessDay, differences });
  return { storeId, businessDay, documents, differences };
}

/** A store, and one of the days between its first and its last sale. Being deleted or closed changes nothing about its figures. */
async function randomWindow(ctx: Ctx): Promise<{ storeId: number; businessDay: string } | null> {
  const { dialect, reader } = ctx.db;
  const [last] = await dialect.query(reader, lastStore, {});
  if (last?.id === null || last?.id === undefined) return null;
  const place = 1 + Math.floor(Math.random() * last.id);
  const [found] = await dialect.query(reader, days, { place });
  if (!found || found.first_day === null || found.last_day === null) return null;
  const span = daysBetween(found.first_day, found.last_day) + 1;
  return {
    storeId: found.store_id,
    businessDay: addDays(found.first_day, Math.floor(Math.random() * span)),
  };
}

async function note(ctx: Ctx, found: Omit<WindowResult, 'documents'>): Promise<void> {
  const { storeId, businessDay, differences } = found;
  const kinds = [...new Set(differences.map(({ kind }) => kind))];
  const at = ctx.now();
  const row = { value: JSON.stringify({ at, storeId, businessDay, kinds }), updatedAt: at };
  await inTransaction(ctx, (tx) =>
    tx.hubState.upsert({ where: { key: stateKey }, create: { key: stateKey, ...row }, update: row }),
  );
}
