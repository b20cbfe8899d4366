/** How much waits for somebody, by list: a few counts by index, each capped. */

import type { Ctx } from '../../db/index.ts';

/** More are not counted. */
export const attentionCap = 100;

const hourMs = 3_600_000;
/** A terminal that was heard of before and not for a day. */
const silentMs = 24 * hourMs;

export interface Attention {
  quarantined: number;
  conflicts: number;
  unexplained: number;
  seen: number;
  mails: number;
  events: number;
  joinRequests: number;
  deletionRequests: number;
  silent: number;
  /** The day of a store whose figures were found to be not what the documents say, the last one found. Staff of the whole hub are
   *  told. */
  differing: { storeId: number; businessDay: string } | null;
  /** Terminals not heard of since then count as silent. */
  silentSince: Date;
}

/** @param companyIds whose rows count; null: everybody's, and the hub's own */
export async function readAttention(ctx: Ctx, companyIds: readonly number[] | null): Promise<Attention> {
  const own = companyIds === null ? {} : { companyId: { in: [...companyIds] } };
  const { reader } = ctx.db;
  const take = attentionCap + 1;
  const silentSince = new Date(ctx.now().getTime() - silentMs);
  const isSilent = { isActive: true, deletedAt: null, revokedAt: null };
  const [quarantined, conflicts, unexplained, seen, mails, events, joinRequests, deletionRequests, silent, differing] =
    await Promise.all([
      reader.quarantinedItem.count({ where: { ...own, resolvedAt: null }, take }),
      reader.conflict.count({ where: { ...own, resolvedAt: null }, take }),
      reader.closureJudgement.count({ where: { ...own, rank: 2 }, take }),
      reader.seenRecord.count({ where: { ...own, settledAt: null }, take }),
      reader.mailMessage.count({ where: { ...own, sentAt: null, failedAt: { not: null }, erasedAt: null }, take }),
      reader.outboxEvent.count({ where: { ...own, failedAt: { not: null }, deliveredAt: null }, take }),
      reader.companyJoinRequest.count({ where: { ...own, status: 'pending' }, take }),
      reader.companyDeletionRequest.count({ where: { ...own, pendingKey: { not: null } }, take }),
      reader.terminalState.count({ where: { ...own, lastSeenAt: { lt: silentSince }, terminal: isSilent }, take }),
      companyIds === null ? readDiffering(ctx) : null,
    ]);
  return {
    ...{ quarantined, conflicts, unexplained, seen, mails, events, joinRequests, deletionRequests, silent, differing },
    silentSince,
  };
}

/** What the check of single days noted (`verification/check-window.ts`). */
async function readDiffering(ctx: Ctx): Promise<Attention['differing']> {
  const noted = await ctx.db.reader.hubState.findUnique({ where: { key: 'difference:rollup' } });
  if (noted === null) return null;
  const { storeId, businessDay } = JSON.parse(noted.value) as { storeId: number; businessDay: string };
  return { storeId, businessDay };
}
