import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { authorize, holdCompany } from '../tenancy/index.ts';
import { isSeen } from './read.ts';

/** Takes a notification back: terminals that have not shown it get it no more. Once more changes nothing.
 *  @throws not_found it does not exist, or not for this actor
 *  @throws forbidden the actor may not send there */
export async function withdrawNotification(ctx: Ctx, { companyId, id }: { companyId: number; id: string }) {
  await inTransaction(ctx, async (tx) => {
    const current = await holdCompany(ctx, tx, companyId);
    const found = await tx.notification.findFirst({
      where: { id, companyId },
      select: { storeId: true, title: true, withdrawnAt: true },
    });
    if (!found || !isSeen(current, { companyId, storeId: found.storeId })) throw new DomainError('not_found', { id });
    const { storeId, title, withdrawnAt } = found;
    authorize(current, 'notification.send', storeId === null ? { companyId } : { companyId, storeId });
    if (withdrawnAt !== null) return;
    await tx.notification.update({ where: { id }, data: { withdrawnAt: ctx.now() }, select: { id: true } });
    await recordAudit(tx, current, {
      ...{ companyId, action: 'notification.withdraw', subjectType: 'notification', subjectId: id },
      before: { title },
    });
  });
}
