import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { authorize } from '../tenancy/index.ts';
import { quarantineWhere } from './list-quarantine.ts';

const longestReason = 500;

/** Settles a refused item without booking it: it is rubbish, or was put right another way. Its body stays, and its terminal goes on
 *  being told that it is rejected; repeats raise its count and do not bring it back. Audited.
 *  @param reason why, for those who come later; 1 to 500 characters
 *  @throws invalid_input no reason is given, or a longer one
 *  @throws not_found     it does not exist, or not for this actor
 *  @throws conflict      it was settled already */
export async function dismissQuarantined(ctx: Ctx, id: number, reason: string): Promise<void> {
  authorize(ctx, 'quarantine.resolve');
  const note = reason.trim();
  if (note === '' || note.length > longestReason) {
    const message = `Say why, in at most ${longestReason} characters.`;
    throw new DomainError('invalid_input', { errors: [{ path: 'reason', message }] }, message);
  }
  await inTransaction(ctx, async (tx) => {
    const found = await tx.quarantinedItem.findFirst({
      where: { AND: [quarantineWhere(ctx, 'quarantine.resolve'), { id }] },
      select: { companyId: true, documentUuid: true },
    });
    if (!found) throw new DomainError('not_found', { quarantinedItemId: id });
    const { count } = await tx.quarantinedItem.updateMany({
      where: { id, resolvedAt: null },
      data: { resolvedAt: ctx.now(), resolution: 'dismissed', note },
    });
    if (count === 0) {
      throw new DomainError('conflict', { quarantinedItemId: id }, 'This item has been settled already.');
    }
    await recordAudit(tx, ctx, {
      companyId: found.companyId,
      action: 'quarantine.dismiss',
      subjectType: 'quarantinedItem',
      subjectId: id,
      after: { reason: note, document: found.documentUuid },
    });
  });
}
