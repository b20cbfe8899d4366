/** Row operations of a model whose table is declared as master data: the declaration says what a row must be. */

import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import { newId, normalizeWireId } from '../../core/ids.ts';
import { type Ctx, inTransaction, type ModelName, modelOfTable, type Statement, statement } from '../../db/index.ts';
import { recordAudits } from '../audit/index.ts';
import { nextVersions } from '../feed/index.ts';
import { type Fields, holdRows, type MasterTable, putRowsIn } from '../master-data/index.ts';
import { authorize, can } from '../tenancy/index.ts';
import { faultsOf, throwFaults } from './faults.ts';
import { type Judged, judgeRows, type Source, type TableRules } from './judge-rows.ts';
import type { At, ColumnRule, NamedRows, PutResult, PutRows, RowOperations } from './operations.ts';
import { hubModels, isLimitedStaff, mostRows, type Reading, readStored } from './stored-rows.ts';

/** @param rules what the declaration does not say */
export function ofTable<F extends Fields>(
  model: ModelName,
  declared: MasterTable<F>,
  rules: TableRules = {},
): RowOperations {
  // From here on columns are known by name only, whatever their types.
  const table = declared as unknown as MasterTable;
  const columns = rules.columns ?? Object.keys(table.fields);
  const source = { model, table, rules, moving: movingStatement(table.table) };
  const columnRules = Object.fromEntries(columns.map((name) => [name, ruleOf(source, name)]));
  return {
    model,
    subject: table.subject,
    columns,
    rules: columnRules,
    making: columnRules,
    changing: columnRules,
    key: table.key ?? rules.key ?? [],
    isOfHub: hubModels.has(model),
    canCreate: true,
    canEdit: true,
    comesInFiles: true,
    isAllowed: (ctx, companyId) => isAllowed(ctx, source, companyId),
    put: (ctx, input) => put(ctx, source, input),
    check: (ctx, input) => check(ctx, source, input),
    remove: (ctx, input) => move(ctx, source, { ...input, deletedAt: ctx.now() }),
    restore: (ctx, input) => move(ctx, source, { ...input, deletedAt: null }),
  };
}

function movingStatement(table: string): Statement {
  return statement({
    params: { rows: { id: 'text', version: 'int' }, deleted: 'instant?', now: 'instant' },
    sql: (
      q,
    ) => `UPDATE ${table} SET deleted_at = ${q.param('deleted')}, updated_at = ${q.param('now')}, version = r.version
      FROM ${q.rows('rows', 'r')} WHERE ${table}.id = r.id`,
  });
}

function ruleOf({ table, rules }: Source, name: string): ColumnRule {
  const { schema, type } = table.fields[name] as MasterTable['fields'][string];
  const nothing = schema.safeParse(undefined);
  const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape;
  const own = shape.anyOf?.find(({ type }) => type !== 'null') ?? shape;
  const references = (table.references ?? {}) as Record<string, { table: string }>;
  return {
    isRequired: (!nothing.success || rules.required?.includes(name) === true) && !rules.filledIn?.includes(name),
    ...(rules.fixed?.includes(name) && { isFixed: true }),
    type,
    ...(references[name] && { reference: modelOfTable(references[name].table) }),
    ...(own.enum && { values: own.enum }),
    ...(own.maxLength !== undefined && { maxLength: own.maxLength }),
    ...(nothing.success && { initial: nothing.data }),
  };
}

interface Shape {
  type?: string;
  enum?: string[];
  maxLength?: number;
  anyOf?: Shape[];
}

function isAllowed(ctx: Ctx, { model, table }: Source, companyId: number | null | undefined): boolean {
  const ofHub = hubModels.has(model) && !isLimitedStaff(ctx) && can(ctx, 'reference.write');
  if (companyId === null) return ofHub;
  return companyId === undefined ? ofHub || can(ctx, table.action) : can(ctx, table.action, { companyId });
}

/** The operation judges rights over chosen stores row by row; this keeps everybody else from reading anything. */
function authorizeFor(ctx: Ctx, { model, table }: Source, companyId: number | null): void {
  if (companyId !== null) {
    if (table.storeField === undefined) authorize(ctx, table.action, { companyId });
    else if (!can(ctx, 'company.see', { companyId })) throw new DomainError('not_found', { companyId });
    else authorize(ctx, table.action);
    return;
  }
  if (!hubModels.has(model))
    throwFaults([{ index: 0, column: 'companyId', code: 'invalid_input', message: 'is required' }]);
  authorize(ctx, 'reference.write');
  if (isLimitedStaff(ctx)) {
    throw new DomainError('forbidden', {}, 'Only staff of the whole hub may change what belongs to all companies.');
  }
}

