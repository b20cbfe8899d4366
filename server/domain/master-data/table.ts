/** A table of master data, declared once: from its fields come the input schema, the columns and the statements. */

import { z } from 'zod';
import { type Columns, type Ctx, type Statement, statement, type Tx } from '../../db/index.ts';
import type { Action } from '../tenancy/index.ts';
import type { Fields } from './fields.ts';

/** Rows of another table that a field may name; they must be the company's own or the hub's. */
interface Reference {
  table: string;
  /** Stores have compact ids, everything else a UUID. */
  key: 'text' | 'int';
}

export interface MasterDefinition<F extends Fields> {
  /** Name in the database. */
  table: string;
  /** What the audit trail calls a row. */
  subject: string;
  /** Who may write a company's rows; the hub's own need `reference.write`. */
  action: Action;
  fields: F;
  /** The field that binds a row to a store, where a right over that store is enough to write it. */
  storeField?: keyof F & string;
  /** Fields by which a row without an id is recognised in its company. */
  key?: readonly (keyof F & string)[];
  /** Unique rules of the table, by column names. */
  uniques?: readonly (readonly string[])[];
  references?: Partial<Record<keyof F & string, Reference>>;
  /** Columns computed from the row. */
  derived?: Readonly<Record<string, { type: 'text' | 'text?'; from: (row: MasterRow) => string | null }>>;
  /** A rule between the fields of a row; says what is wrong. */
  check?: (row: MasterRow) => { field: keyof F & string; message: string } | null;
  /** What follows from rows that were made or changed, in the same transaction; rows by column names. */
  written?: (
    at: { tx: Tx; ctx: Ctx },
    companyId: number | null,
    rows: readonly Readonly<Record<string, unknown>>[],
  ) => Promise<void>;
}

/** A parsed row by field names. */
export type MasterRow = Record<string, unknown>;

export interface MasterTable<F extends Fields = Fields> extends MasterDefinition<F> {
  schema: z.ZodType<MasterRow[]>;
  /** Field name → column name. */
  columnOf: Readonly<Record<string, string>>;
  /** What changes by a put: the fields and derived columns. */
  valueColumns: Columns;
  statements: {
    upsert: Statement;
    byId: Statement;
    byKey: Statement | null;
    references: Readonly<Record<string, Statement>>;
  };
}

/** What a caller gives for one row. Without `id`, the row is recognised by its natural key, or new. A row is replaced as a
 *  whole: what is left out takes its default. */
export type RowInput<T> =
  T extends MasterTable<infer F>
    ? z.input<z.ZodObject<{ [K in keyof F]: F[K]['schema'] }>> & { id?: string; deletedAt?: Date | null }
    : never;

export const createdColumns = { id: 'text', company_id: 'int?', created_at: 'instant' } as const;
export const writtenColumns = { deleted_at: 'instant?', updated_at: 'instant', version: 'int' } as const;

/** Completes a declaration with its schema and statements; call it once, at module level. */
export function masterTable<const F extends Fields>(definition: MasterDefinition<F>): MasterTable<F> {
  const columnOf: Record<string, string> = {};
  const valueColumns: Record<string, Columns[string]> = {};
  for (const [name, field] of Object.entries(definition.fields)) {
    columnOf[name] = field.column ?? snakeCase(name);
    valueColumns[columnOf[name]] = field.type;
  }
  for (const [column, { type }] of Object.entries(definition.derived ?? {})) valueColumns[column] = type;
  const shape = Object.fromEntries(Object.entries(definition.fields).map(([name, { schema }]) => [name, schema]));
  const row = z.strictObject({ ...shape, id: z.string().optional(), deletedAt: z.date().nullable().default(null) });
  return {
    ...definition,
    schema: z.array(row).max(20_000),
    columnOf,
    valueColumns,
    statements: {
      upsert: upsertStatement(definition.table, valueColumns),
      byId: findStatement(definition.table, valueColumns, { column: 'id', type: 'text' }),
      byKey: keyStatement(definition, columnOf, valueColumns),
      references: referenceStatements(definition),
    },
  };
}

function upsertStatement(table: string, valueColumns: Columns): Statement {
  const changing = [...Object.keys(valueColumns), ...Object.keys(writtenColumns)];
  return statement({
    params: { rows: { ...createdColumns, ...valueColumns, ...writtenColumns } },
    sql: (q) => `INSERT INTO ${table} (${q.names('rows')}) SELECT ${q.names('rows', 'r')} FROM ${q.rows('rows', 'r')}
      WHERE true ON CONFLICT (id) DO UPDATE SET ${changing.map((column) => `${column} = excluded.${column}`).join(', ')}`,
  });
}

/** Rows by id in any company (an id is taken wherever it is), or by key in one. */
function findStatement(table: string, valueColumns: Columns, by: { column: string; type: 'text' | 'int' }): Statement {
  const returns = { id: 'text', company_id: 'int?', deleted_at: 'instant?', ...valueColumns } as const;
  const inCompany = by.column === 'id' ? '' : 'company_id IS NOT DISTINCT FROM';
  return statement({
    params: { company: 'int?', values: [by.type] },
    returns,
    sql: (q) => `SELECT ${Object.keys(returns).join(', ')} FROM ${table}
      WHERE ${by.column} IN ${q.list('values')} ${inCompany && `AND ${inCompany} ${q.param('company')}`} ${q.forUpdate}`,
  });
}

function keyStatement<F extends Fields>(
  definition: MasterDefinition<F>,
  columnOf: Readonly<Record<string, string>>,
  valueColumns: Columns,
): Statement | null {
  const first = definition.key?.[0];
  const column = first === undefined ? undefined : columnOf[first];
  if (column === undefined) return null;
  const type = valueColumns[column];
  if (type !== 'text' && type !== 'int') throw new Error(`${definition.table}: a key begins with a required column`);
  return findStatement(definition.table, valueColumns, { column, type });
}

function referenceStatements<F extends Fields>(definition: MasterDefinition<F>): Record<string, Statement> {
  const statements: Record<string, Statement> = {};
  for (const [name, target] of Object.entries<Reference | undefined>(definition.references ?? {})) {
    if (!target) continue;
    const owner = target.table === 'stores' ? '' : ' OR company_id IS NULL';
    statements[name] = statement({
      params: { company: 'int?', values: [target.key] },
      returns: { id: target.key },
      sql: (q) => `SELECT id FROM ${target.table}
        WHERE id IN ${q.list('values')} AND (company_id = ${q.param('company')}${owner})`,
    });
  }
  return statements;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
