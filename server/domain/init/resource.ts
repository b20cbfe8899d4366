/** A table of init, declared once: from its fields come the statement, the reading and the rows. */
import { isWireId, readsAsNumber } from '../../core/ids.ts';
import { type Columns, type Ctx, statement, type Tx, type Words } from '../../db/index.ts';
import { type Extras, extrasReader, parseStored } from './extras.ts';
import { type Field, type WireValue, wireDateTime } from './kinds.ts';

export type WireRow = Record<string, WireValue>;

/** What the statements may ask about the terminal that pulls. */
export interface InitScope {
  company: number;
  store: number;
  /** ISO letters of the store's currency. */
  currency: string;
  now: Date;
  /** Locations whose stock is the store's own. */
  locations: readonly string[];
}

const params = {
  company: 'int',
  store: 'int',
  currency: 'text',
  now: 'instant',
  locations: ['text'],
  after_version: 'int',
  after_id: 'text',
} as const;

type ScopeWords = Words<typeof params>;

interface Definition {
  /** Name on the wire. */
  name: string;
  table: string;
  /** `own`: the company's rows. `shared`: also the hub's own, of which the company's rows replace those of the same key. */
  owner: 'own' | 'shared';
  /** Which of them; `t` is the row. */
  where?: (q: ScopeWords) => string;
  fields: Readonly<Record<string, Field | ((q: ScopeWords) => Field)>>;
  /** Fields out of the JSON column `terminal_fields`. */
  extras?: Extras;
  /** Wire fields that no two rows of one till may share; needed where `owner` is `shared`. */
  uniques?: readonly (readonly string[])[];
  /** The common blocks of the resource: A says who and when, S that it is gone. Reference tables have neither. */
  blocks: 'A+S' | 'S' | 'none';
  /** Column that names the only store for which a row is meant: elsewhere the row counts as deleted. */
  onlyStore?: string;
  /** What a row is a part of, and by which column: it is gone when that is gone. `hasStore`: that may be meant for one store. */
  partOf?: { table: string; column: string; hasStore?: true };
  /** Read in pages, by an index on (company_id, version). */
  isLarge?: true;
}

export interface Resource {
  readonly name: string;
  /** All rows, in one or more groups. */
  read(source: Source): AsyncGenerator<WireRow[]>;
  /** The same as JSON, the rows of a group separated by commas; no group is empty. */
  texts(source: Source): AsyncGenerator<string>;
}

interface Source {
  ctx: Ctx;
  tx: Tx;
  scope: InitScope;
}

/** Rows of one group: as many as the process may think about before it looks at anything else. */
const pageSize = 500;

