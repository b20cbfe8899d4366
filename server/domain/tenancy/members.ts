import { DomainError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { MemberRole } from '../../core/scope.ts';
import { type Ctx, inTransaction, isUniqueViolation, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { authorize } from './authorize.ts';

export interface AddMember {
  companyId: number;
  userId: string;
  /** The owner tag makes an administrator too; only owners give it. */
  isOwner?: boolean;
  isAdministrator?: boolean;
}

/** Takes a person into a company. Without flags and roles a member sees the company and nothing of its figures.
 *  @throws not_found      the company is hidden from the actor, or there is no such person
 *  @throws forbidden      the actor does not manage members (for the owner tag: is no owner)
 *  @throws already_exists the person is a member already; nothing changes */
export async function addMember(ctx: Ctx, input: AddMember): Promise<{ membershipId: string }> {
  const { companyId, userId, isOwner = false } = input;
  authorize(ctx, 'member.manage', { companyId });
  if (isOwner) authorize(ctx, 'owner.grant', { companyId });
  const isAdministrator = isOwner || input.isAdministrator === true;
  try {
    return await inTransaction(ctx, async (tx) => {
      const user = await tx.user.findFirst({ where: { id: userId, deletedAt: null }, select: { username: true } });
      if (user === null || !(await companyExists(tx, companyId)))
        throw new DomainError('not_found', { companyId, userId });
      const id = newId();
      const data = { id, companyId, userId, isOwner, isAdministrator, joinedAt: ctx.now() };
      await tx.companyMembership.create({ data, select: { id: true } });
      await recordAudit(tx, ctx, {
        companyId,
        action: 'member.add',
        subjectType: 'user',
        subjectId: userId,
        after: { username: user.username, isOwner, isAdministrator },
      });
      return { membershipId: id };
    });
  } catch (error) {
    if (!isUniqueViolation(error, 'company_memberships', ['company_id', 'user_id'])) throw error;
    throw new DomainError('already_exists', { companyId, userId }, 'This person is a member already.');
  }
}

export interface GrantRole {
  companyId: number;
  userId: string;
  role: MemberRole;
  /** Null: every store of the company. */
  storeId: number | null;
}

/** Gives a member a role for the whole company or for one store. Giving it again changes nothing.
 *  @throws not_found the company is hidden from the actor, the person is no member, or the store is not the company's
 *  @throws forbidden the actor does not manage members */
export async function grantRole(ctx: Ctx, input: GrantRole): Promise<void> {
  const { companyId, userId, role, storeId } = input;
  authorize(ctx, 'member.manage', { companyId });
  await inTransaction(ctx, async (tx) => {
    const membership = await tx.companyMembership.findUnique({
      where: { companyId_userId: { companyId, userId } },
      select: { id: true },
    });
    if (membership === null || !(await storeBelongs(tx, companyId, storeId))) {
      throw new DomainError('not_found', { companyId, userId, storeId });
    }
    const scopeKey = storeId === null ? 'company' : `store:${storeId}`;
    const key = { membershipId: membership.id, role, scopeKey };
    const held = await tx.membershipRole.findUnique({
      where: { membershipId_role_scopeKey: key },
      select: { id: true },
    });
    if (held !== null) return;
    const data = { id: newId(), companyId, ...key, storeId, createdAt: ctx.now() };
    await tx.membershipRole.create({ data, select: { id: true } });
    await recordAudit(tx, ctx, {
      companyId,
      action: 'role.grant',
      subjectType: 'user',
      subjectId: userId,
      after: { role, storeId },
    });
  });
}

async function companyExists(tx: Tx, companyId: number): Promise<boolean> {
  const where = { id: companyId, deletedAt: null };
  return (await tx.company.findFirst({ where, select: { id: true } })) !== null;
}

async function storeBelongs(tx: Tx, companyId: number, storeId: number | null): Promise<boolean> {
  if (storeId === null) return true;
  return (await tx.store.findFirst({ where: { id: storeId, companyId }, select: { id: true } })) !== null;
}
