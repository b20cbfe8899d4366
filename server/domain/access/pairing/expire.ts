import { type Ctx, inTransaction } from '../../../db/index.ts';

/** So long a device that comes late is told that its code is over. */
const keptMs = 3_600_000;
const atOnce = 500;

/** Removes devices that nobody has answered in time, and those that were answered. What came of them is on record.
 *  @returns how many */
export async function removeOldPairings(ctx: Ctx): Promise<number> {
  const old = await ctx.db.reader.devicePairing.findMany({
    where: { expiresAt: { lte: new Date(ctx.now().getTime() - keptMs) } },
    select: { id: true },
    take: atOnce,
  });
  if (old.length === 0) return 0;
  const ids = old.map(({ id }) => id);
  const { count } = await inTransaction(ctx, (tx) => tx.devicePairing.deleteMany({ where: { id: { in: ids } } }));
  return count;
}
