/** The Prisma adapter's resource, made ours: it reads through the client that cannot write, adds the person's scope to every
 *  query, understands only the columns of its `Source`, and caps counts and paging. It writes nothing but through an operation. */

import type { ActionContext, Filter, BaseRecord as Record } from 'adminjs';
import { DomainError } from '../../server/core/errors.ts';
import type { Ctx, Database } from '../../server/db/index.ts';
import {
  type Counted,
  countRows,
  dataModel,
  type ListedPage,
  type ListOrder,
  type ListQuery,
  type ListStart,
  listRows,
  listTableOf,
  planList,
  readOn,
} from '../../server/domain/listing/index.ts';
import type { RowFault } from '../../server/domain/row-operations/index.ts';
import { BaseRecord, Resource } from '../adminjs.ts';
import { contextOf } from '../staff.ts';
import { languageOf } from '../texts.ts';
import type { AnyResource, Condition, Row } from './definition.ts';
import { displayValue } from './display.ts';
import { isMasked, maskedFields, maskRows } from './field-rules.ts';
import { calendarOf, needsCalendar } from './filter-days.ts';
import { conditionsOf, readId } from './filters.ts';
import { loadPlaces, loadReadingPlaces } from './places.ts';
import { ColumnProperty, SearchProperty } from './property.ts';
import { type Asked, boundsOf, maxPage, type Page, type Sorting } from './query.ts';
import { listScopeOf, scopeOf } from './scoping.ts';
import { Source, searchProperty } from './source.ts';
import { stillUsed } from './still-used.ts';
import { joinedName, knownName, nameRows } from './titles.ts';
import { withoutTrash } from './trash.ts';
import { asValidationError, createRow, deleteRow, updateRow } from './writing.ts';

/** What is used of a Prisma delegate; the models' own types differ in every argument. */
interface Delegate {
  findMany(args: object): Promise<Row[]>;
  count(args: object): Promise<number>;
}

export class HubResource extends Resource {
  readonly source: Source;
  /** Every resource by its model, for names of what rows refer to. */
  siblings: ReadonlyMap<string, HubResource> = new Map();
  private readonly byPath: ReadonlyMap<string, ColumnProperty>;

  constructor(definition: AnyResource, registered: ReadonlySet<string>, db: Database) {
    const source = new Source(definition, registered);
    // The adapter's types name Prisma 6's own copy of the data model, of which it uses what ours has.
    super({ model: source.model as never, client: db.reader, clientModule: { Prisma: { dmmf: dataModel() } } });
    this.source = source;
    const editable = source.operations?.canEdit ? source.operations.columns : [];
    const columns = [...source.columns.values()].map(
      (info, position) => new ColumnProperty(info, position, editable.includes(info.field.name)),
    );
    this.byPath = new Map([new SearchProperty(), ...columns].map((property) => [property.info.field.name, property]));
  }

  override databaseType(): string {
    return 'other';
  }

  override properties(): ColumnProperty[] {
    // Called by the adapter's constructor before there is anything to name.
    return [...(this.byPath?.values() ?? [])];
  }

  override property(path: string): ColumnProperty | null {
    return this.byPath.get(path) ?? null;
  }

  /** Rows that match, up to `countCap` + 1. Where no index answers the filters, those of the first stretch. */
  override async count(filter: Filter, context?: ActionContext): Promise<number> {
    return (await this.counted(contextOf(context?.currentAdmin), filter)).rows;
  }

  /** The same, and whether there may be more.
   *  @throws DomainError invalid_input as `rows` */
  async counted(ctx: Ctx, filter: Filter): Promise<Counted> {
    const query = await this.query(ctx, { filter });
    return countRows(ctx, { table: query.table, plan: (await planList(ctx, query)).plan });
  }

  override async find(filter: Filter, page: Page = {}, context?: ActionContext): Promise<Record[]> {
    const ctx = contextOf(context?.currentAdmin);
    const isSearch = context?.action?.name === 'search';
    const columns = isSearch ? [] : this.source.definition.list;
    const rows = await this.rows(ctx, { filter, page, columns });
    return this.records(ctx, rows, { columns });
  }

  /** Rows as Prisma returns them.
   *  @throws DomainError invalid_input: a filter or sort column that the resource does not offer, or a page too far */
  async rows(ctx: Ctx, asked: { filter: Filter | undefined; page: Page; columns: readonly string[] }): Promise<Row[]> {
    const { limit, offset } = boundsOf(asked.page);
    const query = { filter: asked.filter, sort: asked.page.sort };
    const listed = await this.list(ctx, query, {
      columns: asked.columns,
      most: limit,
      start: { at: 'row', skip: offset },
    });
    return listed.rows;
  }

