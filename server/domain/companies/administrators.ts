/** The administrator flag, by the decision table of the old hub. */
import { DomainError } from '../../core/errors.ts';
import type { Ctx, Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { can } from '../tenancy/index.ts';
import { revokeBeyondRights } from './invitation-rows.ts';
import { changePeople, getMemberRow, type Member, type Outcome } from './people.ts';

interface Target {
  companyId: number;
  userId: string;
}

/** Makes a member an administrator.
 *  @throws not_found the company is hidden from the actor, or the person is no member
 *  @throws forbidden the actor is neither owner nor administrator */
export async function grantAdministrator(ctx: Ctx, target: Target): Promise<Outcome> {
  return changePeople(ctx, { ...target, action: 'member.manage' }, async (tx, current) => {
    const member = await getMemberRow(tx, target.companyId, target.userId);
    if (!member.isAdministrator) await setFlag(current, tx, member, true);
    return { isChanged: !member.isAdministrator, username: member.user.username };
  });
}

/** Takes the administrator flag. Of owners nobody takes it, and nobody takes their own.
 *  @throws not_found the company is hidden from the actor, or the person is no member
 *  @throws conflict  the person is an owner
 *  @throws forbidden the actor is neither owner nor administrator, or asks for themselves */
export async function revokeAdministrator(ctx: Ctx, target: Target): Promise<Outcome> {
  const { companyId, userId } = target;
  return changePeople(ctx, { companyId, action: 'member.see' }, async (tx, current) => {
    const member = await getMemberRow(tx, companyId, userId);
    if (member.isOwner) {
      throw new DomainError('conflict', { ...target }, 'An owner stays administrator until the owner tag is given up.');
    }
    if (!member.isAdministrator) return { isChanged: false, username: member.user.username };
    if (!can(current, 'member.manage', { companyId })) throw new DomainError('forbidden', { ...target });
    if (current.actor.kind === 'user' && current.actor.userId === userId) {
      const text = 'Another administrator or an owner has to take this flag from you.';
      throw new DomainError('forbidden', { ...target }, text);
    }
    await setFlag(current, tx, member, false);
    await revokeBeyondRights(current, tx, target);
    return { isChanged: true, username: member.user.username };
  });
}

async function setFlag(ctx: Ctx, tx: Tx, member: Member, isAdministrator: boolean): Promise<void> {
  const { id, companyId, userId, user } = member;
  await tx.companyMembership.update({ where: { id }, data: { isAdministrator }, select: { id: true } });
  await recordAudit(tx, ctx, {
    companyId,
    action: isAdministrator ? 'administrator.grant' : 'administrator.revoke',
    subjectType: 'user',
    subjectId: userId,
    before: { username: user.username, isAdministrator: !isAdministrator },
    after: { isAdministrator },
  });
}
