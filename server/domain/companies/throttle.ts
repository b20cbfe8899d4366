/** How often somebody may ask. Counted in the database, so that every process of the hub counts together. */
import { DomainError } from '../../core/errors.ts';
import type { Ctx, Tx } from '../../db/index.ts';

const hourMs = 3_600_000;

interface Limit {
  /** What is counted, and for whom. */
  key: string;
  /** In one hour, from the first on. */
  most: number;
}

/** Counts one more, inside the caller's transaction: what is refused or fails is not counted.
 *  @throws too_many_requests with `retryAfterSeconds` */
export async function countHourly(ctx: Ctx, tx: Tx, { key, most }: Limit): Promise<void> {
  const now = ctx.now();
  // The upsert writes the row even when it exists, which locks it before its count is read.
  const row = await tx.signInThrottle.upsert({ where: { key }, create: { key, windowAt: now }, update: { key } });
  const isOver = now.getTime() - row.windowAt.getTime() >= hourMs;
  const windowAt = isOver ? now : row.windowAt;
  const count = (isOver ? 0 : row.failures) + 1;
  if (count > most) {
    const retryAfterSeconds = Math.max(1, Math.ceil((windowAt.getTime() + hourMs - now.getTime()) / 1000));
    const minutes = Math.ceil(retryAfterSeconds / 60);
    throw new DomainError('too_many_requests', { retryAfterSeconds }, `Too often. Please try again in ${minutes} min.`);
  }
  await tx.signInThrottle.update({ where: { key }, data: { failures: count, windowAt }, select: { key: true } });
}
