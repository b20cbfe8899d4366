/** A page of a list by its number. */

import { DomainError } from '../../core/errors.ts';
import type { Ctx } from '../../db/index.ts';
import type { Key } from './cursor.ts';
import { branchSql, columnList, merged, named, orderList, returnsOf } from './page-sql.ts';
import type { Plan } from './plan.ts';
import { type ListRow, type Page, type PageRequest, pageOf, readPage } from './read-page.ts';
import { conditionSql, join, run, type Sql, sql } from './sql.ts';
import { columnOf, type ListCondition, type ListTable, type ListValue } from './table.ts';

/** How far a list can be paged to by number. */
const mostSkipped = 1_000_000;
/** The same where each row has to be looked through. */
const mostSkippedWalked = 20_000;
/** Comparisons of keys for a page of several alternatives, which are merged: one for each row and each halving of their number. */
const mostCompared = 500_000;
/** Rows in front of a page that are looked at for those that share the place of its first row. */
const lookBack = 100;

type NumberedRequest = Omit<PageRequest, 'start'>;

/** The page behind `skip` rows. Where rows are looked through, pages are those of the first stretch.
 *  @throws DomainError invalid_input: a page too far */
export async function readNumbered(ctx: Ctx, request: NumberedRequest, skip: number): Promise<Page> {
  const { plan, most } = request;
  if (skip === 0 || plan.branches.length === 0) return readPage(ctx, { ...request, start: { at: 'first' } });
  requireNear(request, skip);
  if (plan.mode === 'gathered') return readByNumber(ctx, request, gatheredIds(ctx, request, skip));
  if (plan.mode === 'walked') {
    const page = await readPage(ctx, { ...request, most: skip + most, start: { at: 'first' } });
    return pageOf(request, page.rows.slice(skip), { ...page, hasBefore: true });
  }
  const place = await placeAt(ctx, request, skip);
  if (place === null) return pageOf(request, [], { hasAfter: false, hasBefore: true, stoppedAt: null });
  if (place.ties === null) return readByNumber(ctx, request, orderedIds(ctx, request, skip));
  const { key, ties } = place;
  const page = await readPage(ctx, { ...request, most: ties + most, start: { at: 'key', key } });
  return pageOf(request, page.rows.slice(ties), page);
}

function requireNear({ table, plan }: NumberedRequest, skip: number): void {
  const [first = table.id] = plan.order;
  const isSplit = plan.mode === 'served' && columnOf(table, first).isNullable;
  if (skip <= mostSkippedOf(plan) && !isSplit) return;
  const errors = [{ path: 'page', message: 'is too far' }];
  throw new DomainError('invalid_input', { errors }, 'This page is too far: jump to a value, or use a filter.');
}

function mostSkippedOf({ mode, branches }: Plan): number {
  if (mode === 'walked') return mostSkippedWalked;
  const halvings = mode === 'served' ? Math.ceil(Math.log2(branches.length)) : 0;
  return halvings === 0 ? mostSkipped : mostCompared / halvings;
}

/** What the row behind `skip` others is ordered by, and how many of these have the same; null: the list ends before. Only what the
 *  index holds is asked for: PostgreSQL would fetch each row that is passed for its id (500,000 receipts by their number: 4 s).
 *  `ties` is null where they are more than are looked at. */
async function placeAt(
  ctx: Ctx,
  request: NumberedRequest,
  skip: number,
): Promise<{ key: Key; ties: number | null } | null> {
  const { table, plan } = request;
  const names = indexedOrder(table, plan);
  const isExact = names.includes(table.id);
  const from = isExact ? skip : Math.max(skip - lookBack, 0);
  const selected = columnList(table, names);
  const stretch = orderedStretch(ctx, request, { names, selected, skip: from, most: skip - from + 1 });
  const found = await run(ctx, stretch, returnsOf(table, names));
  const keys = found.map((row) => named(table, names, row)).map((row) => names.map((name) => row[name] as ListValue));
  const key = keys[skip - from];
  if (key === undefined) return null;
  const before = keys.slice(0, skip - from).reverse();
  const other = before.findIndex((each) => !isSameKey(each, key));
  if (other >= 0) return { key, ties: other };
  return { key, ties: from === 0 || isExact ? before.length : null };
}

