/** Ways out of a company: leaving, being removed, closing one's account. */
import { DomainError } from '../../core/errors.ts';
import type { Ctx, Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { retestDeletion } from '../company-deletion/index.ts';
import { holdCompany } from '../tenancy/index.ts';
import { revokeBeyondRights } from './invitation-rows.ts';
import { closeRequest } from './join-requests.ts';
import { changePeople, getMemberRow, type Member, personOf } from './people.ts';
import { tellPerson } from './tell.ts';

/** Leaves a company. An owner gives the owner tag up first.
 *  @throws not_found the actor is no member
 *  @throws conflict  the actor is an owner */
export async function leaveCompany(ctx: Ctx, companyId: number): Promise<void> {
  const { userId } = personOf(ctx);
  await changePeople(ctx, { companyId, action: 'company.see' }, async (tx, current) => {
    const member = await getMemberRow(tx, companyId, userId);
    if (member.isOwner) {
      throw new DomainError('conflict', { companyId }, 'Give up the owner tag first: a company keeps its owners.');
    }
    await takeOut(current, tx, { member, action: 'member.leave' });
  });
}

/** Removes somebody else from a company, with every role; their pending invitations to others end. Owners cannot be removed.
 *  @throws not_found the company is hidden from the actor, or the person is no member
 *  @throws forbidden the actor is neither owner nor administrator, or means themselves
 *  @throws conflict  the person is an owner */
export async function removeMember(
  ctx: Ctx,
  target: { companyId: number; userId: string },
): Promise<{ username: string }> {
  return changePeople(ctx, { ...target, action: 'member.manage' }, async (tx, current) => {
    const member = await getMemberRow(tx, target.companyId, target.userId);
    if (member.isOwner) {
      throw new DomainError('conflict', { ...target }, 'An owner cannot be removed: only they give up the owner tag.');
    }
    if (current.actor.kind === 'user' && current.actor.userId === target.userId) {
      throw new DomainError('forbidden', { ...target }, 'Nobody removes themselves; you can leave the company.');
    }
    await takeOut(current, tx, { member, action: 'member.remove' });
    const { name } = await tx.company.findUniqueOrThrow({ where: { id: target.companyId }, select: { name: true } });
    await tellPerson(current, tx, target.userId, {
      kind: 'member-removed',
      facts: { company: name },
      path: '/companies/',
    });
    return { username: member.user.username };
  });
}

/** Takes a person out of every company, for the closing of their account, and withdraws what they have asked for. Make sure
 *  with `companiesWithoutOtherOwner` that no company loses its last owner, in the same transaction. */
export async function leaveEveryCompany(ctx: Ctx, tx: Tx, userId: string): Promise<void> {
  // One that was deleted and is being erased has no people any more, only their rows.
  const where = { userId, company: { deletedAt: null } } as const;
  const own = { where, select: { companyId: true }, orderBy: { companyId: 'asc' } } as const;
  for (const { companyId } of await tx.companyMembership.findMany(own)) {
    await holdCompany(ctx, tx, companyId);
    const member = await getMemberRow(tx, companyId, userId);
    await takeOut(ctx, tx, { member, action: 'member.leave' });
    if (member.isOwner) await retestDeletion(ctx, tx, companyId);
  }
  const asked = { userId, status: 'pending' };
  for (const { id, companyId } of await tx.companyJoinRequest.findMany({ where: asked })) {
    await closeRequest(ctx, tx, { id, companyId, status: 'withdrawn' });
  }
}

async function takeOut(ctx: Ctx, tx: Tx, { member, action }: { member: Member; action: string }): Promise<void> {
  const { id, companyId, userId, user, isOwner, isAdministrator } = member;
  const roles = await tx.membershipRole.findMany({
    where: { membershipId: id },
    select: { role: true, storeId: true },
    orderBy: [{ role: 'asc' }, { scopeKey: 'asc' }],
  });
  await tx.companyMembership.delete({ where: { id }, select: { id: true } });
  await recordAudit(tx, ctx, {
    companyId,
    action,
    subjectType: 'user',
    subjectId: userId,
    before: { username: user.username, isOwner, isAdministrator, roles },
  });
  await revokeBeyondRights(ctx, tx, { companyId, userId });
}
