/** What a list answers, to its page and to whoever asks the API: one page of rows with names in place of ids, where the pages
 *  beside it begin, and by which columns it can be sorted. */

import type { Filter } from 'adminjs';
import { DomainError } from '../../server/core/errors.ts';
import type { Ctx } from '../../server/db/index.ts';
import { hasIndexFor, type ListedPage, type ListQuery, type ListStart } from '../../server/domain/listing/index.ts';
import { contextOf } from '../staff.ts';
import { sayTo } from '../texts.ts';
import type { Row } from './definition.ts';
import { displayValue } from './display.ts';
import { isMasked } from './field-rules.ts';
import { calendarOf } from './filter-days.ts';
import { jumpValue, readId } from './filters.ts';
import { loadReadingPlaces } from './places.ts';
import { filterOf, type Sorting } from './query.ts';
import type { HubResource } from './resource.ts';
import { searchProperty } from './source.ts';
import { nameRows } from './titles.ts';

const defaultRows = 25;
const mostRows = 500;
const mostColumns = 40;

type Query = Readonly<Record<string, unknown>>;

/** Answers `/actions/list`: `page`, `perPage`, `sortBy`, `direction`, `columns=a,b`, `filters.…`, `cursor` as an answer gave it,
 *  `jump=<value of the order>`, `at=last`.
 *  @throws DomainError invalid_input naming what is not understood */
export function listAction(resource: HubResource) {
  return async (request: { query?: Query }, _response: unknown, context: { currentAdmin?: object }) => {
    const ctx = contextOf(context.currentAdmin);
    const query = request.query ?? {};
    const columns = columnsOf(resource, query['columns']);
    const filter = filterOf(resource, query);
    const asked = { filter, sort: sortOf(query) };
    const listQuery = await resource.query(ctx, asked);
    const most = Math.min(wholeNumber(query, 'perPage', defaultRows), mostRows);
    const start = await startOf(ctx, resource, { query, filter, listQuery, most });
    const listed = await resource.list(ctx, asked, { columns, most, start });
    const stopped = stoppedAt(resource, listed, listQuery);
    return {
      meta: {
        ...{ total: listed.total, next: listed.next, previous: listed.previous, stopped },
        ...{ isStart: listed.isStart, isEnd: listed.isEnd, isNumbered: listed.isNumbered, canJump: listed.canJump },
        ...{ perPage: most, page: wholeNumber(query, 'page', 1), columns },
        sortBy: typeof query['sortBy'] === 'string' ? query['sortBy'] : resource.source.definition.sort.by,
        direction: listQuery.order.direction,
        names: await namesOf(ctx, resource, filter),
        sorts: sortsOf(ctx, resource, { listQuery, isShort: listed.isShort }),
      },
      records: await recordsOf(ctx, resource, { rows: listed.rows, columns }),
      ...(stopped === null ? {} : { notice: noticeOf(ctx, stopped) }),
    };
  };
}

function columnsOf({ source }: HubResource, asked: unknown): readonly string[] {
  if (typeof asked !== 'string' || asked === '') return source.definition.list;
  const names = [...new Set(asked.split(','))];
  if (names.length > mostColumns || names.some((name) => !source.columns.has(name))) throw wrong('columns');
  return names;
}

function sortOf({ sortBy, direction }: Query): Sorting {
  return {
    ...(typeof sortBy === 'string' ? { sortBy } : {}),
    ...(direction === 'asc' || direction === 'desc' ? { direction } : {}),
  };
}

interface Beginning {
  query: Query;
  filter: Filter;
  listQuery: ListQuery;
  most: number;
}

async function startOf(ctx: Ctx, resource: HubResource, asked: Beginning): Promise<ListStart> {
  const { query, filter, listQuery, most } = asked;
  const { cursor, jump, at } = query;
  if (typeof cursor === 'string' && cursor !== '') return { at: 'cursor', cursor };
  if (at === 'last') return { at: 'last' };
  if (typeof jump !== 'string' || jump === '') return { at: 'row', skip: (wholeNumber(query, 'page', 1) - 1) * most };
  const info = resource.source.columns.get(listQuery.order.column);
  if (!info) throw wrong('jump');
  const calendar = await calendarOf(ctx, filter);
  return { at: 'value', value: jumpValue(info, jump, { isUp: listQuery.order.direction === 'asc', calendar }) };
}