/** The order as far as the indexes have it: all but the id, unless that is in each of them. */
function indexedOrder(table: ListTable, { order, branches }: Plan): readonly string[] {
  const holdsId = branches.every(({ index }) => index?.columns.includes(table.id));
  return holdsId ? order : order.filter((name) => name !== table.id);
}

function isSameKey(a: Key, b: Key): boolean {
  return a.every((value, place) => value?.valueOf() === b[place]?.valueOf());
}

/** The rows behind `skip` others. Several alternatives are merged as their indexes have them in order: SQLite does so where they stand
 *  side by side in one compound without limits of their own, and would sort them otherwise (500,000 receipts of two companies: 89 ms
 *  instead of 469); PostgreSQL only where each has a limit. */
function orderedStretch(
  ctx: Ctx,
  request: NumberedRequest,
  { names, selected, skip, most }: { names: readonly string[]; selected: string; skip: number; most: number },
): Sql {
  const { table, plan } = request;
  const ordered = orderList(table, names, plan.direction);
  const isOne = plan.branches.length === 1;
  const columns = isOne ? selected : columnList(table, names);
  const parts = plan.branches.map((branch) => branchSql(ctx, request, { branch, selected: columns, inside: [] }));
  const tail = sql`ORDER BY ${ordered} LIMIT ${most} OFFSET ${skip}`;
  if (isOne) return sql`${parts[0] ?? []} ${tail}`;
  if (ctx.db.provider === 'sqlite')
    return sql`SELECT ${selected} FROM (${join(parts, ' UNION ALL ')} ${tail}) k ORDER BY ${ordered}`;
  return sql`SELECT ${selected} FROM (${merged(parts, { selected: columns, ordered, most: skip + most })}) k ${tail}`;
}

function orderedIds(ctx: Ctx, request: NumberedRequest, skip: number): Sql {
  const { table, plan, most } = request;
  const selected = `${columnOf(table, table.id).sql} AS id`;
  return orderedStretch(ctx, request, { names: plan.order, selected, skip, most: most + 1 });
}

function gatheredIds(ctx: Ctx, request: NumberedRequest, skip: number): Sql {
  const { table, plan, most } = request;
  const [first = table.id] = plan.order;
  const selected = columnList(table, plan.order);
  const parts = plan.branches.map((branch) => branchSql(ctx, request, { branch, selected, inside: [] }));
  return sql`WITH gathered AS MATERIALIZED (${join(parts, ' UNION ALL ')})
    SELECT ${columnOf(table, table.id).sql} AS id FROM gathered
    ORDER BY ${columnOf(table, first).sql} IS NULL, ${orderList(table, plan.order, plan.direction)} LIMIT ${most + 1} OFFSET ${skip}`;
}

/** The rows of a page by their ids, which the statement gives in their order, with one more where more follow. */
async function readByNumber(ctx: Ctx, request: NumberedRequest, idsSql: Sql): Promise<Page> {
  const { table, plan, columns, most } = request;
  const found = await run(ctx, idsSql, { id: columnOf(table, table.id).scalar });
  const ids = found.map(({ id }) => id as ListValue);
  const names = [...new Set([...columns, ...plan.order, table.id])];
  const among: ListCondition = { is: 'among', column: table.id, values: ids.slice(0, most) };
  const where = conditionSql(table, among, { provider: ctx.db.provider, isGuarded: false });
  const read = sql`SELECT ${columnList(table, names)} FROM ${table.name} WHERE ${where}`;
  const rows = await run(ctx, read, returnsOf(table, names));
  const byId = new Map<unknown, ListRow>(
    rows.map((row) => [row[columnOf(table, table.id).sql], named(table, names, row)]),
  );
  const shown = ids
    .slice(0, most)
    .map((id) => byId.get(id))
    .filter((row) => row !== undefined);
  return pageOf(request, shown, { hasAfter: ids.length > most, hasBefore: true, stoppedAt: null });
}