  /** A page of the list, its rows as Prisma returns them.
   *  @throws DomainError invalid_input as `rows` */
  async list(
    ctx: Ctx,
    asked: Asked,
    { columns, most, start }: { columns: readonly string[]; most: number; start: ListStart },
  ): Promise<ListedPage> {
    const listed = await listRows(ctx, await this.query(ctx, asked), { columns: this.seen(ctx, columns), most, start });
    return { ...listed, rows: maskRows(ctx, this.source, listed.rows) };
  }

  /** What the list is made from: the person's scope, what they asked for, and the order.
   *  @throws DomainError invalid_input naming a filter or an order that is not offered */
  async query(ctx: Ctx, { filter, sort }: Asked): Promise<ListQuery> {
    const calendar = needsCalendar(filter) ? await calendarOf(ctx, filter) : { zone: 'UTC', now: ctx.now() };
    return {
      table: listTableOf(this.source.model.name),
      scope: withoutTrash(this.source, listScopeOf(this.source, ctx), filter),
      filters: conditionsOf(ctx, this.source, { filter, calendar }),
      order: this.order(ctx, sort),
      hidden: maskedFields(ctx, this.source),
    };
  }

  override async findOne(id: string | number, context?: ActionContext): Promise<Record | null> {
    const ctx = contextOf(context?.currentAdmin);
    const row = await this.row(ctx, id);
    const columns = [...this.source.columns.keys()];
    const isRead = context?.action?.name === 'show';
    return row ? ((await this.records(ctx, [row], { columns, isRead }))[0] ?? null) : null;
  }

  /** One row within the person's scope, with every column they may see; null: there is none for them. */
  async row(ctx: Ctx, id: unknown): Promise<Row | null> {
    const key = readId(this.source.idField, id);
    if (key === null) return null;
    const rows = await this.read(ctx, {
      where: { AND: [{ [this.source.idField.name]: key }, scopeOf(this.source, ctx)] },
      select: this.source.select(this.source.columns.keys()),
    });
    return rows[0] ?? null;
  }

  /** The next rows by id, for reading a whole list bit by bit in constant memory; `after` null: from the start. Fewer than `take`
   *  only at the end. */
  async chunk(
    ctx: Ctx,
    { filter, columns, after, take }: { filter: Filter; columns: readonly string[]; after: unknown; take: number },
  ): Promise<Row[]> {
    const query = await this.query(ctx, { filter });
    const from = after === null ? null : (after as string | number);
    const rows = await readOn(ctx, query, { columns: this.seen(ctx, columns), after: from, take });
    return maskRows(ctx, this.source, rows);
  }

  /** Titles of records by id, of those within the person's scope. */
  async titles(ctx: Ctx, ids: ReadonlySet<unknown>): Promise<ReadonlyMap<unknown, string>> {
    const id = this.source.idField.name;
    const rows = await this.read(ctx, {
      where: { AND: [{ [id]: { in: [...ids].filter((key) => key !== null) } }, scopeOf(this.source, ctx)] },
      select: this.source.select([]),
    });
    await nameRows(this, ctx, rows);
    return new Map(rows.map((row) => [row[id], this.titleOf(row)]));
  }

  /** Names of referenced records: one query per column of a list, of ids and titles only. */
  override async findMany(ids: (string | number)[], context?: ActionContext): Promise<Record[]> {
    const ctx = contextOf(context?.currentAdmin);
    const keys = ids.map((id) => readId(this.source.idField, id)).filter((id) => id !== null);
    if (keys.length === 0) return [];
    const rows = await this.read(ctx, {
      where: { AND: [{ [this.source.idField.name]: { in: keys } }, scopeOf(this.source, ctx)] },
      select: this.source.select([]),
      take: maxPage,
    });
    return this.records(ctx, rows, { columns: [] });
  }

  override async create(params: Row, context?: ActionContext): Promise<Row> {
    const ctx = contextOf(context?.currentAdmin);
    return this.written(ctx, await createRow(this, ctx, params).catch(refusedTo(this, ctx)));
  }

  override async update(id: string | number, params: Row, context?: ActionContext): Promise<Row> {
    const ctx = contextOf(context?.currentAdmin);
    const seen = /^\d{1,10}$/.test(String(params['version'])) ? Number(params['version']) : null;
    return this.written(ctx, await updateRow(this, ctx, { id, said: params, seen }).catch(refusedTo(this, ctx)));
  }

  override async delete(id: string | number, context?: ActionContext): Promise<void> {
    const ctx = contextOf(context?.currentAdmin);
    await deleteRow(this, ctx, { id, seen: null }).catch(refusedTo(this, ctx));
  }

