import { DomainError } from '../../core/errors.ts';
import type { Ctx } from '../../db/index.ts';
import { authorize } from '../tenancy/index.ts';
import { quarantineWhere } from './list-quarantine.ts';
import { reprocessQuarantined } from './reprocess-quarantined.ts';

/** Judged in one call; the rest is for the next. */
const mostAtOnce = 500;

/** What became of them: how many of each outcome, and how many still wait. */
export interface ManyOutcomes {
  accepted: number;
  refused: number;
  /** True: there are more of them than one call judges. */
  hasMore: boolean;
}

/** Judges all open items with a reason anew, oldest first, each in a transaction and with a trace of its own: after the cause
 *  was repaired. Documents of one period so come in their order.
 *  @throws not_signed_in, forbidden */
export async function reprocessReason(
  ctx: Ctx,
  { reasonCode, companyId }: { reasonCode: string; companyId: number },
): Promise<ManyOutcomes> {
  authorize(ctx, 'quarantine.resolve', { companyId });
  const items = await ctx.db.reader.quarantinedItem.findMany({
    where: { AND: [quarantineWhere(ctx, 'quarantine.resolve'), { resolvedAt: null, reasonCode, companyId }] },
    select: { id: true },
    orderBy: { id: 'asc' },
    take: mostAtOnce + 1,
  });
  const outcomes: ManyOutcomes = { accepted: 0, refused: 0, hasMore: items.length > mostAtOnce };
  for (const { id } of items.slice(0, mostAtOnce)) {
    try {
      const { outcome } = await reprocessQuarantined(ctx, id);
      if (outcome === 'quarantined') outcomes.refused += 1;
      else outcomes.accepted += 1;
    } catch (error) {
      // Somebody else has settled it meanwhile.
      if (!(error instanceof DomainError) || error.code !== 'conflict') throw error;
    }
  }
  return outcomes;
}
