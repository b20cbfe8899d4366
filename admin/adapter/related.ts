/** Rows of another list that name a record: what the tabs of its page show, bit by bit, within the person's scope. */

import { DomainError } from '../../server/core/errors.ts';
import type { Ctx } from '../../server/db/index.ts';
import type { RelatedRows } from '../components/related-view.ts';
import { rootPath } from '../paths.ts';
import { sayTo } from '../texts.ts';
import type { Condition, Related, Row } from './definition.ts';
import { displayValue } from './display.ts';
import { isFigure } from './kinds.ts';
import { loadReadingPlaces } from './places.ts';
import type { HubResource } from './resource.ts';
import { scopeOf } from './scoping.ts';
import { seenNames } from './seen-names.ts';
import { type ColumnInfo, searchProperty } from './source.ts';
import { nameRows } from './titles.ts';

const rowsAtOnce = 25;

interface Asked {
  tab: Related;
  /** The record whose page it is, as the person may see it. */
  parent: Row;
  /** Where the page before ended; null: from the start. */
  after: string | null;
}

/** @throws DomainError invalid_input: `after` is none of ours */
export async function readRelated(
  resource: HubResource,
  ctx: Ctx,
  { tab, parent, after }: Asked,
): Promise<RelatedRows> {
  const target = siblingOf(resource, tab.model);
  const column = tab.from ?? resource.source.idField.name;
  const value = parent[column];
  const listed = tab.list.filter((name) => target.source.columns.has(name));
  const orders = orderOf(target, tab);
  const where = [scopeOf(target.source, ctx), ...own(tab, parent, value), ...from(target, orders, after)];
  const found =
    value === null || value === undefined
      ? []
      : await target.pick(ctx, {
          where: { AND: [...where, ...(await window(target, ctx, tab))] },
          select: { ...target.source.select(listed), ...Object.fromEntries(orders.map(({ by }) => [by, true])) },
          orderBy: orders.map(({ by, direction }) => ({ [by]: direction })),
          take: rowsAtOnce + 1,
        });
  const rows = found.slice(0, rowsAtOnce);
  const last = rows.at(-1);
  return {
    columns: listed.map((name) => columnOf(target, ctx, name)),
    rows: await linesOf(target, ctx, { rows, listed }),
    next: found.length > rowsAtOnce && last ? cursorOf(last, orders) : null,
    listHref: listHref(target, { ...tab, from: column }, parent),
  };
}

function siblingOf(resource: HubResource, model: string): HubResource {
  const target = resource.siblings.get(model);
  if (!target) throw new Error(`${model} has no list`);
  return target;
}

function own(tab: Related, parent: Row, value: unknown): Condition[] {
  const matched = Object.entries(tab.match ?? {}).map(([theirs, ours]) => ({ [theirs]: parent[ours] ?? null }));
  // Ids of documents are unique in their company only.
  const isSameCompany = tab.from !== undefined && typeof parent['companyId'] === 'number';
  return [{ [tab.by]: value }, ...matched, ...(isSameCompany ? [{ companyId: parent['companyId'] }] : [])];
}

/** Rows that are looked through where no index has the answer. */
const windowRows = 100_000;

/** The latest rows of a list without an index for this question. */
async function window(target: HubResource, ctx: Ctx, { isWindowed }: Related): Promise<Condition[]> {
  if (!isWindowed) return [];
  const id = target.source.idField.name;
  const orderBy = [{ [id]: 'desc' }];
  const [last] = await target.pick(ctx, { where: {}, select: { [id]: true }, orderBy, take: 1 });
  return [{ [id]: { gt: Number(last?.[id] ?? 0) - windowRows } }];
}

interface Order {
  by: string;
  direction: 'asc' | 'desc';
}

/** Ends in the id, so that pages do not overlap. Columns that may be empty have no place in it. */
function orderOf({ source }: HubResource, { order }: Related): Order[] {
  const { by, direction } = source.definition.sort;
  const isFilled = source.model.fields.some((field) => field.name === by && field.isRequired);
  const columns = order ?? (isFilled && source.idField.type === 'String' ? [by] : []);
  const way = order || source.idField.type === 'Int' ? 'desc' : direction;
  return [...new Set([...columns, source.idField.name])].map((name) => ({ by: name, direction: way }));
}

