/** A database that was put back to a copy hands out versions a second time. Copies carry a mark, and a hub that starts on one gives
 *  every feed a new epoch: tills notice by their cursors, and begin anew. */
import { newId } from '../../core/ids.ts';
import { type Ctx, inTransaction } from '../../db/index.ts';

const key = 'copying';

/** Marks the database, and so the copy that `copy` makes of it. The mark goes from here afterwards; should it stay after a crash, the
 *  next start costs every till a snapshot, and nothing else. */
export async function withCopyMark<T>(ctx: Ctx, copy: () => Promise<T>): Promise<T> {
  const value = ctx.now().toISOString();
  await inTransaction(ctx, (tx) => tx.hubState.upsert({ where: { key }, create: { key, value }, update: { value } }));
  try {
    return await copy();
  } finally {
    await inTransaction(ctx, (tx) => tx.hubState.deleteMany({ where: { key } }));
  }
}

/** Begins a new epoch of every company's feed when the database is a copy.
 *  @returns whether it is one */
export async function renewFeeds(ctx: Ctx): Promise<boolean> {
  if ((await ctx.db.reader.hubState.findUnique({ where: { key } })) === null) return false;
  await inTransaction(ctx, async (tx) => {
    await tx.company.updateMany({ data: { feedEpoch: newId() } });
    await tx.hubState.deleteMany({ where: { key } });
  });
  ctx.log.info({}, 'the database is a copy: tills will begin anew');
  return true;
}
