/** The Prisma adapter's resource, made ours: it reads through the client that cannot write, adds the person's scope to every
 *  query, understands only the columns of its `Source`, and caps counts and paging. It writes nothing but through an operation. */

import type { ActionContext, Filter, BaseRecord as Record } from 'adminjs';
import { DomainError } from '../../server/core/errors.ts';
import type { Ctx, Database } from '../../server/db/index.ts';
import { BaseRecord, Resource } from '../adminjs.ts';
import { contextOf } from '../staff.ts';
import type { AnyResource, Condition, Row } from './definition.ts';
import { displayValue } from './display.ts';
import { isMasked, maskRows } from './field-rules.ts';
import { isUnbounded, readId, whereOf } from './filters.ts';
import { dataModel } from './model.ts';
import { loadPlaces } from './places.ts';
import { ColumnProperty, SearchProperty } from './property.ts';
import { scopeOf } from './scoping.ts';
import { Source, searchProperty } from './source.ts';
import { knownName, nameRows } from './titles.ts';
import { asValidationError, createRow, deleteRow, updateRow } from './writing.ts';

/** Further rows are not counted and not paged to: the list says "10,000+" and asks for a filter. */
export const countCap = 10_000;

/** AdminJS's own limit of a page. */
const maxPage = 500;

/** What is used of a Prisma delegate; the models' own types differ in every argument. */
interface Delegate {
  findMany(args: object): Promise<Row[]>;
  count(args: object): Promise<number>;
}

export interface Sorting {
  sortBy?: string;
  direction?: 'asc' | 'desc';
}

export interface Page {
  limit?: number;
  offset?: number;
  sort?: Sorting;
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
    const editable = source.operations?.columns ?? [];
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

  /** Rows that match, up to `countCap` + 1. */
  override async count(filter: Filter, context?: ActionContext): Promise<number> {
    const ctx = contextOf(context?.currentAdmin);
    return this.delegate(ctx).count({ where: await this.where(ctx, filter), take: countCap + 1 });
  }

  override async find(filter: Filter, page: Page = {}, context?: ActionContext): Promise<Record[]> {
    const ctx = contextOf(context?.currentAdmin);
    const isSearch = context?.action?.name === 'search';
    const columns = isSearch ? [] : this.source.definition.list;
    const rows = await this.rows(ctx, { filter, page, columns });
    return this.records(ctx, rows, columns);
  }

  /** Rows as Prisma returns them; the export reads them too.
   *  @throws DomainError invalid_input: a filter or sort column that the resource does not offer, or a page too far */
  async rows(ctx: Ctx, asked: { filter: Filter | undefined; page: Page; columns: readonly string[] }): Promise<Row[]> {
    const { limit, offset } = boundsOf(asked.page);
    return this.read(ctx, {
      where: await this.where(ctx, asked.filter),
      select: this.source.select(asked.columns),
      orderBy: this.order(ctx, asked.page.sort),
      skip: offset,
      take: limit,
    });
  }