function cursorOf(row: Row, orders: readonly Order[]): string {
  const values = orders.map(({ by }) => {
    const value = row[by];
    return value instanceof Date ? value.toISOString() : String(value);
  });
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** Rows behind the cursor: later in the first column, or equal there and later in the next, and so on. */
function from(target: HubResource, orders: readonly Order[], after: string | null): Condition[] {
  if (after === null) return [];
  const values = readCursor(after);
  if (values.length !== orders.length) throw refused();
  const typed = orders.map(({ by }, index) => typedValue(target, by, values[index] ?? ''));
  const steps = orders.map(({ by, direction }, index) => ({
    ...Object.fromEntries(orders.slice(0, index).map((order, place) => [order.by, typed[place]])),
    [by]: { [direction === 'asc' ? 'gt' : 'lt']: typed[index] },
  }));
  return [{ OR: steps }];
}

function readCursor(text: string): string[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(text.slice(0, 1000), 'base64url').toString());
    if (Array.isArray(values) && values.every((value) => typeof value === 'string')) return values;
  } catch {
    // Answered below.
  }
  throw refused();
}

function typedValue({ source }: HubResource, name: string, text: string): unknown {
  const type = source.model.fields.find((field) => field.name === name)?.type;
  if (type === 'String') return text;
  if (type === 'DateTime') {
    const at = new Date(text);
    if (Number.isNaN(at.getTime())) throw refused();
    return at;
  }
  if (!/^-?\d{1,18}$/.test(text)) throw refused();
  return type === 'BigInt' ? BigInt(text) : Number(text);
}

function refused(): DomainError {
  const errors = [{ path: 'after', message: 'is no place in this list' }];
  return new DomainError('invalid_input', { errors }, 'There is no such place in this list.');
}

function columnOf({ source }: HubResource, ctx: Ctx, name: string): RelatedRows['columns'][number] {
  const info = source.columns.get(name) as ColumnInfo;
  return { label: sayTo(ctx)(info.label), isFigure: info.reference === null && isFigure(info.kind) };
}

async function linesOf(
  target: HubResource,
  ctx: Ctx,
  { rows, listed }: { rows: Row[]; listed: readonly string[] },
): Promise<RelatedRows['rows']> {
  const { source } = target;
  const columns = listed.map((name) => source.columns.get(name) as ColumnInfo);
  const hasVirtual = columns.some(({ isVirtual }) => isVirtual);
  const say = sayTo(ctx);
  const [places, , , ...names] = await Promise.all([
    loadReadingPlaces(ctx, rows),
    hasVirtual ? target.enrich(ctx, rows) : undefined,
    nameRows(target, ctx, rows),
    ...columns.map((column) => referred(target, ctx, { column, rows })),
  ]);
  return rows.map((row) => ({
    id: String(row[source.idField.name]),
    title: String(target.params(row, places, [])[searchProperty]),
    href: recordHref(source.model.name, row[source.idField.name]),
    isStruck: row['isCancelled'] === true || (row['deletedAt'] ?? null) !== null,
    cells: columns.map((info, index) => {
      const value = row[info.field.name];
      if (value === null || value === undefined || value === '') return { text: '' };
      if (info.reference !== null) return names[index]?.get(value) ?? { text: '' };
      const shown = displayValue(info.kind, value, places(row));
      return typeof shown === 'boolean'
        ? { text: '', flag: shown }
        : { text: info.values && shown ? say(shown) : (shown ?? '') };
    }),
  }));
}

type Cell = RelatedRows['rows'][number]['cells'][number];

/** Names of what a column refers to, with their addresses; of what only tills know, as far as it is known. */
async function referred(
  target: HubResource,
  ctx: Ctx,
  { column, rows }: { column: ColumnInfo; rows: readonly Row[] },
): Promise<ReadonlyMap<unknown, Cell>> {
  const model = column.reference;
  const other = target.siblings.get(model ?? '');
  if (!other || model === null) return new Map();
  const ids = new Set(rows.map((row) => row[column.field.name]).filter((id) => id !== null && id !== ''));
  if (ids.size === 0) return new Map();
  const titles = await other.titles(ctx, ids);
  const seen = await seenNames(
    other,
    ctx,
    [...ids].filter((id) => !titles.has(id)),
  );
  return new Map<unknown, Cell>([
    ...[...seen].map(([id, { name, mergedIntoId }]): [unknown, Cell] => [
      id,
      mergedIntoId === null ? { text: name } : { text: name, href: recordHref(model, mergedIntoId) },
    ]),
    ...[...titles].map(([id, text]): [unknown, Cell] => [id, { text, href: recordHref(model, id) }]),
  ]);
}

function recordHref(model: string, id: unknown): string {
  return `${rootPath}/resources/${model}/records/${encodeURIComponent(String(id))}/show`;
}

/** The same rows as a list of their own; null: the list has no such filter. */
function listHref({ source }: HubResource, { by, from: own, match }: Related, parent: Row): string | null {
  const wanted = Object.entries({ [by]: own ?? '', ...match });
  if (wanted.some(([name]) => !source.canFilterBy(name))) return null;
  const query = new URLSearchParams(wanted.map(([name, column]) => [`filters.${name}`, String(parent[column] ?? '')]));
  return `${rootPath}/resources/${source.model.name}?${query}`;
}
