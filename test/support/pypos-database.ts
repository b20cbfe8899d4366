/** A PyPOS database made by hand: tables as the protocol describes them, values in their storage form (3.5). Nothing here looks at
 *  the code that reads it. */
import { createHash } from 'node:crypto';
import BetterSqlite3 from 'better-sqlite3';
import { pyposTables } from './pypos-schema.ts';

type Value = string | number | null;
export type Row = Record<string, Value>;

const sqlTypes: Readonly<Record<string, string>> = {
  uuid: 'UUID',
  int: 'INTEGER',
  str: 'VARCHAR',
  text: 'TEXT',
  bool: 'BOOLEAN',
  float: 'FLOAT',
  datetime: 'DATETIME',
  date: 'DATE',
  time: 'TIME',
};

/** The common blocks: A who and when, S soft deletion. */
const blockColumns: Readonly<Record<string, readonly string[]>> = {
  A: ['fk_cashier_create_id UUID', 'fk_cashier_update_id UUID', 'created_at DATETIME', 'updated_at DATETIME'],
  S: ['is_deleted BOOLEAN', 'delete_description VARCHAR', 'deleted_at DATETIME', 'deleted_by UUID'],
};

/** One CREATE TABLE for each paragraph of the schema. */
function statements(): Map<string, string> {
  const found = new Map<string, string>();
  for (const paragraph of pyposTables.trim().split(/\n(?! )/)) {
    const [name = '', blocks = '', ...words] = paragraph.split(/\s+/);
    let type = '';
    const columns = words.flatMap((word) => {
      if (word.endsWith(':')) {
        type = sqlTypes[word.slice(0, -1)] ?? `NUMERIC(15, ${word.slice(3, -1)})`;
        return [];
      }
      const mark = word.endsWith('*') ? ' PRIMARY KEY NOT NULL' : word.endsWith('!') ? ' UNIQUE' : '';
      return [`"${word.replace(/[*!]$/, '')}" ${type}${mark}`];
    });
    const common = [...blocks].flatMap((block) => blockColumns[block] ?? []);
    found.set(name, `CREATE TABLE "${name}" (${[...columns, ...common].join(', ')})`);
  }
  return found;
}

/** A file that is being filled. */
export interface PyposFile {
  /** Adds a row; what is not said is null, and `is_deleted` is 0. Ids are given with or without dashes and stored without. */
  add(table: string, row: Row): void;
  /** As `add`, with every value exactly as given. */
  addRaw(table: string, row: Row): void;
  sql: BetterSqlite3.Database;
  close(): void;
}

export function createPyposFile(file: string): PyposFile {
  const sql = new BetterSqlite3(file);
  sql.pragma('journal_mode = DELETE');
  sql.pragma('synchronous = OFF');
  for (const text of statements().values()) sql.exec(text);
  const columns = new Map<string, readonly string[]>();
  const columnsOf = (table: string) => {
    const known =
      columns.get(table) ?? (sql.pragma(`table_info("${table}")`) as { name: string }[]).map(({ name }) => name);
    columns.set(table, known);
    return known;
  };
  const insert = (table: string, row: Row) => {
    const unknown = Object.keys(row).filter((name) => !columnsOf(table).includes(name));
    if (unknown.length > 0) throw new Error(`${table} has no column ${unknown.join(', ')}`);
    const names = Object.keys(row);
    sql
      .prepare(
        `INSERT INTO "${table}" (${names.map((name) => `"${name}"`).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
      )
      .run(Object.values(row));
  };
  return {
    sql,
    addRaw: insert,
    add(table, row) {
      const stored = Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, isId(value) ? value.replaceAll('-', '') : value]),
      );
      const deletable = columnsOf(table).includes('is_deleted') && row['is_deleted'] === undefined;
      insert(table, deletable ? { ...stored, is_deleted: 0 } : stored);
    },
    close: () => sql.close(),
  };
}

function isId(value: Value): value is string {
  return typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(value);
}

/** The same id for the same name, never one that reads as a number. */
export function idOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `a${hex.slice(1, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** As the file holds it. */
export const hexOf = (name: string) => idOf(name).replaceAll('-', '');
