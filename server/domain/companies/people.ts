/** What operations on the people of a company have in common. */
import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { type Action, authorize, holdCompany } from '../tenancy/index.ts';

/** Does something with a company's people: one such change at a time, judged by the rights that hold at that moment.
 *  @throws not_found the company is none that the actor sees
 *  @throws forbidden the actor lacks the action */
export async function changePeople<T>(
  ctx: Ctx,
  { companyId, action }: { companyId: number; action: Action },
  work: (tx: Tx, current: Ctx) => Promise<T>,
): Promise<T> {
  authorize(ctx, action, { companyId });
  return inTransaction(ctx, async (tx) => {
    const current = await holdCompany(ctx, tx, companyId);
    authorize(current, action, { companyId });
    return work(tx, current);
  });
}

export type Member = Awaited<ReturnType<typeof getMemberRow>>;

/** A membership with its person.
 *  @throws not_found the person is no member */
export async function getMemberRow(tx: Tx, companyId: number, userId: string) {
  const member = await tx.companyMembership.findUnique({
    where: { companyId_userId: { companyId, userId } },
    select: {
      id: true,
      companyId: true,
      userId: true,
      isOwner: true,
      isAdministrator: true,
      user: { select: { username: true } },
    },
  });
  if (member === null) throw new DomainError('not_found', { companyId, userId });
  return member;
}

/** Who acts, when it is a person. */
export function personOf(ctx: Ctx): { userId: string; username: string } {
  if (ctx.actor.kind !== 'user') throw new DomainError('not_signed_in');
  return ctx.actor;
}

/** What happened: `unchanged` when it was so already. */
export interface Outcome {
  isChanged: boolean;
  /** Whom it concerns. */
  username: string;
}
