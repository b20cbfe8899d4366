/** Set-based SQL for both engines. A statement is written once, with the few words in which the engines differ coming from
 *  `q`; its text is constant, so the database can prepare it; all rows travel in one JSON parameter.
 *
 *  ```ts
 *  const lineColumns = { transaction_id: 'int', position: 'int', product_id: 'text?', total_e4: 'bigint' } as const;
 *
 *  const insertLines = statement({
 *    params: { lines: lineColumns },
 *    sql: (q) => `INSERT INTO transaction_lines (${q.names('lines')})
 *      SELECT ${q.names('lines', 'r')} FROM ${q.rows('lines', 'r')} WHERE true`,
 *  });
 *
 *  const addToHours = statement({
 *    params: { ids: ['int'] },
 *    sql: (q) => `INSERT INTO hour_totals (store_id, business_day, hour, currency, company_id, documents, gross_e4)
 *      SELECT store_id, business_day, hour, currency, company_id, count(*), ${q.sumBig('total_e4')}
 *      FROM transactions WHERE id IN ${q.list('ids')} GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4
 *      ${onConflictAdd({ table: 'hour_totals', keys: ['store_id', 'business_day', 'hour', 'currency'],
 *                        add: ['documents', 'gross_e4'] })}`,
 *  });
 *
 *  await inTransaction(ctx, async (tx) => {
 *    await ctx.db.dialect.execute(tx, insertLines, { lines });
 *    await ctx.db.dialect.execute(tx, addToHours, { ids });
 *  });
 *  ```
 */

import {
  type Columns,
  type ColumnType,
  decodeRows,
  decodeTable,
  type RowOf,
  type ScalarType,
  scalarOf,
  type Table,
  type ValueOf,
} from './columns.ts';
import { checkScalar, encodeList, encodeRows } from './encode.ts';

export type Provider = 'sqlite' | 'postgresql';

/** What a parameter is: one value (`'int'`), a list (`['int']`), or rows (an object of columns). */
type ParamSpec = ColumnType | readonly [ColumnType] | Columns;
type ParamSpecs = Readonly<Record<string, ParamSpec>>;

type ParamValue<S> = S extends ColumnType
  ? ValueOf<S>
  : S extends readonly [infer T extends ColumnType]
    ? readonly ValueOf<T>[]
    : S extends Columns
      ? readonly RowOf<S>[]
      : never;

type ParamValues<P extends ParamSpecs> = { readonly [K in keyof P]: ParamValue<P[K]> };

/** Words that need no parameter. */
export interface EngineWords {
  readonly provider: Provider;
  /** Sum of integers as a 64-bit integer, null over no rows. An overflow is an error on both engines. */
  sumBig(expression: string): string;
  /** The greatest of the expressions; nulls are passed over. */
  greatest(...expressions: string[]): string;
  /** The least of the expressions; nulls are passed over. */
  least(...expressions: string[]): string;
  /** A stored instant as integer milliseconds since 1970. */
  millis(expression: string): string;
  /** Integer milliseconds since 1970 as a stored instant. */
  instant(expression: string): string;
  /** At the end of a SELECT whose rows will be changed: waits for others' locks. Empty on SQLite, whose transactions
   *  never run beside each other. */
  readonly forUpdate: string;
  /** As `forUpdate`, but passes over rows that another transaction holds: for taking work from a queue. */
  readonly skipLocked: string;
}

/** The words of one statement: the engine's, and those that stand for its parameters. */
export interface Words<P extends ParamSpecs = ParamSpecs> extends EngineWords {
  /** The placeholder of one value, with its type. May be written several times. */
  param(name: keyof P & string): string;
  /** `(SELECT …)` of a list's values, for `IN`. */
  list(name: keyof P & string): string;
  /** The rows of a parameter as something to select from, named `alias`; its columns have the parameter's names. */
  rows(name: keyof P & string, alias: string): string;
  /** The column names of a rows parameter, separated by commas; with `alias.` before each when given. */
  names(name: keyof P & string, alias?: string): string;
}