  override async findOne(id: string | number, context?: ActionContext): Promise<Record | null> {
    const ctx = contextOf(context?.currentAdmin);
    const row = await this.row(ctx, id);
    const columns = [...this.source.columns.keys()];
    return row ? ((await this.records(ctx, [row], columns))[0] ?? null) : null;
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

  /** The next rows by id, for reading a whole list bit by bit; `after` null: from the start. */
  async chunk(
    ctx: Ctx,
    { filter, columns, after, take }: { filter: Filter; columns: readonly string[]; after: unknown; take: number },
  ): Promise<Row[]> {
    const id = this.source.idField.name;
    return this.read(ctx, {
      where: { AND: [await this.where(ctx, filter), after === null ? {} : { [id]: { gt: after } }] },
      select: this.source.select(columns),
      orderBy: { [id]: 'asc' },
      take,
    });
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
    return this.records(ctx, rows, []);
  }

  override async create(params: Row, context?: ActionContext): Promise<Row> {
    const ctx = contextOf(context?.currentAdmin);
    return this.written(ctx, await createRow(this, ctx, params).catch(refused));
  }

  override async update(id: string | number, params: Row, context?: ActionContext): Promise<Row> {
    const ctx = contextOf(context?.currentAdmin);
    const seen = /^\d{1,10}$/.test(String(params['version'])) ? Number(params['version']) : null;
    return this.written(ctx, await updateRow(this, ctx, { id, said: params, seen }).catch(refused));
  }

  override async delete(id: string | number, context?: ActionContext): Promise<void> {
    await deleteRow(this, contextOf(context?.currentAdmin), id).catch(refused);
  }

  private async written(ctx: Ctx, id: string): Promise<Row> {
    const row = await this.row(ctx, id);
    return row ? this.params(row, await loadPlaces(ctx, [row]), [...this.source.columns.keys()]) : {};
  }

  /** Rows by a query of our own making, which holds the person's scope itself. */
  async pick(
    ctx: Ctx,
    query: { where: Condition; select: object; orderBy: Condition[]; take: number },
  ): Promise<Row[]> {
    return this.delegate(ctx).findMany(query);
  }

  /** Rows that meet a condition of our own making, whoever may see them. */
  async countWhere(ctx: Ctx, where: Condition): Promise<number> {
    return this.delegate(ctx).count({ where });
  }

  /** The person's scope, what they asked for, and what keeps the query short. */
  private async where(ctx: Ctx, filter: Filter | undefined): Promise<Condition> {
    const after = await this.windowStart(ctx, filter);
    return {
      AND: [
        scopeOf(this.source, ctx),
        ...whereOf(ctx, this.source, filter),
        ...(after === null ? [] : [{ [this.source.idField.name]: { gt: after } }]),
        ...(await this.everyCompany(ctx, filter)),
      ],
    };
  }

  /** A condition that every row meets: it lets the search for a uuid use its index, which begins with the company. */
  private async everyCompany(ctx: Ctx, filter: Filter | undefined): Promise<Condition[]> {
    if (!this.source.definition.searchesUuid || !filter?.get(searchProperty)) return [];
    const companies = await ctx.db.reader.company.findMany({ select: { id: true } });
    return [{ companyId: { in: companies.map(({ id }) => id) } }];
  }

  /** The id after which filtered rows are looked for; null: everywhere. */
  async windowStart(ctx: Ctx, filter: Filter | undefined): Promise<number | null> {
    const { window } = this.source.definition;
    if (!window || !isUnbounded(this.source, filter)) return null;
    const id = this.source.idField.name;
    const [last] = await this.delegate(ctx).findMany({ select: { [id]: true }, orderBy: { [id]: 'desc' }, take: 1 });
    const start = Number(last?.[id] ?? 0) - window.rows;
    return start > 0 ? start : null;
  }

  /** Ends in the id, so that pages do not overlap. */
  private order(ctx: Ctx, sort: Sorting | undefined): Condition[] {
    const { definition, idField } = this.source;
    const { sortBy = definition.sort.by, direction = definition.sort.direction } = sort ?? {};
    const wanted = sortBy === searchProperty ? definition.sort.by : sortBy;
    const by = wanted === definition.sort.by && isMasked(ctx, this.source, wanted) ? idField.name : wanted;
    if (by !== idField.name && (!this.source.canSortBy(by) || isMasked(ctx, this.source, by))) {
      const errors = [{ path: 'sortBy', message: 'cannot be sorted by this' }];
      throw new DomainError('invalid_input', { errors }, `This list cannot be sorted by ${by.slice(0, 50)}.`);
    }
    const order = direction === 'asc' ? 'asc' : 'desc';
    return by === idField.name ? [{ [by]: order }] : [{ [by]: order }, { [idField.name]: order }];
  }

  private async records(ctx: Ctx, rows: Row[], columns: readonly string[]): Promise<Record[]> {
    const hasVirtual = columns.some((name) => this.source.columns.get(name)?.isVirtual);
    const [places] = await Promise.all([
      loadPlaces(ctx, rows),
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
    const parts = this.source.definition.title.map((name) => row[name]).filter((part) => part !== null && part !== '');
    return parts.length === 0 ? String(row[this.source.idField.name]) : parts.join(' · ');
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

/** @throws DomainError invalid_input */
function boundsOf({ limit = 10, offset = 0 }: Page): { limit: number; offset: number } {
  const rows = Number(limit);
  const skip = Number(offset);
  if (!Number.isInteger(rows) || rows < 1 || !Number.isInteger(skip) || skip < 0 || skip > countCap) {
    const errors = [{ path: 'page', message: `up to row ${countCap}` }];
    throw new DomainError('invalid_input', { errors }, 'This page is too far: use a filter.');
  }
  return { limit: Math.min(rows, maxPage), offset: skip };
}

/** AdminJS knows refusals by a class of its own. */
function refused(error: unknown): never {
  throw asValidationError(error);
}
