/** The work on tables that wait: one at a time, in batches, each in a transaction of its own that also says how far it has come. */

import { setTimeout } from 'node:timers/promises';
import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction, isUnavailable, joinTransaction, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import type { RowFault } from '../row-operations/index.ts';
import { jobOf } from './job-of.ts';
import { judgeRows, markWrong, writes } from './judge-rows.ts';
import { rowsOfTable } from './normal-table.ts';
import { type Job, markOf, type PlannedRow, planRows } from './plan-rows.ts';
import type { SheetRow } from './read-workbook.ts';
import { actAs } from './who.ts';

/** Rows of a batch: as many as others may wait for. */
const batchRows = 500;
const leaseMs = 60_000;

type Import = NonNullable<Awaited<ReturnType<typeof lease>>>;

/** Does all the work on the table that waits longest, if there is one. What was broken off goes on where it stopped.
 *  @param isStopping asked after each batch: the process is about to end, and another one goes on
 *  @returns whether there was one */
export async function workOnTable(ctx: Ctx, isStopping: () => boolean = () => false): Promise<boolean> {
  const kept = await lease(ctx);
  if (!kept) return false;
  try {
    const acting = await actAs(ctx, kept.createdById, kept.id);
    if (acting) await workThrough(acting, kept, isStopping);
    else await giveUp(ctx, kept.id, 'rights');
  } catch (error) {
    if (isUnavailable(error)) throw error;
    ctx.log.error({ err: error, importId: kept.id }, 'a table was given up');
    const isRefused = error instanceof DomainError && (error.code === 'forbidden' || error.code === 'not_found');
    await giveUp(ctx, kept.id, isRefused ? 'rights' : 'internal');
  }
  return true;
}

async function giveUp(ctx: Ctx, id: string, failure: string): Promise<void> {
  await inTransaction(ctx, (tx) =>
    tx.dataImport.updateMany({
      where: { id },
      data: { state: 'failed', failure, leasedUntil: null, finishedAt: ctx.now() },
    }),
  );
}

async function lease(ctx: Ctx) {
  const now = ctx.now();
  const free = { state: { in: ['checking', 'importing'] }, OR: [{ leasedUntil: null }, { leasedUntil: { lt: now } }] };
  const found = await ctx.db.reader.dataImport.findFirst({
    where: free,
    select: { id: true },
    orderBy: { startedAt: 'asc' },
  });
  if (!found) return null;
  return inTransaction(ctx, async (tx) => {
    const leasedUntil = new Date(now.getTime() + leaseMs);
    const { count } = await tx.dataImport.updateMany({ where: { ...free, id: found.id }, data: { leasedUntil } });
    return count === 0 ? null : tx.dataImport.findUniqueOrThrow({ where: { id: found.id } });
  });
}

async function workThrough(ctx: Ctx, kept: Import, isStopping: () => boolean): Promise<void> {
  const job = jobOf(kept);
  let rows: SheetRow[] = [];
  let count = 0;
  const flush = async () => {
    const began = performance.now();
    if (rows.length > 0) await workBatch(ctx, { kept, job, rows, nextRow: count });
    rows = [];
    // Everything in a batch is done at once on this thread: pages and tills get their turn in between.
    await setTimeout(Math.min(100, (performance.now() - began) / 10));
  };
  for await (const row of rowsOfTable(kept.source)) {
    count += 1;
    if (count <= kept.nextRow) remember(job, row);
    else rows.push(row);
    if (rows.length < batchRows) continue;
    await flush();
    if (isStopping()) return release(ctx, kept.id);
  }
  await flush();
  await finish(ctx, kept);
}

/** What rows of an earlier turn were. */
function remember(job: Job, row: SheetRow): void {
  const mark = markOf(job, row);
  if (mark !== null && !job.seen.has(mark)) job.seen.set(mark, row.line);
}

/** Whoever comes next goes on at once. */
async function release(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, (tx) => tx.dataImport.updateMany({ where: { id }, data: { leasedUntil: null } }));
}

async function finish(ctx: Ctx, { id, state, model, companyId, fileName }: Import): Promise<void> {
  const isImporting = state === 'importing';
  await inTransaction(ctx, async (tx) => {
    const { created, changed, unchanged, wrong } = await tx.dataImport.update({
      where: { id },
      data: { state: isImporting ? 'done' : 'checked', leasedUntil: null, finishedAt: ctx.now() },
      select: { created: true, changed: true, unchanged: true, wrong: true },
    });
    if (!isImporting) return;
    await recordAudit(tx, ctx, {
      ...{ companyId, action: 'data_import.done', subjectType: 'data_import', subjectId: id },
      after: { model, fileName, created, changed, unchanged, wrong },
    });
  });
}

interface Batch {
  kept: Import;
  job: Job;
  rows: readonly SheetRow[];
  nextRow: number;
}

async function workBatch(ctx: Ctx, { kept, job, rows, nextRow }: Batch): Promise<void> {
  const isImporting = kept.state === 'importing';
  const judged = isImporting ? null : await judgeRows(ctx, job, rows);
  await inTransaction(ctx, async (tx) => {
    const planned = judged ?? (await store(joinTransaction(ctx, tx), job, rows));
    await keepFaults(tx, kept.id, planned);
    const many = (outcome: PlannedRow['outcome']) => planned.filter((row) => row.outcome === outcome).length;
    await tx.dataImport.update({
      where: { id: kept.id },
      data: {
        nextRow,
        created: { increment: many('new') },
        changed: { increment: many('changed') },
        unchanged: { increment: many('unchanged') },
        wrong: { increment: many('wrong') },
        leasedUntil: new Date(ctx.now().getTime() + leaseMs),
      },
      select: { id: true },
    });
  });
}

/** Stores what can be stored: what the operation refuses is left out, and the rest asked for again. */
async function store(ctx: Ctx, job: Job, rows: readonly SheetRow[]): Promise<PlannedRow[]> {
  const { operations, companyId } = job;
  const planned = await planRows(ctx, job, rows);
  for (let going = writes(planned); going.length > 0; going = writes(going)) {
    try {
      await operations.put(ctx, { companyId, rows: going.map(({ input }) => input) });
      for (const finder of job.finders.values()) finder.forgetMissing();
      return planned;
    } catch (error) {
      const faults = faultsOf(error);
      if (faults.length === 0) throw error;
      markWrong(going, faults);
    }
  }
  return planned;
}

/** What of the rows the operation refused. */
function faultsOf(error: unknown): RowFault[] {
  if (!(error instanceof DomainError)) return [];
  const { faults, errors = [] } = error.facts as { faults?: RowFault[]; errors?: { path: string; message: string }[] };
  if (faults) return faults;
  return errors.flatMap(({ path, message }) => {
    const [, index, column = ''] = /^rows\.(\d+)(?:\.(.*))?$/.exec(path) ?? [];
    return index === undefined ? [] : [{ index: Number(index), column, code: 'invalid_input', message }];
  });
}

async function keepFaults(tx: Tx, importId: string, planned: readonly PlannedRow[]): Promise<void> {
  const data = planned
    .filter(({ outcome }) => outcome === 'wrong')
    .map(({ row: { line, cells }, faults }) => ({
      ...{ importId, rowNumber: line, faults: JSON.stringify(faults), cells: JSON.stringify(cells) },
    }));
  if (data.length > 0) await tx.dataImportFault.createMany({ data });
}