interface StatementDefinition<P extends ParamSpecs, R extends Columns> {
  params: P;
  /** Columns of the result; `query` reads exactly these, in these types, on either engine. */
  returns?: R;
  /** The text is one of very many: nobody keeps it prepared. */
  isVaried?: boolean;
  sql: (q: Words<P>) => string;
}

export type Statement<P extends ParamSpecs = ParamSpecs, R extends Columns = Columns> = Readonly<
  StatementDefinition<P, R>
>;

/** Declares a statement. Keep it in a constant beside the code that uses it: each engine's text is made once. */
export function statement<const P extends ParamSpecs, const R extends Columns = Record<never, never>>(
  definition: StatementDefinition<P, R>,
): Statement<P, R> {
  return definition;
}

/** Whatever runs raw SQL: the client of a transaction, or a reader. */
export interface RawClient {
  $queryRawUnsafe<T = unknown>(text: string, ...values: unknown[]): Promise<T>;
  $executeRawUnsafe(text: string, ...values: unknown[]): Promise<number>;
  /** The same rows by place instead of by name, where the driver has them so: an object of its own for each row is most of what
   *  reading a wide one costs (250 products of 25 columns: 1.1 ms instead of 3.5). */
  $queryTable?(text: string, values: readonly unknown[]): Promise<Table>;
}

/** Runs statements on the engine that the hub was started with. */
export interface Dialect {
  readonly provider: Provider;
  readonly words: EngineWords;
  /** Runs a statement that returns rows (SELECT, or RETURNING). The order is the statement's own; RETURNING has none. */
  query<P extends ParamSpecs, R extends Columns>(
    client: RawClient,
    statement: Statement<P, R>,
    params: ParamValues<P>,
  ): Promise<RowOf<R>[]>;
  /** Runs a statement that returns nothing and tells how many rows it changed. */
  execute<P extends ParamSpecs>(client: RawClient, statement: Statement<P>, params: ParamValues<P>): Promise<number>;
}

/** What an engine brings to `createDialect`. */
export interface Engine {
  words: EngineWords;
  /** A placeholder; `place` counts from 1. When `reuses` is false every mention is a parameter of its own. */
  placeholder(place: number, type: ScalarType | 'json' | 'blob'): string;
  reuses: boolean;
  /** Rows out of a JSON placeholder: an array for each row, with two cells (offset, length) for each `bytes` column; `blob`
   *  is the placeholder of all bytes. */
  rowSource(source: { json: () => string; blob: () => string; columns: Columns; alias: string }): string;
  listSource(json: string, scalar: ScalarType): string;
  /** The value to hand to the driver for a single parameter that `checkScalar` approved. */
  bind(scalar: ScalarType, value: bigint | string | boolean | Uint8Array): unknown;
  /** Called once for each statement text. */
  prepared?(text: string): void;
}

/** One mention of a parameter in a compiled text: the value itself, a list, or one half of encoded rows. */
interface Slot {
  name: string;
  part: 'value' | 'list' | 'json' | 'blob';
}

interface Compiled {
  text: string;
  slots: readonly Slot[];
}

export function createDialect(engine: Engine): Dialect {
  const compiled = new WeakMap<object, Compiled>();
  const compile = (target: Statement): Compiled => {
    let known = compiled.get(target);
    if (!known) {
      known = compileStatement(engine, target);
      if (!target.isVaried) engine.prepared?.(known.text);
      compiled.set(target, known);
    }
    return known;
  };
  return {
    provider: engine.words.provider,
    words: engine.words,
    async query(client, target, params) {
      // The compiler looks at parameters by name only, so the precise parameter types may be forgotten here and below.
      const { text, slots } = compile(target as unknown as Statement);
      const values = bind(engine, target, slots, params);
      const returns = target.returns ?? ({} as never);
      if (client.$queryTable) return decodeTable(returns, await client.$queryTable(text, values));
      return decodeRows(returns, await client.$queryRawUnsafe<Record<string, unknown>[]>(text, ...values));
    },
    async execute(client, target, params) {
      const { text, slots } = compile(target as unknown as Statement);
      return client.$executeRawUnsafe(text, ...bind(engine, target, slots, params));
    },
  };
}

