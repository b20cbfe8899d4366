/** A list for a person: a page, how many rows there are, and by what it can be sorted. Who may see what is the scope of the
 *  query; the door that asks makes it. */

import { setImmediate as pause } from 'node:timers/promises';
import { DomainError } from '../../core/errors.ts';
import type { Ctx } from '../../db/index.ts';
import { countRows } from './count.ts';
import { otherPlace, readCursor, writeCursor } from './cursor.ts';
import { gatheredPlan } from './gather.ts';
import { readNumbered } from './numbered-page.ts';
import { branchesOf, emptyPlan, orderedPlan, type Plan } from './plan.ts';
import { type ListRow, type Page, readPage, type Start, walkBudget } from './read-page.ts';
import type { ListQuery, ListTable, ListValue } from './table.ts';

/** Where the page begins: `cursor` as an earlier answer gave it. */
export type ListStart =
  | { at: 'first' | 'last' }
  | { at: 'cursor'; cursor: string }
  | { at: 'value'; value: ListValue }
  | Numbered;

interface Numbered {
  at: 'row';
  skip: number;
}

export interface ListedPage {
  rows: ListRow[];
  /** Cursors of the neighbouring pages; null: there is none. */
  next: string | null;
  previous: string | null;
  /** Set when the list was looked through up to here and no further: the value of the order's column there, and how many rows. */
  stopped: { value: ListValue | null; rows: number } | null;
  isStart: boolean;
  isEnd: boolean;
  /** Capped at `countCap` + 1; null: not known, because too many rows would have to be looked through. */
  total: number | null;
  /** Any column may be sorted by, because the filters leave few rows. */
  isShort: boolean;
  /** Page numbers and jumps are offered. */
  isNumbered: boolean;
  canJump: boolean;
}

/** How a list is answered.
 *  @throws DomainError invalid_input: no index has the order, and there are too many rows to sort them */
export async function planList(ctx: Ctx, query: ListQuery): Promise<{ plan: Plan; isShort: boolean }> {
  if (branchesOf(query).length === 0) return { plan: emptyPlan(query), isShort: true };
  const ordered = orderedPlan(query);
  const gathered = await gatheredPlan(ctx, query);
  // What is short is sorted, where its pages then have numbers.
  const isPreferred = ordered?.mode === 'served' && !isNullable(query.table, ordered.order[0] ?? query.table.id);
  const plan = isPreferred ? ordered : (gathered ?? ordered);
  if (plan !== null) return { plan, isShort: gathered !== null };
  const errors = [{ path: 'sortBy', message: 'needs a filter that leaves fewer rows' }];
  throw new DomainError(
    'invalid_input',
    { errors },
    'No index has this order, and there are too many rows to sort them. Use a filter that leaves fewer.',
  );
}

/** Whether an index has this order, whatever the number of rows. */
export function hasIndexFor(query: ListQuery): boolean {
  return orderedPlan(query) !== null;
}

/** @throws DomainError invalid_input: an order that nothing serves, a cursor that nobody made, a page too far */
export async function listRows(
  ctx: Ctx,
  query: ListQuery,
  asked: {
    columns: readonly string[];
    most: number;
    start: ListStart;
    /** For programs: nothing is counted, and a cursor of another order is refused instead of beginning the list again. */
    isExact?: true;
  },
): Promise<ListedPage> {
  const { table, order } = query;
  const { plan, isShort } = await planList(ctx, query);
  const start = startOf(query, plan, asked);
  const request = { table, plan, columns: asked.columns, most: asked.most };
  const page =
    start.at === 'row' ? await readNumbered(ctx, request, start.skip) : await readPage(ctx, { ...request, start });
  const place = { table, order, columns: plan.order };
  const isWhole = start.at === 'first' && !page.hasAfter;
  const [isFirst = order.column] = plan.order;
  const stopped = page.stoppedAt;
  return {
    rows: page.rows,
    next: nextOf(page, (key) => writeCursor(place, { side: 'after', key })),
    previous: previousOf(page, (key) => writeCursor(place, { side: 'before', key })),
    stopped: stopped === null ? null : { value: stopped[0] ?? null, rows: walkBudget(ctx, { table, plan }) },
    isStart: !page.hasBefore,
    isEnd: !page.hasAfter,
    total: isWhole ? page.rows.length : asked.isExact || stopped !== null ? null : await totalOf(ctx, table, plan),
    isShort,
    isNumbered: plan.mode === 'gathered' || (plan.mode === 'served' && !isNullable(table, isFirst)),
    canJump: isFirst === order.column,
  };
}

async function totalOf(ctx: Ctx, table: ListTable, plan: Plan): Promise<number | null> {
  const { rows, isSure } = await countRows(ctx, { table, plan });
  return isSure ? rows : null;
}

type Key = NonNullable<Page['first']>;

function nextOf(page: Page, write: (key: Key) => string): string | null {
  const key = page.stoppedForward ? (page.stoppedAt ?? page.last) : (page.last ?? page.stoppedAt);
  return page.hasAfter && key !== null ? write(key) : null;
}

function previousOf(page: Page, write: (key: Key) => string): string | null {
  const key = page.stoppedForward ? (page.first ?? page.stoppedAt) : (page.stoppedAt ?? page.first);
  return page.hasBefore && key !== null ? write(key) : null;
}

function isNullable(table: ListTable, name: string): boolean {
  return table.columns[name]?.isNullable ?? true;
}

function startOf(
  query: ListQuery,
  plan: Plan,
  { start: asked, isExact }: { start: ListStart; isExact?: true },
): Start | Numbered {
  if (asked.at === 'value' && plan.order[0] !== query.order.column) return { at: 'first' };
  if (asked.at === 'row' && asked.skip === 0) return { at: 'first' };
  if (asked.at !== 'cursor') return asked;
  const read = readCursor(query.table, query.order, asked.cursor);
  const same = read === null ? 0 : sharedColumns(read.columns, plan.order);
  // Made for another order, or before an index was chosen anew: the list begins again.
  if (read === null || same === 0) {
    if (isExact) throw otherPlace();
    return { at: 'first' };
  }
  return { at: 'cursor', cursor: { ...read.cursor, key: read.cursor.key.slice(0, same) } };
}

/** How many columns two orders begin with, when one is the beginning of the other: each tells rows apart by itself, so the
 *  shorter one does, too. */
function sharedColumns(a: readonly string[], b: readonly string[]): number {
  const count = Math.min(a.length, b.length);
  return a.slice(0, count).join() === b.slice(0, count).join() ? count : 0;
}

/** The next rows by id, whatever the filters; fewer than `take` only at the end. For walking a whole list bit by bit, in constant
 *  memory and without holding up anybody for long.
 *  @param after the id of the last row before; null: from the start */
export async function readOn(
  ctx: Ctx,
  query: Omit<ListQuery, 'order'>,
  { columns, after, take }: { columns: readonly string[]; after: ListValue | null; take: number },
): Promise<ListRow[]> {
  const { table } = query;
  const { plan } = await planList(ctx, { ...query, order: { column: table.id, direction: 'asc' } });
  const rows: ListRow[] = [];
  let start: Start = after === null ? { at: 'first' } : { at: 'cursor', cursor: { side: 'after', key: [after] } };
  while (rows.length < take) {
    const page = await readPage(ctx, { table, plan, columns, most: take - rows.length, start });
    rows.push(...page.rows);
    const key = page.stoppedAt ?? page.last;
    if (!page.hasAfter || key === null) return rows;
    start = { at: 'cursor', cursor: { side: 'after', key } };
    await pause();
  }
  return rows;
}
