/** Rows of one kind, page by page or one alone, as programs and people manage them. Which rows somebody sees is said by the
 *  source; nothing here widens it. */

import { DomainError, type InputError } from '../../core/errors.ts';
import type { Ctx, ModelName } from '../../db/index.ts';
import { type ListCondition, type ListOrder, type ListScope, listRows, listTableOf } from '../listing/index.ts';

/** A row's number or id in the database: never answered, only used to find further rows. */
type RowId = string | number;

/** Where rows of a kind come from. */
export interface ResourceSource<Row extends { id: RowId }> {
  model: ModelName;
  /** Whose rows the actor sees, as alternatives of conditions.
   *  @throws not_found the company is hidden from the actor
   *  @throws forbidden the actor sees the company, and nothing of this kind in it */
  reach(ctx: Ctx): ListScope;
  /** The rows with everything that is told of them, in a number of queries that does not grow with them; in any order. */
  read(ctx: Ctx, ids: readonly RowId[]): Promise<Row[]>;
}

export interface ResourcePage {
  filters: readonly ListCondition[];
  order: ListOrder;
  /** Rows of a page. */
  most: number;
  /** `next` of the page before; absent: the first page. */
  cursor?: string | undefined;
}

/** A page. It may hold fewer rows than asked for although further ones follow: `next` alone says whether there are any.
 *  @throws invalid_input the cursor is none of this list, or no index has the order and too many rows would have to be sorted
 *  @throws not_found, forbidden as the source's reach */
export async function listResource<Row extends { id: RowId }>(
  ctx: Ctx,
  source: ResourceSource<Row>,
  { filters, order, most, cursor }: ResourcePage,
): Promise<{ rows: Row[]; next: string | null }> {
  const table = listTableOf(source.model);
  const query = { table, scope: source.reach(ctx), filters, order };
  const start = cursor === undefined ? ({ at: 'first' } as const) : ({ at: 'cursor', cursor } as const);
  const page = await listRows(ctx, query, { columns: [table.id], most, start, isExact: true }).catch(inOwnWords);
  const ids = page.rows.map((row) => row[table.id] as RowId);
  const rows = new Map((ids.length === 0 ? [] : await source.read(ctx, ids)).map((row) => [row.id, row]));
  // One that went between the two questions is left out.
  return { rows: ids.flatMap((id) => rows.get(id) ?? []), next: page.next };
}

/** One row; `named` says which, and leaves at most one.
 *  @throws not_found there is none, or none that the actor sees
 *  @throws forbidden as the source's reach */
export async function findResource<Row extends { id: RowId }>(
  ctx: Ctx,
  source: ResourceSource<Row>,
  named: readonly ListCondition[],
): Promise<Row> {
  const table = listTableOf(source.model);
  const order = { column: table.id, direction: 'asc' } as const;
  const { rows } = await listResource(ctx, source, { filters: named, order, most: 1 });
  const [row] = rows;
  if (!row) throw new DomainError('not_found', { model: source.model });
  return row;
}

/** For `listResource(…).catch`: another page, where the order asked for had too many rows to be sorted. */
export function ifUnsorted<T>(otherwise: () => Promise<T>): (error: unknown) => Promise<T> {
  return (error) => {
    if (!namesField(error, 'sort')) throw error;
    return otherwise();
  };
}

/** What the back office calls `sortBy` is called `sort` here. */
function inOwnWords(error: unknown): never {
  if (!namesField(error, 'sortBy')) throw error;
  const errors = error.facts.errors.map(({ path, message }) => ({ path: path === 'sortBy' ? 'sort' : path, message }));
  throw new DomainError(error.code, { ...error.facts, errors }, error.detail ?? undefined);
}

type FieldError = DomainError & { facts: { errors: readonly InputError[] } };

function namesField(error: unknown, name: string): error is FieldError {
  return error instanceof DomainError && (error.facts.errors?.some(({ path }) => path === name) ?? false);
}
