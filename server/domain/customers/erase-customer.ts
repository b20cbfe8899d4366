import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { eraseHistory, recordAudit } from '../audit/index.ts';
import { holdRows, putRowsIn } from '../master-data/index.ts';
import { authorize } from '../tenancy/index.ts';
import { neededSentence } from './customer-rules.ts';
import { findCustomer } from './save-customer.ts';
import * as tables from './tables.ts';

interface Named {
  companyId: number;
  customerId: string;
  seen: number;
}

/** Takes everything personal out for good: names, addresses, numbers, consents, the card, groups, and what the audit trail
 *  says of them. Sales, points and figures stay, under an id that means nobody any more; tills are told to forget the person.
 *  Documents as tills sent them stay as they are: they are fiscal records.
 *  @throws conflict  the walk-in customer is nobody
 *  @throws stale, not_found, forbidden */
export async function eraseCustomer(ctx: Ctx, named: Named): Promise<void> {
  const { companyId, customerId } = named;
  authorize(ctx, 'customer.write', { companyId });
  await inTransaction(ctx, async (tx) => {
    await holdRows({ tx, ctx }, companyId);
    const before = await findCustomer(tx, named);
    if (before.isWalkIn) throw new DomainError('conflict', {}, neededSentence);
    const rows = [{ id: customerId, name: 'Erased', isActive: false, deletedAt: ctx.now() }];
    await putRowsIn({ tx, ctx }, tables.customers, { companyId, rows, isAudited: false });
    await tx.customer.update({ where: { id: customerId }, data: { erasedAt: ctx.now() }, select: { id: true } });
    await eraseMembership({ tx, ctx }, companyId, customerId);
    await eraseHistory(tx, { companyId, type: 'customer', id: customerId });
    await recordAudit(tx, ctx, { companyId, action: 'customer.erase', subjectType: 'customer', subjectId: customerId });
  });
}

async function eraseMembership(
  { tx, ctx }: { tx: Tx; ctx: Ctx },
  companyId: number,
  customerId: string,
): Promise<void> {
  const groups = await tx.customerSegmentMember.findMany({ where: { customerId, deletedAt: null } });
  await putRowsIn({ tx, ctx }, tables.segmentMembers, {
    companyId,
    rows: groups.map(({ id, segmentId }) => ({ id, customerId, segmentId, isActive: false, deletedAt: ctx.now() })),
  });
  const member = await tx.loyaltyMembership.findUnique({ where: { customerId } });
  if (!member) return;
  const { id, programId, tierId, enrolledAt } = member;
  await putRowsIn({ tx, ctx }, tables.loyaltyMemberships, {
    companyId,
    rows: [{ id, customerId, programId, tierId, enrolledAt, cardNumber: null, isActive: false }],
  });
  await eraseHistory(tx, { companyId, type: 'loyalty_membership', id });
}
