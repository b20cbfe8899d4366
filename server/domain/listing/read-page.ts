/** A page of a list. */

import type { Ctx } from '../../db/index.ts';
import type { Cursor, Key } from './cursor.ts';
import { branchSql, columnList, hint, merged, named, orderList, returnsOf, shareOf, stretchSql } from './page-sql.ts';
import type { Plan } from './plan.ts';
import { allOf, conditionsSql, join, run, type Sql, sql, value } from './sql.ts';
import { columnOf, type ListTable, type ListValue } from './table.ts';

/** Index rows that a page looks through at most where no index answers the filters. PostgreSQL fetches each of them from the table:
 *  in the order in which rows were written that costs 2 µs, in another one 40 (8,000 of 1,000,000 receipts: 330 ms). */
export function walkBudget({ db }: Pick<Ctx, 'db'>, { table, plan }: Pick<PageRequest, 'table' | 'plan'>): number {
  const isAsWritten = plan.order[0] === table.id && columnOf(table, table.id).scalar === 'int';
  return db.provider === 'sqlite' || isAsWritten ? 8_000 : 2_500;
}

export type ListRow = Record<string, unknown>;

export type Start =
  | { at: 'first' | 'last' }
  | { at: 'cursor'; cursor: Cursor }
  /** The first row that has this value in the order, or lies behind it. */
  | { at: 'value'; value: ListValue }
  /** The first row with these values in the first columns of the order, or behind them; none of them is empty. */
  | { at: 'key'; key: Key };

export interface PageRequest {
  table: ListTable;
  plan: Plan;
  columns: readonly string[];
  most: number;
  start: Start;
  /** Index rows to look through, default `walkBudget`. */
  budget?: number;
}

export interface Page {
  rows: ListRow[];
  /** Whether further rows may follow, and come before. */
  hasAfter: boolean;
  hasBefore: boolean;
  /** Keys of the first and the last row; null: there is none. */
  first: Key | null;
  last: Key | null;
  /** The page ended here because enough had been looked through: further rows may lie beyond. */
  stoppedAt: Key | null;
  /** Whether it was looked through in the list's own direction. */
  stoppedForward: boolean;
}

/** Rows in which the order's first column holds a value, and those in which it is empty: the latter stand last. */
type Segment = 'filled' | 'empty' | 'all';

interface Reading {
  ctx: Ctx;
  request: PageRequest;
  /** Against the list's own direction. */
  isBackward: boolean;
}

export async function readPage(ctx: Ctx, request: PageRequest): Promise<Page> {
  const { plan, start, most } = request;
  if (plan.branches.length === 0) return pageOf(request, [], { hasAfter: false, hasBefore: false, stoppedAt: null });
  const isBackward = start.at === 'last' || (start.at === 'cursor' && start.cursor.side === 'before');
  const { rows, stoppedAt } = await readSegments({ ctx, request, isBackward });
  const isMore = rows.length > most || stoppedAt !== null;
  const shown = rows.slice(0, most);
  if (!isBackward) return pageOf(request, shown, { hasAfter: isMore, hasBefore: start.at !== 'first', stoppedAt });
  // Nearer to the beginning than a page: the first page is the one to show.
  if (!isMore && start.at === 'cursor') return readPage(ctx, { ...request, start: { at: 'first' } });
  return pageOf(request, shown.reverse(), {
    hasAfter: start.at !== 'last',
    hasBefore: isMore,
    stoppedAt,
    stoppedForward: false,
  });
}

/** A page of these rows, with the keys from which others go on. */
export function pageOf(
  { plan }: Pick<PageRequest, 'plan'>,
  rows: ListRow[],
  state: Pick<Page, 'hasAfter' | 'hasBefore' | 'stoppedAt'> & { stoppedForward?: boolean },
): Page {
  const keyOf = (row: ListRow | undefined) => (row ? plan.order.map((name) => row[name] as ListValue | null) : null);
  return { stoppedForward: true, ...state, rows, first: keyOf(rows[0]), last: keyOf(rows.at(-1)) };
}

async function readSegments(reading: Reading): Promise<{ rows: ListRow[]; stoppedAt: Key | null }> {
  const { request, isBackward } = reading;
  const { start, most } = request;
  const segments = segmentsOf(request);
  if (isBackward) segments.reverse();
  if (start.at === 'cursor' && segments.length > 1) {
    const own = start.cursor.key[0] === null ? 'empty' : 'filled';
    segments.splice(0, segments.indexOf(own));
  }
  const rows: ListRow[] = [];
  for (const [place, segment] of segments.entries()) {
    const bound = place === 0 ? boundOf(reading, segment) : [];
    const found = await readSegment(reading, { segment, bound, most: most + 1 - rows.length });
    rows.push(...found.rows);
    if (found.stoppedAt !== null || rows.length > most)
      return { rows, stoppedAt: rows.length > most ? null : found.stoppedAt };
  }
  return { rows, stoppedAt: null };
}

function segmentsOf({ table, plan }: PageRequest): Segment[] {
  return columnOf(table, plan.order[0] ?? table.id).isNullable ? ['filled', 'empty'] : ['all'];
}

