/** The work on changes that wait: one at a time, in batches, each in a transaction of its own that also says how far it has come. */

import { setTimeout } from 'node:timers/promises';
import { newId } from '../../core/ids.ts';
import { type Ctx, inTransaction, isUnavailable, type Tx } from '../../db/index.ts';
import { rowOperationsOf } from '../row-operations/index.ts';
import { leaseMs } from './begin.ts';
import { decodeChanges } from './changes.ts';
import { noteOutcomes, type Outcome, type Work } from './rows.ts';
import { endRound } from './steps.ts';
import { type Kind, tryRows, type Way } from './try-rows.ts';
import { undoRows } from './undo-rows.ts';
import { actAs } from './who.ts';

/** Rows of a batch: as many as others may wait for. */
const batchRows = 250;

const rounds = ['checking', 'applying', 'undoing'] as const;
type Round = (typeof rounds)[number];

/** Where a round ends. */
const ends: Readonly<Record<Round, string>> = { checking: 'checked', applying: 'done', undoing: 'undone' };

interface Job {
  id: string;
  model: string;
  kind: string;
  changes: string;
  state: string;
  nextPosition: number;
  actingId: string | null;
  appliedAt: Date | null;
  leasedBy: string;
}

/** Does all the work on the change that waits longest, if there is one. What was broken off goes on where it stopped, and no row
 *  is changed twice.
 *  @param isStopping asked after each batch: the process is about to end, and another one goes on
 *  @returns whether there was one */
export async function workOnBulkChange(ctx: Ctx, isStopping: () => boolean = () => false): Promise<boolean> {
  await endCollecting(ctx);
  const job = await lease(ctx);
  if (!job) return false;
  try {
    await workThrough(ctx, job, isStopping);
  } catch (error) {
    if (isUnavailable(error)) throw error;
    if (error instanceof LostLease) return true;
    ctx.log.error({ err: error, changeId: job.id }, 'a change of many rows was given up');
    await end(ctx, job, { state: 'failed', failure: 'internal' });
  }
  return true;
}

/** Somebody stopped the change, or another process took it over: what this one was about to write is not written. */
class LostLease extends Error {}

/** Whoever collected the rows of these is gone. Nothing was changed: somebody begins again. */
async function endCollecting(ctx: Ctx): Promise<void> {
  const where = { state: 'collecting', leasedUntil: { lt: ctx.now() } };
  if ((await ctx.db.reader.bulkChange.count({ where })) === 0) return;
  const data = { state: 'failed', failure: 'interrupted', leasedUntil: null, finishedAt: ctx.now() };
  await inTransaction(ctx, (tx) => tx.bulkChange.updateMany({ where, data }));
}

async function lease(ctx: Ctx): Promise<Job | null> {
  const now = ctx.now();
  const free = { state: { in: [...rounds] }, OR: [{ leasedUntil: null }, { leasedUntil: { lt: now } }] };
  const found = await ctx.db.reader.bulkChange.findFirst({
    where: free,
    select: { id: true },
    orderBy: { startedAt: 'asc' },
  });
  if (!found) return null;
  const leasedBy = newId();
  return inTransaction(ctx, async (tx) => {
    const data = { leasedUntil: leaseEnd(ctx), leasedBy };
    const { count } = await tx.bulkChange.updateMany({ where: { ...free, id: found.id }, data });
    if (count === 0) return null;
    const job = await tx.bulkChange.findUniqueOrThrow({ where: { id: found.id } });
    return { ...job, leasedBy };
  });
}

function leaseEnd(ctx: Ctx): Date {
  return new Date(ctx.now().getTime() + leaseMs);
}

