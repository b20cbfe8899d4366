import type { Tx } from '../../db/index.ts';

/** Ends the keys of a terminal for good: now, or when its time of grace is over. Otherwise they would live again as soon as the
 *  terminal is paired anew. */
export async function endKeys(
  tx: Tx,
  terminalId: number,
  { at, until }: { at: Date; until: Date | null },
): Promise<void> {
  const working = { terminalId, revokedAt: null };
  if (until === null) {
    await tx.apiKey.updateMany({ where: working, data: { revokedAt: at } });
  } else {
    const isLonger = { OR: [{ expiresAt: null }, { expiresAt: { gt: until } }] };
    await tx.apiKey.updateMany({ where: { ...working, ...isLonger }, data: { expiresAt: until } });
  }
}