/** Columns that order a segment. */
function keyColumns({ plan }: PageRequest, segment: Segment): readonly string[] {
  return segment === 'empty' ? plan.order.slice(1) : plan.order;
}

/** What begins behind the start. */
function boundOf(reading: Reading, segment: Segment): Sql[] {
  const { start } = reading.request;
  if (start.at === 'cursor') {
    const key = segment === 'empty' ? start.cursor.key.slice(1) : start.cursor.key;
    return [compare(reading, segment, { key, isIncluded: false, isBehind: true })];
  }
  if (start.at === 'key') return [compare(reading, segment, { key: start.key, isIncluded: true, isBehind: true })];
  if (start.at !== 'value' || segment === 'empty') return [];
  return [compare(reading, segment, { key: [start.value], isIncluded: true, isBehind: true })];
}

function compare(
  { request, isBackward }: Reading,
  segment: Segment,
  { key, isIncluded, isBehind }: { key: Key; isIncluded: boolean; isBehind: boolean },
): Sql {
  const columns = keyColumns(request, segment)
    .slice(0, key.length)
    .map((name) => columnOf(request.table, name));
  const isGreater = ((request.plan.direction === 'asc') !== isBackward) === isBehind;
  const operator = `${isGreater ? '>' : '<'}${isIncluded ? '=' : ''}`;
  const values = columns.map(({ scalar }, place): Sql => [value(scalar, key[place] ?? null)]);
  const names = columns.map(({ sql: name }) => name).join(', ');
  return columns.length === 1
    ? sql`${names} ${operator} ${values[0] ?? []}`
    : sql`(${names}) ${operator} (${join(values, ', ')})`;
}

async function readSegment(
  reading: Reading,
  { segment, bound, most }: { segment: Segment; bound: Sql[]; most: number },
): Promise<{ rows: ListRow[]; stoppedAt: Key | null }> {
  const { ctx, request } = reading;
  const { plan, table } = request;
  const ahead = [...bound, ...segmentSql(request, segment)];
  const share = shareOf(plan, request.budget ?? walkBudget(ctx, request));
  const horizon = plan.mode === 'walked' ? await readHorizon(reading, segment, { ahead, share }) : null;
  const upTo = horizon && { key: horizon, isIncluded: true, isBehind: false };
  const inside = upTo ? [compare(reading, segment, upTo)] : [];
  const ordered = orderSql(reading, segment);
  const names = [...new Set([...request.columns, ...plan.order, table.id])];
  const selected = columnList(table, names);
  const parts = plan.branches.map((branch) =>
    plan.mode === 'walked'
      ? stretchSql(ctx, request, { branch, selected, ahead, inside, ordered, most: share })
      : branchSql(ctx, request, { branch, selected, inside: ahead }),
  );
  const found = await run(
    ctx,
    plan.mode === 'gathered'
      ? sql`WITH gathered AS MATERIALIZED (${join(parts, ' UNION ALL ')})
          SELECT ${selected} FROM gathered ORDER BY ${ordered} LIMIT ${most}`
      : merged(parts, { selected, ordered, most }),
    returnsOf(table, names),
  );
  const rows = found.map((row) => named(table, names, row));
  if (horizon === null || rows.length >= most) return { rows, stoppedAt: null };
  return { rows, stoppedAt: segment === 'empty' ? [null, ...horizon] : horizon };
}

function segmentSql({ table, plan }: PageRequest, segment: Segment): Sql[] {
  const { sql: name } = columnOf(table, plan.order[0] ?? table.id);
  return segment === 'all' ? [] : [[`${name} IS ${segment === 'filled' ? 'NOT ' : ''}NULL`]];
}

function orderSql({ request, isBackward }: Reading, segment: Segment): string {
  const isAscending = (request.plan.direction === 'asc') !== isBackward;
  return orderList(request.table, keyColumns(request, segment), isAscending ? 'asc' : 'desc');
}

/** The key up to which everything may be looked through at once; null: up to the end. */
async function readHorizon(
  reading: Reading,
  segment: Segment,
  { ahead, share }: { ahead: readonly Sql[]; share: number },
): Promise<Key | null> {
  const { ctx, request } = reading;
  const { table, plan } = request;
  const names = keyColumns(request, segment);
  const selected = columnList(table, names);
  const ordered = orderSql(reading, segment);
  const parts = plan.branches.map((branch) => {
    const own = conditionsSql(table, branch.served, { provider: ctx.db.provider, isGuarded: false });
    return sql`SELECT ${selected} FROM ${table.name} ${hint(ctx, table, branch)} WHERE ${allOf([own, ...ahead])}
      ORDER BY ${ordered} LIMIT 1 OFFSET ${share - 1}`;
  });
  const apart = parts.map((part, place) => sql`SELECT ${selected} FROM (${part}) b${place}`);
  const [nearest] = await run(
    ctx,
    sql`SELECT ${selected} FROM (${join(apart, ' UNION ALL ')}) m ORDER BY ${ordered} LIMIT 1`,
    returnsOf(table, names),
  );
  if (!nearest) return null;
  const row = named(table, names, nearest);
  return names.map((name) => row[name] as ListValue);
}
