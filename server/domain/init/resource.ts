/** A table of init, declared once: from its fields come the statement, the reading and the rows. */
import { isWireId, readsAsNumber } from '../../core/ids.ts';
import { type Columns, type Ctx, lookUp, type RawClient, statement } from '../../db/index.ts';
import {
  columnsOf,
  type Definition,
  type InitScope,
  isStoresOwn,
  params,
  type ScopeWords,
  type StoredRow,
  selectList,
  type WireRow,
} from './definition.ts';
import { goneSince, rowWriter, textWriter } from './row-writers.ts';

export type { InitScope, WireRow } from './definition.ts';
export { deletion } from './row-writers.ts';

export interface Resource {
  readonly name: string;
  readonly definition: Definition;
  /** All rows, in one or more groups. */
  read(source: Source): AsyncGenerator<WireRow[]>;
  /** The same as JSON, the rows of a group separated by commas; no group is empty. */
  texts(source: Source): AsyncGenerator<string>;
  /** All rows of a table with versions, each as JSON with its version. */
  versioned(source: Source): AsyncGenerator<VersionedRow[]>;
  /** Those of some ids. */
  picked(source: Source, ids: readonly string[]): AsyncGenerator<PickedRow[]>;
}

/** A row as it is sent, with what the change feed says about it. */
export interface VersionedRow {
  id: string;
  version: number;
  isGone: boolean;
  text: string;
}

export interface PickedRow extends VersionedRow {
  /** Another store may be told something else about it. */
  isStoresOwn: boolean;
}

interface Source {
  ctx: Pick<Ctx, 'db' | 'log'>;
  tx: RawClient;
  scope: InitScope;
}

/** Rows of one group: as many as the process may think about before it looks at anything else. */
const pageSize = 500;

/** Rows that are read at once by their ids: of more, most are still in use when young memory is cleared, and are copied by it again
 *  and again, which takes longer than the further statements. */
const pickSize = 100;

const fromStart = { after_version: -1, after_id: '', ids: [] as { id: string }[] };

export function resource(definition: Definition): Resource {
  const { name, isLarge } = definition;
  const write = rowWriter(definition);
  const writeText = textWriter(definition);
  const page = statement({ params, returns: columnsOf(definition), sql: (q) => pageText(definition, q) });
  const pickedColumns: Columns = { ...columnsOf(definition), is_stores_own: 'int' };
  const some = statement({ params, returns: pickedColumns, sql: (q) => pickText(definition, q) });
  async function* pages({ ctx, tx, scope }: Source): AsyncGenerator<StoredRow[]> {
    let after = fromStart;
    for (;;) {
      const rows = (await ctx.db.dialect.query(tx, page, { ...scope, ...after })) as StoredRow[];
      yield rows.filter(({ id }) => isSafeId(ctx, name, id));
      const last = rows.at(-1);
      if (!isLarge || !last || rows.length < pageSize) return;
      after = { ...fromStart, after_version: last.version as number, after_id: last.id };
    }
  }
  async function* pick({ ctx, tx, scope }: Source, ids: readonly string[]): AsyncGenerator<StoredRow[]> {
    for (let start = 0; start < ids.length; start += pickSize) {
      const asked = { ...fromStart, ids: ids.slice(start, start + pickSize).map((id) => ({ id })) };
      const rows = (await ctx.db.dialect.query(tx, some, { ...scope, ...asked })) as StoredRow[];
      yield rows.filter(({ id }) => isSafeId(ctx, name, id));
    }
  }
  async function* read(source: Source): AsyncGenerator<WireRow[]> {
    for await (const rows of pages(source)) {
      const group = rows.map((row) => write(row, source.scope));
      yield definition.uniques ? withoutClashes(group, definition.uniques) : group;
    }
  }
  async function* texts(source: Source): AsyncGenerator<string> {
    if (definition.uniques) {
      for await (const rows of read(source))
        if (rows.length > 0) yield rows.map((row) => JSON.stringify(row)).join(',');
      return;
    }
    for await (const rows of pages(source)) {
      if (rows.length > 0) yield rows.map((row) => writeText(row, source.scope)).join(',');
    }
  }
  const withVersion = (row: StoredRow, scope: InitScope): VersionedRow => ({
    id: row.id,
    version: row.version as number,
    isGone: goneSince(row, definition, scope) !== null,
    text: writeText(row, scope),
  });
  async function* versioned(source: Source): AsyncGenerator<VersionedRow[]> {
    for await (const rows of pages(source)) yield rows.map((row) => withVersion(row, source.scope));
  }
  async function* picked(source: Source, ids: readonly string[]): AsyncGenerator<PickedRow[]> {
    for await (const rows of pick(source, ids)) {
      yield rows.map((row) => ({
        ...withVersion(row, source.scope),
        isStoresOwn: row['is_stores_own'] === 1,
      }));
    }
  }
  return { name, definition, read, texts, versioned, picked };
}

