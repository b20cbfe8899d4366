/** Creates and updates master data, many rows at once: a few statements, versions from the company's counter, one entry in
 *  the audit trail. */

import { DomainError, type InputError } from '../../core/errors.ts';
import { newId, normalizeWireId } from '../../core/ids.ts';
import { type Ctx, inTransaction, isUniqueViolation, type Tx } from '../../db/index.ts';
import { nextVersions } from '../feed/index.ts';
import { authorize } from '../tenancy/index.ts';
import { auditAll, auditEach } from './audit-puts.ts';
import type { Fields } from './fields.ts';
import { holdRows } from './hold-rows.ts';
import type { MasterRow, MasterTable, RowInput } from './table.ts';

export interface PutResult {
  /** One id per row given, in its order. */
  ids: string[];
  created: number;
  updated: number;
  /** Rows that were already as given: they keep their version. */
  unchanged: number;
}

/** Columns by name, as the database holds them. */
export type Stored = Record<string, unknown>;

export interface Write {
  id: string;
  before: Stored | null;
  after: Stored;
}

/** Puts rows of one company (null: of the hub). All rows are stored, or none. Safe to repeat: a row that is already as given is
 *  not written.
 *  @throws invalid_input   a row breaks its rules or names a row that the company cannot see; `errors` says which
 *  @throws already_exists  a code is taken, or an id belongs to somebody else */
export async function putRows<F extends Fields>(
  ctx: Ctx,
  table: MasterTable<F>,
  input: { companyId: number | null; rows: readonly RowInput<MasterTable<F>>[] },
): Promise<PutResult> {
  const plan = judgeInput(ctx, table, input);
  return inTransaction(ctx, (tx) => writeJudged(tx, ctx, table, plan));
}

/** The same inside the caller's transaction, for an operation that changes several tables at once.
 *  @param input.isAudited     false: the caller writes the entry of the whole operation itself
 *  @param input.isEachAudited true: an entry for each row, so that each has its history */
export async function putRowsIn<F extends Fields>(
  { tx, ctx }: { tx: Tx; ctx: Ctx },
  table: MasterTable<F>,
  input: {
    companyId: number | null;
    rows: readonly RowInput<MasterTable<F>>[];
    isAudited?: boolean;
    isEachAudited?: boolean;
  },
): Promise<PutResult> {
  const plan = judgeInput(ctx, table, input);
  return writeJudged(tx, ctx, table, {
    ...plan,
    isAudited: input.isAudited ?? true,
    isEachAudited: input.isEachAudited ?? false,
  });
}

interface Judged {
  companyId: number | null;
  rows: MasterRow[];
  isAudited: boolean;
  isEachAudited: boolean;
}

function judgeInput<F extends Fields>(
  ctx: Ctx,
  table: MasterTable<F>,
  input: { companyId: number | null; rows: readonly unknown[] },
): Judged {
  const { companyId } = input;
  if (companyId === null) authorize(ctx, 'reference.write');
  else if (table.storeField === undefined) authorize(ctx, table.action, { companyId });
  const rows = parseRows(table, input.rows);
  authorizeStores(ctx, table, { companyId, stored: rows.map((row) => storedForm(table, row)) });
  return { companyId, rows, isAudited: true, isEachAudited: false };
}

async function writeJudged<F extends Fields>(
  tx: Tx,
  ctx: Ctx,
  table: MasterTable<F>,
  plan: Judged,
): Promise<PutResult> {
  if (plan.rows.length === 0) return { ids: [], created: 0, updated: 0, unchanged: 0 };
  try {
    return await writeRows(tx, ctx, table, plan);
  } catch (error) {
    throw translateUnique(error, table);
  }
}

/** A right over one store covers its rows, those that are there and those that are given; a row of every store needs the right
 *  for the company. */
function authorizeStores<F extends Fields>(
  ctx: Ctx,
  table: MasterTable<F>,
  { companyId, stored }: { companyId: number | null; stored: readonly Stored[] },
): void {
  if (table.storeField === undefined || companyId === null) return;
  const column = table.columnOf[table.storeField] as string;
  for (const storeId of new Set(stored.map((row) => row[column]))) {
    authorize(ctx, table.action, typeof storeId === 'number' ? { companyId, storeId } : { companyId });
  }
}

function parseRows<F extends Fields>(table: MasterTable<F>, rows: readonly unknown[]): MasterRow[] {
  const parsed = table.schema.safeParse(rows);
  if (!parsed.success) {
    refuse(parsed.error.issues.map(({ path, message }) => ({ path: ['rows', ...path].join('.'), message })));
  }
  const errors: InputError[] = [];
  for (const [index, row] of parsed.data.entries()) {
    const problem = table.check?.(row);
    if (problem) errors.push({ path: `rows.${index}.${problem.field}`, message: problem.message });
    if (row.id !== undefined && normalizeWireId(row.id) === null) {
      errors.push({ path: `rows.${index}.id`, message: 'must be a UUID' });
    }
  }
  if (errors.length > 0) refuse(errors);
  return parsed.data;
}

function refuse(errors: InputError[]): never {
  throw new DomainError('invalid_input', { errors: errors.slice(0, 100) });
}

