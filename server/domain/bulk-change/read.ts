/** Changes of many rows as people look at them. */

import { DomainError } from '../../core/errors.ts';
import type { Ctx } from '../../db/index.ts';
import { decode, decodeChanges } from './changes.ts';
import { readFaults } from './rows.ts';
import { rowsVisibleTo, visibleTo, writerOf } from './who.ts';

export type BulkChange = Awaited<ReturnType<typeof getBulkChange>>;
export type BulkRow = Awaited<ReturnType<typeof readBulkRows>>[number];

/** What was begun lately, newest first. */
export async function listBulkChanges(ctx: Ctx, most: number) {
  const changes = await ctx.db.reader.bulkChange.findMany({
    where: visibleTo(writerOf(ctx)),
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: most,
  });
  return changes.map((change) => shown(ctx, change));
}

/** @throws not_found there is none, or not for this person */
export async function getBulkChange(ctx: Ctx, id: string) {
  const change = await ctx.db.reader.bulkChange.findFirst({ where: { AND: [{ id }, visibleTo(writerOf(ctx))] } });
  if (!change) throw new DomainError('not_found', { id });
  return shown(ctx, change);
}

type Stored = NonNullable<Awaited<ReturnType<Ctx['db']['reader']['bulkChange']['findFirst']>>>;

function shown(ctx: Ctx, { changes, filter, leasedBy: _, leasedUntil: __, actingId: ___, ...change }: Stored) {
  const hasEnded = ['done', 'cancelled', 'failed'].includes(change.state);
  return {
    ...change,
    changes: decodeChanges(changes),
    filter: JSON.parse(filter) as Record<string, unknown>,
    canUndo: hasEnded && change.changed > 0 && change.undoUntil !== null && change.undoUntil > ctx.now(),
  };
}

interface Asked {
  id: string;
  /** Empty: every outcome. `planned`: what would be changed. */
  outcome: string;
  /** Position after which to go on. */
  after: number;
  most: number;
}

/** Rows of a change in their order; whoever calls has found the change.  */
export async function readBulkRows(ctx: Ctx, { id, outcome, after, most }: Asked) {
  const rows = await ctx.db.reader.bulkChangeRow.findMany({
    where: {
      AND: [
        { changeId: id, position: { gt: after }, ...(outcome !== '' && { outcome }) },
        rowsVisibleTo(writerOf(ctx)),
      ],
    },
    orderBy: { position: 'asc' },
    take: most,
  });
  return rows.map(({ position, rowId, title, companyId, before, after: then, outcome: came, message }) => ({
    ...{ position, rowId, title, companyId, outcome: came },
    isPlanned: then !== null,
    before: decode(before),
    after: decode(then),
    faults: readFaults(message),
  }));
}