async function workThrough(ctx: Ctx, job: Job, isStopping: () => boolean): Promise<void> {
  const acting = await actAs(ctx, job.actingId, job.id);
  const operations = rowOperationsOf(job.model);
  if (!acting || !operations) return end(ctx, job, { state: 'failed', failure: acting ? 'internal' : 'no_rights' });
  const way: Way = { operations, kind: job.kind as Kind, changes: decodeChanges(job.changes) };
  let from = job.nextPosition;
  for (;;) {
    const began = performance.now();
    const rows = await nextRows(ctx, job, from);
    const last = rows.at(-1);
    if (!last) break;
    from = last.position + 1;
    await workBatch(acting, { job, way, rows, nextPosition: from });
    // Everything in a batch is done at once on this thread: pages and tills get their turn for a fifth of the time.
    await setTimeout(Math.min(250, (performance.now() - began) / 4));
    if (isStopping()) return release(ctx, job);
  }
  await end(acting, job, { state: ends[job.state as Round] });
}

/** Rows that are still to be done in this round, in their order. */
function nextRows(ctx: Ctx, { id, state }: Job, from: number): Promise<Work[]> {
  const outcome = state === 'undoing' ? 'changed' : 'pending';
  return ctx.db.reader.bulkChangeRow.findMany({
    where: {
      ...{ changeId: id, position: { gte: from }, outcome },
      // When it was tried it was found out what is not to be done.
      ...(state === 'applying' && { after: { not: null } }),
    },
    select: { position: true, rowId: true, companyId: true, version: true, before: true, after: true },
    orderBy: { position: 'asc' },
    take: batchRows,
  });
}

interface Batch {
  job: Job;
  way: Way;
  rows: readonly Work[];
  nextPosition: number;
}

async function workBatch(ctx: Ctx, { job, way, rows, nextPosition }: Batch): Promise<void> {
  const tried = job.state === 'checking' ? await rehearse(ctx, way, rows) : null;
  await inTransaction(ctx, async (tx) => {
    // First of all: nobody else works on it, and whoever stops it waits until this batch is written.
    const held = await tx.bulkChange.updateMany({
      where: { id: job.id, state: job.state, leasedBy: job.leasedBy },
      data: { nextPosition, leasedUntil: leaseEnd(ctx) },
    });
    if (held.count === 0) throw new LostLease();
    const at = { tx, ctx };
    const since = job.appliedAt ?? new Date(0);
    const outcomes =
      tried ??
      (job.state === 'undoing'
        ? await undoRows(at, way, { rows, since })
        : await tryRows(at, way, { rows, isFirst: false }));
    await note(at, job, outcomes);
  });
}

async function note(at: { tx: Tx; ctx: Ctx }, job: Job, outcomes: readonly Outcome[]): Promise<void> {
  const count = (...names: Outcome['outcome'][]) => outcomes.filter(({ outcome }) => names.includes(outcome)).length;
  await noteOutcomes(at, job.id, outcomes);
  await at.tx.bulkChange.updateMany({
    where: { id: job.id },
    data: {
      changed: { increment: count('changed', 'pending') },
      unchanged: { increment: count('unchanged') },
      refused: { increment: count('refused') },
      undone: { increment: count('undone') },
      kept: { increment: count('kept') },
    },
  });
}

/** Does it and takes it back: the operations themselves say what would come of it. */
async function rehearse(ctx: Ctx, way: Way, rows: readonly Work[]): Promise<Outcome[]> {
  let outcomes: Outcome[] = [];
  const curtain = new Error('the rehearsal is over');
  try {
    await inTransaction(ctx, async (tx) => {
      outcomes = await tryRows({ tx, ctx }, way, { rows, isFirst: true });
      throw curtain;
    });
  } catch (error) {
    if (error !== curtain) throw error;
  }
  return outcomes;
}

async function end(ctx: Ctx, job: Job, to: { state: string; failure?: string }): Promise<void> {
  await inTransaction(ctx, (tx) => endRound({ tx, ctx }, { id: job.id, leasedBy: job.leasedBy, ...to }));
}

/** Whoever comes next goes on at once. */
async function release(ctx: Ctx, { id, leasedBy }: Job): Promise<void> {
  await inTransaction(ctx, (tx) => tx.bulkChange.updateMany({ where: { id, leasedBy }, data: { leasedUntil: null } }));
}