async function writeRows<F extends Fields>(
  tx: Tx,
  ctx: Ctx,
  table: MasterTable<F>,
  { companyId, rows, isAudited, isEachAudited }: Judged,
): Promise<PutResult> {
  if (companyId !== null) await holdRows({ tx, ctx }, companyId);
  const find = await knownRows(tx, ctx, table, { companyId, rows });
  const writes = rows.map((row): Write => {
    const before = find(row);
    const id = String(before?.id ?? normalizeWireId(row.id) ?? newId());
    return { id, before, after: storedForm(table, row) };
  });
  refuseTwice(writes);
  authorizeStores(ctx, table, { companyId, stored: writes.flatMap(({ before }) => (before === null ? [] : [before])) });
  await checkReferences(tx, ctx, table, { companyId, writes });
  const changed = writes.filter(({ before, after }) => before === null || differences(before, after).length > 0);
  if (changed.length > 0) {
    const firstVersion = await nextVersions(tx, companyId, changed.length);
    const now = ctx.now();
    await ctx.db.dialect.execute(tx, table.statements.upsert, {
      rows: changed.map(({ id, after }, index) => ({
        id,
        company_id: companyId,
        created_at: now,
        ...after,
        updated_at: now,
        version: firstVersion + index,
      })),
    });
    await table.written?.(
      { tx, ctx },
      companyId,
      changed.map(({ after }) => after),
    );
    if (isEachAudited) await auditEach({ tx, ctx }, table, { companyId, changed });
    else if (isAudited) await auditAll({ tx, ctx }, table, { companyId, changed });
  }
  const created = changed.filter(({ before }) => before === null).length;
  return {
    ids: writes.map(({ id }) => id),
    created,
    updated: changed.length - created,
    unchanged: writes.length - changed.length,
  };
}

/** Reads the rows that are already there, by id and by natural key; the result finds a given row's. */
async function knownRows<F extends Fields>(
  tx: Tx,
  ctx: Ctx,
  table: MasterTable<F>,
  { companyId, rows }: { companyId: number | null; rows: MasterRow[] },
): Promise<(row: MasterRow) => Stored | null> {
  const ids = rows.flatMap((row) => (row.id === undefined ? [] : [normalizeWireId(row.id)]));
  const byId = new Map<unknown, Stored>();
  if (ids.length > 0) {
    const found = await ctx.db.dialect.query(tx, table.statements.byId, { company: companyId, values: ids });
    for (const row of found) {
      if (row.company_id !== companyId) throw new DomainError('already_exists', { table: table.table, id: row.id });
      byId.set(row.id, row);
    }
  }
  const keyColumns = (table.key ?? []).map((name) => table.columnOf[name] as string);
  const keyOf = (row: Stored) => JSON.stringify(keyColumns.map((column) => comparable(row[column])));
  const byKey = new Map<string, Stored>();
  const unnamed = rows.filter((row) => row.id === undefined).map((row) => storedForm(table, row));
  if (table.statements.byKey && unnamed.length > 0) {
    const values = [...new Set(unnamed.map((row) => row[keyColumns[0] as string]))];
    const found = await ctx.db.dialect.query(tx, table.statements.byKey, {
      company: companyId,
      values: values as never,
    });
    for (const row of found) byKey.set(keyOf(row), row);
  }
  return (row) => {
    if (row.id !== undefined) return byId.get(normalizeWireId(row.id)) ?? null;
    return byKey.get(keyOf(storedForm(table, row))) ?? null;
  };
}

/** A parsed row by column names. */
export function storedForm<F extends Fields>(table: MasterTable<F>, row: MasterRow): Stored {
  const stored: Stored = { deleted_at: row.deletedAt };
  for (const [name, column] of Object.entries(table.columnOf)) stored[column] = row[name];
  for (const [column, { from }] of Object.entries(table.derived ?? {})) stored[column] = from(row);
  return stored;
}

function refuseTwice(writes: readonly Write[]): void {
  const seen = new Set<string>();
  for (const [index, { id }] of writes.entries()) {
    if (seen.has(id)) refuse([{ path: `rows.${index}`, message: 'is in the list twice' }]);
    seen.add(id);
  }
}

async function checkReferences<F extends Fields>(
  tx: Tx,
  ctx: Ctx,
  table: MasterTable<F>,
  { companyId, writes }: { companyId: number | null; writes: readonly Write[] },
): Promise<void> {
  const errors: InputError[] = [];
  for (const [name, find] of Object.entries(table.statements.references)) {
    const column = table.columnOf[name] as string;
    const wanted = new Set(writes.map(({ after }) => after[column]).filter((value) => value !== null));
    if (wanted.size === 0) continue;
    const found = await ctx.db.dialect.query(tx, find, { company: companyId, values: [...wanted] as never });
    const known = new Set<unknown>([...found.map((row) => row.id), ...ownRows(table, name, writes)]);
    for (const [index, { after }] of writes.entries()) {
      if (after[column] === null || known.has(after[column])) continue;
      errors.push({ path: `rows.${index}.${name}`, message: 'names a row that does not exist here' });
    }
  }
  if (errors.length > 0) refuse(errors);
}

/** Rows of a tree may name each other in one batch. */
function ownRows<F extends Fields>(table: MasterTable<F>, name: string, writes: readonly Write[]): string[] {
  const target = (table.references as Record<string, { table: string }> | undefined)?.[name];
  return target?.table === table.table ? writes.map(({ id }) => id) : [];
}

/** Columns in which the stored row differs from the given one. */
export function differences(before: Stored, after: Stored): string[] {
  return Object.keys(after).filter((column) => comparable(before[column]) !== comparable(after[column]));
}

/** A value as it compares, whatever the engine made of it. */
export function comparable(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  return typeof value === 'bigint' ? String(value) : (value ?? null);
}

function translateUnique<F extends Fields>(error: unknown, table: MasterTable<F>): unknown {
  for (const columns of [['id'], ...(table.uniques ?? [])]) {
    if (!isUniqueViolation(error, table.table, columns)) continue;
    const field = columns.at(-1) ?? 'id';
    return new DomainError(
      'already_exists',
      { table: table.table, columns },
      `Another ${table.subject} has this ${field}.`,
    );
  }
  return error;
}