  private async written(ctx: Ctx, id: string): Promise<Row> {
    const row = await this.row(ctx, id);
    return row ? this.params(row, await loadPlaces(ctx, [row]), [...this.source.columns.keys()]) : {};
  }

  /** Rows by a query of our own making, which holds the person's scope itself. */
  async pick(
    ctx: Ctx,
    query: { where: Condition; select: Condition; orderBy: Condition[]; take: number },
  ): Promise<Row[]> {
    return this.read(ctx, query);
  }

  /** Rows that meet a condition of our own making, whoever may see them. */
  async countWhere(ctx: Ctx, where: Condition): Promise<number> {
    return this.delegate(ctx).count({ where });
  }

  /** The order of the rows: what the person chose, else the list's own. */
  private order(ctx: Ctx, sort: Sorting | undefined): ListOrder {
    const { definition, idField } = this.source;
    const { sortBy = definition.sort.by, direction = definition.sort.direction } = sort ?? {};
    const wanted = sortBy === searchProperty ? definition.sort.by : sortBy;
    const by = wanted === definition.sort.by && isMasked(ctx, this.source, wanted) ? idField.name : wanted;
    if (by !== idField.name && (!this.source.canSortBy(by) || isMasked(ctx, this.source, by))) {
      const errors = [{ path: 'sortBy', message: 'cannot be sorted by this' }];
      throw new DomainError('invalid_input', { errors }, `This list cannot be sorted by ${by.slice(0, 50)}.`);
    }
    return { column: definition.orders?.[by] ?? by, direction: direction === 'asc' ? 'asc' : 'desc' };
  }

  /** The columns to read for these, without those that the person may not see. */
  private seen(ctx: Ctx, columns: readonly string[]): string[] {
    return Object.keys(this.source.select(columns)).filter((name) => !isMasked(ctx, this.source, name));
  }

  private async records(
    ctx: Ctx,
    rows: Row[],
    { columns, isRead = false }: { columns: readonly string[]; isRead?: boolean },
  ): Promise<Record[]> {
    const hasVirtual = columns.some((name) => this.source.columns.get(name)?.isVirtual);
    const [places] = await Promise.all([
      (isRead ? loadReadingPlaces : loadPlaces)(ctx, rows),
      hasVirtual ? this.enrich(ctx, rows) : undefined,
      nameRows(this, ctx, rows),
    ]);
    return rows.map((row) => new BaseRecord(this.params(row, places, columns), this));
  }

  /** What the browser gets of a row: its id, its title and the asked columns as text. */
  params(row: Row, places: Awaited<ReturnType<typeof loadPlaces>>, columns: readonly string[]): Row {
    const { idField, definition } = this.source;
    const place = places(row);
    const params: Row = { [searchProperty]: this.titleOf(row), [idField.name]: row[idField.name] };
    for (const name of [...columns, ...definition.title]) {
      const info = this.source.columns.get(name);
      if (!info || name === idField.name) continue;
      const value = row[name];
      params[name] = info.reference !== null ? (value ?? null) : displayValue(info.kind, value, place);
    }
    return params;
  }

  private titleOf(row: Row): string {
    const name = knownName(row);
    if (name !== undefined) return name;
    const parts = this.source.definition.title.map((column) => ({ column, text: String(row[column] ?? '') }));
    return joinedName(parts) || String(row[this.source.idField.name]);
  }

  /** Fills the virtual columns of rows. */
  async enrich(ctx: Ctx, rows: Row[]): Promise<void> {
    await this.source.definition.enrich?.(ctx, rows);
    maskRows(ctx, this.source, rows);
  }

  /** Rows without what the person may not see. */
  private async read(ctx: Ctx, args: { where: Condition; select: Condition; [more: string]: unknown }): Promise<Row[]> {
    const seen = Object.entries(args.select).filter(([name]) => !isMasked(ctx, this.source, name));
    return maskRows(ctx, this.source, await this.delegate(ctx).findMany({ ...args, select: Object.fromEntries(seen) }));
  }

  private delegate(ctx: Ctx): Delegate {
    // The delegates of 40 models have no common type; `Delegate` is what each of them does.
    return (ctx.db.reader as unknown as { [name: string]: Delegate })[this.source.delegateName] as Delegate;
  }
}

/** AdminJS knows refusals by a class of its own. */
function refusedTo(resource: HubResource, ctx: Ctx): (error: unknown) => never {
  return (error) => {
    const faults = error instanceof DomainError ? ((error.facts['faults'] ?? []) as readonly RowFault[]) : [];
    const used = stillUsed(resource, ctx, faults);
    throw asValidationError(used === null ? error : new DomainError('conflict', {}, used), languageOf(ctx));
  };
}