function wholeNumber(query: Query, name: string, otherwise: number): number {
  const given = query[name];
  if (given === undefined || given === '') return otherwise;
  const number = Number(given);
  if (!Number.isSafeInteger(number) || number < 1) throw wrong(name);
  return number;
}

function wrong(path: string): DomainError {
  const errors = [{ path, message: 'is not understood' }];
  return new DomainError('invalid_input', { errors }, 'This list does not understand its address.');
}

/** Columns that a person may sort by, each with whether that can be done just now. */
function sortsOf(
  ctx: Ctx,
  { source }: HubResource,
  { listQuery, isShort }: { listQuery: ListQuery; isShort: boolean },
): Record<string, boolean> {
  const offered = [...source.columns].filter(([name, { isSortable }]) => isSortable && !isMasked(ctx, source, name));
  const canSort = (name: string) =>
    isShort ||
    hasIndexFor({ ...listQuery, order: { ...listQuery.order, column: source.definition.orders?.[name] ?? name } });
  return Object.fromEntries(offered.map(([name]) => [name, canSort(name)]));
}

interface Stopped {
  rows: number;
  value: string | null;
}

function stoppedAt({ source }: HubResource, { stopped, canJump }: ListedPage, { order }: ListQuery): Stopped | null {
  if (stopped === null) return null;
  const kind = source.columns.get(order.column)?.kind;
  const value = kind && canJump ? displayValue(kind, stopped.value, { currency: null, timeZone: 'UTC' }) : null;
  return { rows: stopped.rows, value: value === null ? null : String(value) };
}

function noticeOf(ctx: Ctx, { rows, value }: Stopped): { message: string; type: 'info' } {
  const say = sayTo(ctx);
  const message =
    value === null
      ? say('{rows} rows were looked through so far: go on for further ones.', { rows })
      : say('{rows} rows were looked through, back to {value}: go on for further ones.', { rows, value });
  return { message, type: 'info' };
}

/** Rows as the browser gets them: finished texts, and names of what they refer to by one query for each column. */
async function recordsOf(
  ctx: Ctx,
  resource: HubResource,
  { rows, columns }: { rows: Row[]; columns: readonly string[] },
) {
  const { source } = resource;
  const references = columns.filter((name) => source.columns.get(name)?.reference);
  const [places, , , ...titles] = await Promise.all([
    loadReadingPlaces(ctx, rows),
    columns.some((name) => source.columns.get(name)?.isVirtual) ? resource.enrich(ctx, rows) : undefined,
    nameRows(resource, ctx, rows),
    ...references.map((name) => {
      const target = resource.siblings.get(source.columns.get(name)?.reference ?? '');
      const ids = new Set(rows.map((row) => row[name]).filter((id) => id !== null && !isMasked(ctx, source, name)));
      return target && ids.size > 0 ? target.titles(ctx, ids) : new Map<unknown, string>();
    }),
  ]);
  return rows.map((row) => {
    const params = resource.params(row, places, columns);
    const populated = references.flatMap((name, place) => {
      const title = titles[place]?.get(row[name]);
      return title === undefined ? [] : [[name, { id: row[name], title, params: {} }] as const];
    });
    return {
      id: row[source.idField.name],
      title: String(params[searchProperty]),
      params,
      populated: Object.fromEntries(populated),
    };
  });
}

/** Names of what the filters refer to, by their columns. */
async function namesOf(ctx: Ctx, { source, siblings }: HubResource, filter: Filter) {
  const names: Record<string, Record<string, string>> = {};
  for (const [column, { value }] of Object.entries(filter.filters)) {
    const target = siblings.get(source.columns.get(column)?.reference ?? '');
    const given: unknown = value;
    if (!target || (typeof given === 'object' && !Array.isArray(given))) continue;
    const ids = [given]
      .flat()
      .map((id) => readId(target.source.idField, id))
      .filter((id) => id !== null);
    if (ids.length > 0) names[column] = Object.fromEntries(await target.titles(ctx, new Set(ids)));
  }
  return names;
}