/** Where a right can be held for chosen stores, each row is of one: what it is now, and what it is to be. Whoever may not write there
 *  learns nothing of what stands in the way of a row. */
async function authorizeRows(
  { tx, ctx }: { tx: Reading; ctx: Ctx },
  { model, table: { storeField, action } }: Source,
  { companyId, rows }: PutRows,
): Promise<void> {
  if (storeField === undefined || companyId === null || can(ctx, action, { companyId })) return;
  const idOf = ({ id }: PutRows['rows'][number]) => id && (normalizeWireId(id) ?? id);
  const stored = await readStored(tx, model, { companyId, ids: rows.flatMap((row) => idOf(row) ?? []) });
  for (const row of rows) {
    const known = stored.get(idOf(row) ?? '');
    // What is not there is judged as that.
    if (row.id !== undefined && known === undefined) continue;
    for (const storeId of known ? [known[storeField], row[storeField] ?? known[storeField]] : [row[storeField]]) {
      authorize(ctx, action, typeof storeId === 'number' ? { companyId, storeId } : { companyId });
    }
  }
}

async function put(ctx: Ctx, source: Source, input: PutRows): Promise<PutResult> {
  mostRows(input.rows);
  authorizeFor(ctx, source, input.companyId);
  return inTransaction(ctx, async (tx) => {
    await hold({ tx, ctx }, input.companyId);
    await authorizeRows({ tx, ctx }, source, input);
    const judged = await judgeRows({ tx, ctx }, source, input);
    throwFaults(faultsOf(judged));
    const rows = judged.map(({ row, id }) => ({ ...row, id: id ?? newId() }));
    const { companyId } = input;
    const result = await putRowsIn({ tx, ctx }, source.table, { companyId, rows: rows as never, isEachAudited: true });
    await source.rules.after?.({ tx, ctx }, { companyId, judged, ids: result.ids });
    return result;
  });
}

async function check(ctx: Ctx, source: Source, input: PutRows) {
  mostRows(input.rows);
  authorizeFor(ctx, source, input.companyId);
  await authorizeRows({ tx: ctx.db.reader, ctx }, source, input);
  return faultsOf(await judgeRows({ tx: ctx.db.reader, ctx }, source, input));
}

/** Whoever judges by what is there waits for other writers first. */
async function hold(at: At, companyId: number | null): Promise<void> {
  if (companyId === null) await nextVersions(at.tx, null);
  else await holdRows(at, companyId);
}

async function move(ctx: Ctx, source: Source, input: NamedRows & { deletedAt: Date | null }): Promise<void> {
  const { companyId, ids, seen, deletedAt } = input;
  mostRows(ids);
  authorizeFor(ctx, source, companyId);
  await inTransaction(ctx, async (tx) => {
    const at = { tx, ctx };
    await hold(at, companyId);
    await authorizeRows(at, source, { companyId, rows: ids.map((id) => ({ id })) });
    const stored = await readStored(tx, source.model, { companyId, ids });
    const rows = ids.map((id) => ({ id, ...(seen?.has(id) && { seen: seen.get(id) as number }) }));
    const judged = await judgeRows(at, source, { companyId, rows, moves: deletedAt === null ? 'back' : 'away' });
    throwFaults(faultsOf(judged));
    await source.rules.move?.(at, { companyId, judged, stored, deletedAt });
    await putMoved(at, source, { companyId, judged, deletedAt });
  });
}

/** Only what says that a row is gone is written: a row that breaks a rule of today goes and comes back all the same. */
async function putMoved(at: At, source: Source, { companyId, judged, deletedAt }: Moved): Promise<void> {
  const { tx, ctx } = at;
  const { subject, storeField, action } = source.table;
  for (const { stored } of judged) {
    const storeId = storeField === undefined ? undefined : stored?.[storeField];
    if (companyId !== null)
      authorize(ctx, action, typeof storeId === 'number' ? { companyId, storeId } : { companyId });
  }
  const first = judged.length === 0 ? 0 : await nextVersions(tx, companyId, judged.length);
  const rows = judged.map(({ id }, index) => ({ id: id as string, version: first + index }));
  await ctx.db.dialect.execute(tx, source.moving, { rows, deleted: deletedAt, now: ctx.now() });
  await recordAudits(tx, ctx, {
    companyId,
    records: judged.map(({ id, stored }) => ({
      action: `${subject}.${deletedAt === null ? 'restore' : 'delete'}`,
      subjectType: subject,
      subjectId: id as string,
      before: { deletedAt: stored?.['deletedAt'] ?? null },
      after: { deletedAt },
    })),
  });
}

interface Moved {
  companyId: number | null;
  judged: readonly Judged[];
  deletedAt: Date | null;
}
