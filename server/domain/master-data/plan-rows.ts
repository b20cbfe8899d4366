/** What putting rows would come to, told without writing: for taking over rows of which some cannot be taken as they are. */

import { normalizeWireId } from '../../core/ids.ts';
import { type ColumnType, type Ctx, type ScalarType, type Statement, statement } from '../../db/index.ts';
import type { Fields } from './fields.ts';
import { comparable, differences, type Stored, storedForm } from './put-rows.ts';
import type { MasterRow, MasterTable, RowInput } from './table.ts';

export type PlannedRow =
  | { state: 'new' | 'same' }
  /** The row is there with other values in these columns. */
  | { state: 'differs'; columns: string[] }
  /** Another row has the values of these fields, which may occur once only; none: it is a row of somebody else. */
  | { state: 'taken'; fields: string[] }
  /** A field names a row that neither exists nor was promised. */
  | { state: 'missing'; field: string; isOptional: boolean }
  | { state: 'invalid'; field: string; message: string };

/** What earlier plans of one undertaking will have written: later ones count on it. */
export interface Promised {
  /** Ids by table. */
  ids: Map<string, Set<string>>;
  /** Values that may occur once only, by table and columns. */
  keys: Set<string>;
}

/** Judges rows one by one against what is stored and promised; those that are new are added to what is promised. Rows with an
 *  id are recognised by it, others by their natural key. Reads only; `putRows` of the new ones then stores all of them, unless
 *  somebody else was faster. */
export async function planRows<F extends Fields>(
  ctx: Ctx,
  table: MasterTable<F>,
  { companyId, rows, promised }: { companyId: number; rows: readonly RowInput<MasterTable<F>>[]; promised: Promised },
): Promise<PlannedRow[]> {
  const read = rows.map((row) => readRow(table, row));
  const parsed = read.flatMap((each) => ('row' in each ? [each.row] : []));
  const forms = new Map(parsed.map((row) => [row, { ...storedForm(table, row), id: normalizeWireId(row['id']) }]));
  const all = [...forms.values()];
  const find = await storedRows(ctx, table, { companyId, rows: all });
  const targets = await referencedRows(ctx, table, { companyId, rows: all, promised });
  const holders = await uniqueHolders(ctx, table, { companyId, rows: all });
  return read.map((each) => {
    if (!('row' in each)) return each;
    const form = forms.get(each.row) as Form;
    const before = find(form);
    if (before && before['company_id'] !== companyId) return { state: 'taken', fields: [] };
    const missing = missingReference(table, form, targets);
    // What may be empty is to be emptied before it is compared: an earlier run will have done the same.
    if (before && !(missing?.state === 'missing' && missing.isOptional)) {
      const columns = differences(before, withoutId(form));
      return columns.length === 0 ? { state: 'same' } : { state: 'differs', columns };
    }
    if (missing) return missing;
    const taken = takenField(table, form, { holders, promised });
    if (taken) return taken;
    promise(table, form, promised);
    return { state: 'new' };
  });
}

type Form = Stored & { id: string | null };
type AnyTable = Pick<MasterTable, 'table' | 'columnOf' | 'valueColumns'> & {
  uniques?: readonly (readonly string[])[] | undefined;
  references?: object | undefined;
};

interface Planned {
  companyId: number;
  rows: readonly Form[];
}

function readRow<F extends Fields>(
  table: MasterTable<F>,
  raw: unknown,
): { row: MasterRow } | Extract<PlannedRow, { state: 'invalid' }> {
  const parsed = table.schema.safeParse([raw]);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { state: 'invalid', field: String(issue?.path[1] ?? ''), message: issue?.message ?? 'invalid' };
  }
  const row = parsed.data[0] as MasterRow;
  const problem = table.check?.(row);
  return problem ? { state: 'invalid', ...problem } : { row };
}

function withoutId({ id: _id, ...form }: Form): Stored {
  return form;
}

/** The stored row of a given one: by id in any company, otherwise by natural key in this one. */
async function storedRows<F extends Fields>(ctx: Ctx, table: MasterTable<F>, { companyId, rows }: Planned) {
  const byId = new Map<unknown, Stored>();
  const ids = rows.flatMap(({ id }) => (id === null ? [] : [id]));
  for (const row of await look(ctx, table, { companyId: null, column: 'id', values: ids })) byId.set(row['id'], row);
  const columns = (table.key ?? []).map((name) => table.columnOf[name] as string);
  const keyOf = (row: Stored) => JSON.stringify(columns.map((column) => comparable(row[column])));
  const byKey = new Map<string, Stored>();
  const [first] = columns;
  const unnamed = rows.filter(({ id }) => id === null);
  if (first !== undefined && unnamed.length > 0) {
    const values = unnamed.map((row) => row[first]);
    for (const row of await look(ctx, table, { companyId, column: first, values })) byKey.set(keyOf(row), row);
  }
  return (row: Form) => (row.id === null ? byKey.get(keyOf(row)) : byId.get(row.id));
}

