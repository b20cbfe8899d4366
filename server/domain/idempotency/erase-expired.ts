import { type Ctx, inRawTransaction, statement } from '../../db/index.ts';

/** Few enough to hold up nobody. */
const mostAtOnce = 500;

const erase = statement({
  params: { now: 'instant', most: 'int' },
  sql: (q) => `DELETE FROM idempotency_keys WHERE (caller, key) IN
    (SELECT caller, key FROM idempotency_keys WHERE expires_at <= ${q.param('now')} LIMIT ${q.param('most')})`,
});

/** Removes answers whose day is over.
 *  @returns how many; when it is not 0 there may be more */
export function eraseExpiredAnswers(ctx: Ctx): Promise<number> {
  return inRawTransaction(ctx.db, (tx) => ctx.db.dialect.execute(tx, erase, { now: ctx.now(), most: mostAtOnce }));
}
