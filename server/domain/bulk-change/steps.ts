/** What a person does with a change once it was tried: have it done, stopped, undone. */

import { DomainError } from '../../core/errors.ts';
import { signal } from '../../core/signals.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { visibleTo, writerOf } from './who.ts';

const undoMs = 24 * 3_600_000;

type Step = { ctx: Ctx; id: string; from: string[]; data: object; refusal: string };

/** Has what was tried done, batch by batch, with the rights of whoever asks.
 *  @throws conflict it was not tried to its end, or was done already, or nothing would change */
export async function applyBulkChange(ctx: Ctx, id: string): Promise<void> {
  const person = writerOf(ctx);
  const now = ctx.now();
  const known = await found(ctx, id);
  if (known.state === 'checked' && known.changed === 0) {
    throw new DomainError('conflict', { id }, 'Nothing would change.');
  }
  const round = { nextPosition: 0, changed: 0, startedAt: now, appliedAt: now, finishedAt: null, failure: '' };
  await step({
    ...{ ctx, id, from: ['checked'], data: { ...round, state: 'applying', actingId: person.userId } },
    refusal: 'This change is at work already, or was done or stopped.',
  });
}

/** Has the rows put back that are still as the change left them, with the rights of whoever asks.
 *  @throws conflict nothing of it was done, or it was undone already
 *  @throws expired  it was done more than a day ago */
export async function undoBulkChange(ctx: Ctx, id: string): Promise<void> {
  const person = writerOf(ctx);
  const now = ctx.now();
  const { undoUntil } = await found(ctx, id);
  if (undoUntil && undoUntil <= now) {
    throw new DomainError('expired', { id }, 'A change of many rows can be undone for 24 hours.');
  }
  const round = { nextPosition: 0, startedAt: now, finishedAt: null, failure: '' };
  await step({
    ...{ ctx, id, data: { ...round, state: 'undoing', actingId: person.userId } },
    from: ['done', 'cancelled', 'failed'],
    refusal: 'There is nothing to undo.',
  });
}

async function step({ ctx, id, from, data, refusal }: Step): Promise<void> {
  const isUndo = from.includes('done');
  const state = { state: { in: from }, ...(isUndo && { changed: { gt: 0 }, undoUntil: { gt: ctx.now() } }) };
  await inTransaction(ctx, async (tx) => {
    const { count } = await tx.bulkChange.updateMany({
      where: { AND: [{ id, ...state, leasedUntil: null }, visibleTo(writerOf(ctx))] },
      data,
    });
    if (count === 0) throw new DomainError('conflict', { id }, refusal);
  });
  signal('bulkMarked', {});
}

/** Stops a change after the batch that is being written; what was done stays, and can be undone.
 *  @throws conflict it has ended, or is being undone */
export async function cancelBulkChange(ctx: Ctx, id: string): Promise<void> {
  const person = writerOf(ctx);
  await found(ctx, id);
  await inTransaction(ctx, async (tx) => {
    const now = ctx.now();
    const ended = { state: 'cancelled', leasedUntil: null, leasedBy: null, finishedAt: now };
    const where = (states: string[]) => ({ AND: [{ id, state: { in: states } }, visibleTo(person)] });
    const early = await tx.bulkChange.updateMany({
      where: where(['collecting', 'checking', 'checked']),
      // What it would have changed it did not change.
      data: { ...ended, changed: 0 },
    });
    if (early.count > 0) return;
    const { count } = await tx.bulkChange.updateMany({
      where: where(['applying']),
      data: { ...ended, undoUntil: new Date(now.getTime() + undoMs) },
    });
    if (count === 0) throw new DomainError('conflict', { id }, 'It has ended, or is being undone.');
    await tellTrail(tx, ctx, id);
  });
}

/** Ends a round of a change in the transaction of the caller.
 *  @returns whether it was still the round that ended */
export async function endRound(
  { tx, ctx }: { tx: Tx; ctx: Ctx },
  { id, leasedBy, state, failure = '' }: { id: string; leasedBy: string; state: string; failure?: string },
): Promise<boolean> {
  const now = ctx.now();
  const select = { appliedAt: true, state: true } as const;
  const { appliedAt, state: round } = await tx.bulkChange.findUniqueOrThrow({ where: { id }, select });
  const { count } = await tx.bulkChange.updateMany({
    where: { id, leasedBy },
    data: {
      ...{ state, failure, leasedUntil: null, leasedBy: null, finishedAt: now },
      ...(round === 'applying' && { undoUntil: new Date(now.getTime() + undoMs) }),
    },
  });
  if (count > 0 && appliedAt !== null) await tellTrail(tx, ctx, id);
  return count > 0;
}

/** One entry for the whole; each row has its own, which carries the change's id as its request. */
async function tellTrail(tx: Tx, ctx: Ctx, id: string): Promise<void> {
  const change = await tx.bulkChange.findUniqueOrThrow({ where: { id } });
  const { model, kind, companyId, state, rowCount, changed, unchanged, refused, undone, kept } = change;
  const isUndo = state === 'undone' || undone + kept > 0;
  await recordAudit(tx, ctx, {
    companyId,
    action: isUndo ? 'bulk_change.undo' : 'bulk_change.apply',
    subjectType: 'bulk_change',
    subjectId: id,
    after: {
      ...{ model, kind, state, rowCount, changed, unchanged, refused, ...(isUndo && { undone, kept }) },
      ...{ changes: JSON.parse(change.changes) as object, page: `/admin/pages/bulk?change=${id}` },
    },
  });
}

async function found(ctx: Ctx, id: string) {
  const change = await ctx.db.reader.bulkChange.findFirst({
    where: { AND: [{ id }, visibleTo(writerOf(ctx))] },
    select: { state: true, changed: true, undoUntil: true },
  });
  if (!change) throw new DomainError('not_found', { id });
  return change;
}