function compileStatement(engine: Engine, target: Statement): Compiled {
  const slots: Slot[] = [];
  const places = new Map<string, number>();
  const place = (name: string, part: Slot['part'], type: ScalarType | 'json' | 'blob'): string => {
    const key = `${part} ${name}`;
    let position = engine.reuses ? places.get(key) : undefined;
    if (position === undefined) {
      position = slots.push({ name, part });
      places.set(key, position);
    }
    return engine.placeholder(position, type);
  };
  const text = target.sql({
    ...engine.words,
    param: (name) => place(name, 'value', scalarOf(scalarSpec(target, name)).scalar),
    list: (name) => engine.listSource(place(name, 'list', 'json'), scalarOf(listSpec(target, name)).scalar),
    rows: (name, alias) =>
      engine.rowSource({
        columns: rowsSpec(target, name),
        alias,
        // Both are called in the order of the text: an engine without numbered placeholders depends on it.
        json: () => place(name, 'json', 'json'),
        blob: () => place(name, 'blob', 'blob'),
      }),
    names: (name, alias) =>
      Object.keys(rowsSpec(target, name))
        .map((column) => (alias ? `${alias}.${column}` : column))
        .join(', '),
  });
  return { text, slots };
}

function bind(engine: Engine, target: { params: ParamSpecs }, slots: readonly Slot[], params: object): unknown[] {
  const values = params as Record<string, unknown>;
  const encoded = new Map<string, { json: string; blob: Uint8Array }>();
  const rowsOf = (name: string) => {
    let rows = encoded.get(name);
    if (!rows) {
      rows = encodeRows(rowsSpec(target, name), values[name] as RowOf<Columns>[]);
      encoded.set(name, rows);
    }
    return rows;
  };
  return slots.map(({ name, part }) => {
    if (part === 'json' || part === 'blob') return rowsOf(name)[part];
    if (part === 'list') return encodeList(listSpec(target, name), values[name] as unknown[]);
    const type = scalarSpec(target, name);
    const value = checkScalar(name, type, values[name]);
    return value === null ? null : engine.bind(scalarOf(type).scalar, value);
  });
}

function scalarSpec(target: { params: ParamSpecs }, name: string): ColumnType {
  const spec = target.params[name];
  if (typeof spec !== 'string') throw new Error(`"${name}" is no single value of this statement`);
  return spec;
}

function listSpec(target: { params: ParamSpecs }, name: string): ColumnType {
  const spec = target.params[name];
  if (!Array.isArray(spec)) throw new Error(`"${name}" is no list of this statement`);
  return spec[0] as ColumnType;
}

function rowsSpec(target: { params: ParamSpecs }, name: string): Columns {
  const spec = target.params[name];
  if (typeof spec !== 'object' || Array.isArray(spec)) throw new Error(`"${name}" has no rows in this statement`);
  return spec as Columns;
}

/** The end of an upsert that adds to rows already there: `add` columns grow, `replace` columns take the new value.
 *  The SELECT before it must GROUP BY the keys (a key twice is an error on PostgreSQL) and ORDER BY them (unsorted rows
 *  deadlock), and needs a WHERE (`WHERE true`) or GROUP BY for SQLite's grammar. */
export function onConflictAdd(target: {
  table: string;
  keys: readonly string[];
  add: readonly string[];
  replace?: readonly string[];
}): string {
  const changes = [
    ...target.add.map((column) => `${column} = ${target.table}.${column} + excluded.${column}`),
    ...(target.replace ?? []).map((column) => `${column} = excluded.${column}`),
  ];
  return `ON CONFLICT (${target.keys.join(', ')}) DO UPDATE SET ${changes.join(', ')}`;
}