function pageText(definition: Definition, q: ScopeWords): string {
  const { table, isLarge } = definition;
  // First, because it stands first in the text: SQLite counts placeholders.
  const columns = selectList(definition, q);
  const conditions = conditionsOf(definition, q);
  if (isLarge) conditions.push(`(t.version, t.id) > (${q.param('after_version')}, ${q.param('after_id')})`);
  return `SELECT ${columns} FROM ${table} t WHERE ${conditions.join(' AND ')}
    ORDER BY ${isLarge ? `t.version, t.id LIMIT ${pageSize}` : 't.deleted_at IS NOT NULL, t.company_id IS NULL, t.id'}`;
}

/** The ids lead to the rows: SQLite would go through all of the company's, 50,000 for each page of a pull. */
function pickText(definition: Definition, q: ScopeWords): string {
  const columns = `${selectList(definition, q)}, ${isStoresOwn(definition)} AS is_stores_own`;
  const rows = lookUp(q.provider, { table: definition.table, alias: 't', where: 't.id = i.id' });
  const from = `${q.rows('ids', 'i')} ${rows}`;
  return `SELECT ${columns} FROM ${from} WHERE ${conditionsOf(definition, q).join(' AND ')}`;
}

/** Which rows of the table are the terminal's business. */
function conditionsOf({ owner, where, blocks, onlyStore }: Definition, q: ScopeWords): string[] {
  return [
    owner === 'own'
      ? `t.company_id = ${q.param('company')}`
      : `(t.company_id = ${q.param('company')} OR t.company_id IS NULL)`,
    ...(where ? [where(q)] : []),
    // Without block S there is no way to say that a row is gone.
    ...(blocks === 'none' ? ['t.deleted_at IS NULL'] : []),
    // A row that is gone and was another store's was never here.
    ...(onlyStore ? [`(t.${onlyStore} IS NULL OR t.${onlyStore} = ${q.param('store')} OR t.deleted_at IS NULL)`] : []),
  ];
}

/** An id that the till would drop, or take for a number, would break more than its row. Only an imported row can have one. */
export function isSafeId(ctx: Pick<Ctx, 'log'>, resourceName: string, id: string): boolean {
  if (isWireId(id) && !readsAsNumber(id)) return true;
  ctx.log.warn({ resource: resourceName, rowId: id }, 'a row is not sent: its id would break the till');
  return false;
}

/** Rows whose unique fields an earlier row has already are left out: the till would drop one of the two, and not say which.
 *  What was not deleted comes first, then the company's own. */
export function withoutClashes(rows: readonly WireRow[], uniques: readonly (readonly string[])[]): WireRow[] {
  const taken = new Set<string>();
  return rows.filter((row) => {
    const keys = uniques.map((names) => JSON.stringify([names, ...names.map((name) => row[name])]));
    if (keys.some((key) => taken.has(key))) return false;
    for (const key of keys) taken.add(key);
    return true;
  });
}
