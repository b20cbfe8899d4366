import { DomainError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { signal } from '../../core/signals.ts';
import { type Ctx, inTransaction, type ModelName, statement, type Tx, tableOf } from '../../db/index.ts';
import { type RowOperations, rowOperationsOf } from '../row-operations/index.ts';
import { type ColumnChange, encodeChanges } from './changes.ts';
import { readOwners } from './rows.ts';
import type { Kind } from './try-rows.ts';
import { reaches, writerOf } from './who.ts';

/** Rows of one change. */
export const mostRows = 100_000;
/** Whoever collects says at least as often that it is still there. */
export const leaseMs = 60_000;
/** Changes are forgotten after this time, those that were never done too. */
const keptDays = 90;

export interface NewBulkChange {
  model: string;
  kind: Kind;
  /** For `edit`: at least one, each column once. */
  changes: readonly ColumnChange[];
  /** What the rows were chosen by, for people and addresses. */
  filter: object;
  /** The chosen rows, bit by bit, each once, within what the person may see. */
  rows: AsyncIterable<readonly { id: string; title: string }[]>;
}

/** Takes in which rows are to be changed, and how; a worker then finds out what would happen. Nothing of the rows changes.
 *  @returns the change, and when all rows are noted: that goes on beside the caller and ends in the change's state
 *  @throws invalid_input a column that cannot be changed together, or none
 *  @throws forbidden, not_found */
export async function beginBulkChange(
  ctx: Ctx,
  input: NewBulkChange,
): Promise<{ id: string; collected: Promise<void> }> {
  const person = writerOf(ctx);
  const operations = rowOperationsOf(input.model);
  if (!operations) throw new DomainError('not_found', { model: input.model });
  if (!operations.canEdit || !operations.isAllowed(ctx)) throw new DomainError('forbidden', { model: input.model });
  refuseChanges(operations, input);
  const id = newId();
  const now = ctx.now();
  await inTransaction(ctx, async (tx) => {
    await forgetOld(tx, now);
    await tx.bulkChange.create({
      data: {
        ...{ id, model: input.model, kind: input.kind, state: 'collecting', createdAt: now, startedAt: now },
        ...{ createdById: person.userId, createdByName: person.username, actingId: person.userId },
        filter: JSON.stringify(input.filter),
        changes: encodeChanges(input.changes),
        leasedUntil: new Date(now.getTime() + leaseMs),
      },
      select: { id: true },
    });
  });
  return { id, collected: collect(ctx, id, { model: operations.model, rows: input.rows }) };
}

/** The columns that can be changed together: not those that are said once, nor one that alone tells rows apart. */
export function bulkColumns({ columns, rules, key, model }: RowOperations): string[] {
  const known = tableOf(model).columns;
  return columns.filter((name) => {
    const isKey = key.length === 1 && key[0] === name;
    return !isKey && !rules[name]?.isFixed && snakeCase(name) in known;
  });
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function refuseChanges(operations: RowOperations, { kind, changes }: NewBulkChange): void {
  if (kind === 'delete' && !operations.remove) throw cannot('These rows cannot be moved to the trash.');
  if (kind === 'restore' && !operations.restore) throw cannot('These rows cannot be restored.');
  if (kind !== 'edit') return;
  if (changes.length === 0) throw cannot('Choose at least one column and its new value.');
  const columns = changes.map(({ column }) => column);
  if (new Set(columns).size < columns.length) throw cannot('A column can be changed in one way only.');
  const allowed = new Set(bulkColumns(operations));
  const errors = columns
    .filter((column) => !allowed.has(column))
    .map((column) => ({ path: `changes.${column}`, message: 'cannot be changed for many rows at once' }));
  if (errors.length > 0) throw new DomainError('invalid_input', { errors });
}

function cannot(message: string): DomainError {
  return new DomainError('invalid_input', { errors: [{ path: 'changes', message }] }, message);
}

type Collected = Pick<NewBulkChange, 'rows'> & { model: ModelName };

/** Notes the rows, and hands the change to a worker. */
async function collect(ctx: Ctx, id: string, { model, rows }: Collected): Promise<void> {
  try {
    let count = 0;
    let owners: 'none' | 'several' | { companyId: number | null } = 'none';
    for await (const chunk of rows) {
      const taken = await note(ctx, { id, model, chunk, from: count });
      count += taken.length;
      for (const companyId of taken) {
        if (owners === 'none') owners = { companyId };
        else if (owners !== 'several' && owners.companyId !== companyId) owners = 'several';
      }
      if (count > mostRows) return await giveUp(ctx, id, 'too_many');
    }
    if (count === 0) return await giveUp(ctx, id, 'nothing');
    const companyId = typeof owners === 'object' ? owners.companyId : null;
    const next = { state: 'checking', rowCount: count, companyId, leasedUntil: null };
    await inTransaction(ctx, (tx) => tx.bulkChange.updateMany({ where: { id, state: 'collecting' }, data: next }));
    signal('bulkMarked', {});
  } catch (error) {
    ctx.log.error({ err: error, changeId: id }, 'the rows of a change could not be collected');
    await giveUp(ctx, id, 'interrupted').catch(() => undefined);
  }
}

const insertRows = statement({
  params: {
    rows: {
      change_id: 'text',
      position: 'int',
      row_id: 'text',
      title: 'text',
      company_id: 'int?',
      outcome: 'text',
      message: 'text',
    },
  },
  sql: (
    q,
  ) => `INSERT INTO bulk_change_rows (${q.names('rows')}) SELECT ${q.names('rows', 'r')} FROM ${q.rows('rows', 'r')}
    WHERE true`,
});

interface Chunk {
  id: string;
  model: ModelName;
  chunk: readonly { id: string; title: string }[];
  from: number;
}

/** @returns to whom each of the rows that were noted belongs */
async function note(ctx: Ctx, { id, model, chunk, from }: Chunk): Promise<(number | null)[]> {
  const ids = chunk.map((row) => row.id);
  const owners = await readOwners(ctx.db.reader, model, ids);
  const person = writerOf(ctx);
  const known = chunk.filter((row) => {
    const companyId = owners.get(row.id);
    // The hub's own rows are everybody's to see, and refused when it comes to changing them.
    return companyId !== undefined && (companyId === null || reaches(person, companyId));
  });
  const data = known.map((row, index) => ({
    ...{ change_id: id, position: from + index, row_id: row.id, title: row.title.slice(0, 200) },
    ...{ company_id: owners.get(row.id) ?? null, outcome: 'pending', message: '' },
  }));
  await inTransaction(ctx, async (tx) => {
    const { count } = await tx.bulkChange.updateMany({
      where: { id, state: 'collecting' },
      data: { rowCount: from + data.length, leasedUntil: new Date(ctx.now().getTime() + leaseMs) },
    });
    if (count === 0) throw new DomainError('conflict', { id }, 'It was cancelled.');
    await ctx.db.dialect.execute(tx, insertRows, { rows: data });
  });
  return data.map(({ company_id }) => company_id);
}

async function giveUp(ctx: Ctx, id: string, failure: string): Promise<void> {
  const data = { state: 'failed', failure, leasedUntil: null, finishedAt: ctx.now() };
  await inTransaction(ctx, (tx) => tx.bulkChange.updateMany({ where: { id, state: 'collecting' }, data }));
}

async function forgetOld(tx: Tx, now: Date): Promise<void> {
  const before = new Date(now.getTime() - keptDays * 86_400_000);
  const old = await tx.bulkChange.findMany({
    where: { createdAt: { lt: before }, leasedUntil: null, state: { notIn: ['checking', 'applying', 'undoing'] } },
    select: { id: true },
    take: 3,
  });
  if (old.length > 0) await tx.bulkChange.deleteMany({ where: { id: { in: old.map(({ id }) => id) } } });
}