export function resource(definition: Definition): Resource {
  const { name, table, owner, where, isLarge, onlyStore } = definition;
  const write = rowWriter(definition);
  const writeText = textWriter(definition);
  const page = statement({
    params,
    returns: columnsOf(definition),
    sql: (q) => {
      // First, because it stands first in the text: SQLite counts placeholders.
      const columns = selectList(definition, q);
      const conditions = [
        owner === 'own'
          ? `t.company_id = ${q.param('company')}`
          : `(t.company_id = ${q.param('company')} OR t.company_id IS NULL)`,
        ...(where ? [where(q)] : []),
        // Without block S there is no way to say that a row is gone.
        ...(definition.blocks === 'none' ? ['t.deleted_at IS NULL'] : []),
        // A row that is gone and was another store's was never here.
        ...(onlyStore
          ? [`(t.${onlyStore} IS NULL OR t.${onlyStore} = ${q.param('store')} OR t.deleted_at IS NULL)`]
          : []),
        ...(isLarge ? [`(t.version, t.id) > (${q.param('after_version')}, ${q.param('after_id')})`] : []),
      ];
      return `SELECT ${columns} FROM ${table} t WHERE ${conditions.join(' AND ')}
        ORDER BY ${isLarge ? `t.version, t.id LIMIT ${pageSize}` : 't.deleted_at IS NOT NULL, t.company_id IS NULL, t.id'}`;
    },
  });
  async function* pages({ ctx, tx, scope }: Source): AsyncGenerator<StoredRow[]> {
    let after = { after_version: -1, after_id: '' };
    for (;;) {
      const rows = (await ctx.db.dialect.query(tx, page, { ...scope, ...after })) as StoredRow[];
      yield rows.filter(({ id }) => isSafeId(ctx, name, id));
      const last = rows.at(-1);
      if (!isLarge || !last || rows.length < pageSize) return;
      after = { after_version: last.version as number, after_id: last.id };
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
  return { name, read, texts };
}

type StoredRow = Record<string, unknown> & { id: string; deleted_at: Date | null };

const ownColumns: Columns = {
  id: 'text',
  created_at: 'instant',
  updated_at: 'instant',
  deleted_at: 'instant?',
};

function fieldsOf(definition: Definition, q: ScopeWords): [string, Field][] {
  return Object.entries(definition.fields).map(([name, field]) => [
    name,
    typeof field === 'function' ? field(q) : field,
  ]);
}

/** Only the types are asked for: words that make no SQL will do. */
const noWords = new Proxy({} as ScopeWords, { get: () => () => '' });

function columnsOf(definition: Definition): Columns {
  return {
    ...ownColumns,
    ...(definition.isLarge && { version: 'int' as const }),
    ...(definition.onlyStore && { only_store: 'int?' as const }),
    ...(definition.partOf && { whole_gone_at: 'instant?' as const }),
    ...(definition.extras && { terminal_fields: 'text' as const }),
    ...Object.fromEntries(fieldsOf(definition, noWords).map(([name, field]) => [`f_${name}`, field.type])),
  };
}

function selectList(definition: Definition, q: ScopeWords): string {
  const own = Object.keys(ownColumns).map((column) => `t.${column}`);
  if (definition.isLarge) own.push('t.version');
  if (definition.onlyStore) own.push(`t.${definition.onlyStore} AS only_store`);
  if (definition.partOf) own.push(`${wholeGoneAt(definition.partOf, q)} AS whole_gone_at`);
  if (definition.extras) own.push('t.terminal_fields');
  const fields = fieldsOf(definition, q).map(([name, { column }]) => {
    const expression = /^[a-z_0-9]+$/.test(column) ? `t.${column}` : column;
    return `${expression} AS f_${name}`;
  });
  return [...own, ...fields].join(', ');
}

function wholeGoneAt({ table, column, hasStore }: NonNullable<Definition['partOf']>, q: ScopeWords): string {
  const elsewhere = hasStore ? `WHEN w.store_id <> ${q.param('store')} THEN w.updated_at` : '';
  return `(SELECT CASE WHEN w.deleted_at IS NOT NULL THEN w.deleted_at ${elsewhere} END
    FROM ${table} w WHERE w.id = t.${column})`;
}

function rowWriter(definition: Definition): (row: StoredRow, scope: InitScope) => WireRow {
  const fields = fieldsOf(definition, noWords);
  const readExtras = definition.extras ? extrasReader(definition.extras) : null;
  return (row, scope) => {
    const wire: WireRow = { id: row.id };
    if (readExtras) Object.assign(wire, readExtras(parseStored(row['terminal_fields'] as string)));
    for (const [name, field] of fields) {
      const value = field.write(row[`f_${name}`] as never);
      if (value !== undefined) wire[name] = value;
    }
    Object.assign(wire, blocksOf(row, definition, scope));
    return wire;
  };
}

/** As `rowWriter`, without an object of eighty fields in between: most of them say the same in every row. */
function textWriter(definition: Definition): (row: StoredRow, scope: InitScope) => string {
  const fields = fieldsOf(definition, noWords).map(([name, field]) => {
    return { start: `,${JSON.stringify(name)}:`, column: `f_${name}`, write: field.write };
  });
  const extrasText = definition.extras ? extrasTextReader(definition.extras) : null;
  return (row, scope) => {
    let text = `{"id":"${row.id}"`;
    if (extrasText) text += extrasText(row['terminal_fields'] as string);
    for (const { start, column, write } of fields) {
      const value = write(row[column] as never);
      if (value !== undefined) text += start + (typeof value === 'string' ? JSON.stringify(value) : String(value));
    }
    return `${text}${blocksText(row, definition, scope)}}`;
  };
}

const notDeleted = inner(deletion(null));

function blocksText(row: StoredRow, definition: Definition, scope: InitScope): string {
  const { blocks } = definition;
  if (blocks === 'none') return '';
  const goneAt = goneSince(row, definition, scope);
  const cashiers = blocks === 'A+S' ? ',"fk_cashier_create_id":null,"fk_cashier_update_id":null' : '';
  const stamps = `,"created_at":"${wireDateTime(row['created_at'] as Date)}","updated_at":"${wireDateTime(row['updated_at'] as Date)}"`;
  return cashiers + stamps + (goneAt === null ? notDeleted : inner(deletion(goneAt)));
}

/** The fields of an object as they follow others. */
function inner(object: object): string {
  const text = JSON.stringify(object).slice(1, -1);
  return text === '' ? '' : `,${text}`;
}

function extrasTextReader(extras: Extras): (stored: string) => string {
  const readExtras = extrasReader(extras);
  const ofNothing = inner(readExtras(parseStored('{}')));
  return (stored) => (stored === '{}' ? ofNothing : inner(readExtras(parseStored(stored))));
}

/** When a row ended: itself, for this store, or with what it is a part of; null: it is alive. */
function goneSince(row: StoredRow, { onlyStore }: Definition, scope: InitScope): Date | null {
  if (row.deleted_at !== null) return row.deleted_at;
  const isElsewhere = onlyStore !== undefined && ![null, scope.store].includes(row['only_store'] as number | null);
  return isElsewhere ? (row['updated_at'] as Date) : ((row['whole_gone_at'] as Date | null | undefined) ?? null);
}

/** The common blocks of a row. */
function blocksOf(row: StoredRow, definition: Definition, scope: InitScope): WireRow {
  const { blocks } = definition;
  if (blocks === 'none') return {};
  return {
    ...(blocks === 'A+S' && { fk_cashier_create_id: null, fk_cashier_update_id: null }),
    created_at: wireDateTime(row['created_at'] as Date),
    updated_at: wireDateTime(row['updated_at'] as Date),
    ...deletion(goneSince(row, definition, scope)),
  };
}

/** Block S. */
export function deletion(deletedAt: Date | null): WireRow {
  return {
    is_deleted: deletedAt !== null,
    delete_description: null,
    deleted_at: deletedAt && wireDateTime(deletedAt),
    deleted_by: null,
  };
}

/** An id that the till would drop, or take for a number, would break more than its row. Only an imported row can have one. */
export function isSafeId(ctx: Ctx, resourceName: string, id: string): boolean {
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