/** Statements by table and column; made once, because each engine prepares a statement's text. */
const lookUps = new WeakMap<object, Map<string, Statement>>();

/** Rows with these values in one column; `companyId` null: of every company. */
async function look(
  ctx: Ctx,
  table: AnyTable,
  { companyId, column, values }: { companyId: number | null; column: string; values: readonly unknown[] },
): Promise<Stored[]> {
  const given = [...new Set(values)].filter((value) => value !== null);
  if (given.length === 0) return [];
  const name = `${column} ${companyId === null}`;
  const known = lookUps.get(table) ?? new Map<string, Statement>();
  lookUps.set(table, known);
  const find = known.get(name) ?? lookUp(table, column, companyId === null);
  known.set(name, find);
  return ctx.db.dialect.query(ctx.db.reader, find, { company: companyId, values: given as never });
}

function lookUp(table: AnyTable, column: string, ofEveryCompany: boolean): Statement {
  const returns = { id: 'text', company_id: 'int?', deleted_at: 'instant?', ...table.valueColumns } as const;
  const type = (column === 'id' ? 'text' : (table.valueColumns[column] as ColumnType)).replace('?', '') as ScalarType;
  return statement({
    params: { company: 'int?', values: [type] },
    returns,
    sql: (q) => `SELECT ${Object.keys(returns).join(', ')} FROM ${table.table}
      WHERE ${column} IN ${q.list('values')} ${ofEveryCompany ? '' : `AND company_id = ${q.param('company')}`}`,
  });
}

/** By field, the ids that may be named. */
async function referencedRows<F extends Fields>(
  ctx: Ctx,
  table: MasterTable<F>,
  { companyId, rows, promised }: Planned & { promised: Promised },
): Promise<Map<string, (id: unknown) => boolean>> {
  const targets = new Map<string, (id: unknown) => boolean>();
  for (const [field, find] of Object.entries(table.statements.references)) {
    const column = table.columnOf[field] as string;
    const wanted = [...new Set(rows.map((row) => row[column]))].filter((value) => value !== null);
    const found =
      wanted.length === 0
        ? []
        : await ctx.db.dialect.query(ctx.db.reader, find, { company: companyId, values: wanted as never });
    const stored = new Set<unknown>(found.map((row) => row['id']));
    const target = (table.references as Record<string, { table: string }> | undefined)?.[field]?.table ?? '';
    // Rows of a tree may name each other in one batch.
    const own = new Set<unknown>(target === table.table ? rows.map(({ id }) => id) : []);
    targets.set(field, (id) => stored.has(id) || own.has(id) || (promised.ids.get(target)?.has(id as string) ?? false));
  }
  return targets;
}

function missingReference(
  table: AnyTable,
  form: Form,
  targets: ReadonlyMap<string, (id: unknown) => boolean>,
): PlannedRow | null {
  for (const [field, exists] of targets) {
    const column = table.columnOf[field] as string;
    if (form[column] === null || exists(form[column])) continue;
    return { state: 'missing', field, isOptional: String(table.valueColumns[column]).endsWith('?') };
  }
  return null;
}

interface Unique {
  /** Without the company. */
  columns: readonly string[];
  inCompany: boolean;
}

function uniquesOf(table: AnyTable): Unique[] {
  return (table.uniques ?? []).map((names) => ({
    columns: names.filter((name) => name !== 'company_id'),
    inCompany: names.includes('company_id'),
  }));
}

/** Null where a column is: nulls clash with nothing. */
function uniqueKey(table: AnyTable, { columns }: Unique, row: Stored): string | null {
  if (columns.some((column) => row[column] === null)) return null;
  return JSON.stringify([table.table, columns, columns.map((column) => comparable(row[column]))]);
}

/** What stored rows hold of the values that may occur once only. */
async function uniqueHolders(ctx: Ctx, table: AnyTable, { companyId, rows }: Planned): Promise<Set<string>> {
  const holders = new Set<string>();
  for (const unique of uniquesOf(table)) {
    const column = unique.columns[0] as string;
    const found = await look(ctx, table, {
      companyId: unique.inCompany ? companyId : null,
      column,
      values: rows.map((row) => row[column]),
    });
    for (const row of found) {
      const key = uniqueKey(table, unique, row);
      if (key !== null) holders.add(key);
    }
  }
  return holders;
}

function takenField(
  table: AnyTable,
  form: Form,
  { holders, promised }: { holders: ReadonlySet<string>; promised: Promised },
): PlannedRow | null {
  for (const unique of uniquesOf(table)) {
    const key = uniqueKey(table, unique, form);
    if (key !== null && (holders.has(key) || promised.keys.has(key))) {
      return { state: 'taken', fields: [...unique.columns] };
    }
  }
  return null;
}

function promise(table: AnyTable, form: Form, promised: Promised): void {
  const ids = promised.ids.get(table.table) ?? new Set();
  promised.ids.set(table.table, ids);
  if (form.id !== null) ids.add(form.id);
  for (const unique of uniquesOf(table)) {
    const key = uniqueKey(table, unique, form);
    if (key !== null) promised.keys.add(key);
  }
}
