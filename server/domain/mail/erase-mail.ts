import { type Ctx, inTransaction } from '../../db/index.ts';

/** How long what a mail says is kept after it was sent or given up. */
const keptMs = 30 * 86_400_000;
/** Rows of one transaction. */
const batch = 500;

/** When mails were sent whose words are erased now. */
export function eraseBefore(now: Date): Date {
  return new Date(now.getTime() - keptMs);
}

/** Empties the facts and links of mails that were sent or given up 30 days ago. That there was a mail, to whom, of which kind
 *  and when, stays. Answers how many were emptied. */
export async function eraseOldMail(ctx: Ctx): Promise<number> {
  const before = eraseBefore(ctx.now());
  let erased = 0;
  for (;;) {
    const old = await ctx.db.reader.mailMessage.findMany({
      where: { erasedAt: null, OR: [{ sentAt: { lt: before } }, { sentAt: null, failedAt: { lt: before } }] },
      select: { id: true },
      take: batch,
    });
    const ids = old.map(({ id }) => id);
    if (ids.length === 0) return erased;
    const data = { facts: '{}', path: '', erasedAt: ctx.now() };
    await inTransaction(ctx, (tx) => tx.mailMessage.updateMany({ where: { id: { in: ids } }, data }));
    erased += ids.length;
  }
}
