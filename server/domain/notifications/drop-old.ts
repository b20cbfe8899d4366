import { type Ctx, inTransaction, statement } from '../../db/index.ts';

/** How long it is kept what became of a notification after its end. */
const keptMs = 90 * 24 * 60 * 60_000;
const batch = 200;

const drop = statement({
  params: { before: 'instant', most: 'int' },
  sql: (q) => `DELETE FROM notifications WHERE id IN
    (SELECT id FROM notifications WHERE expires_at < ${q.param('before')} ORDER BY expires_at LIMIT ${q.param('most')})`,
});

/** Drops what ended a quarter of a year ago, with what became of it. That it was sent stays in the audit trail.
 *  @returns how many were dropped, at most 200 */
export async function dropOldNotifications(ctx: Ctx): Promise<number> {
  const before = new Date(ctx.now().getTime() - keptMs);
  return inTransaction(ctx, (tx) => ctx.db.dialect.execute(tx, drop, { before, most: batch }));
}
