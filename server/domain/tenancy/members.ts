import { DomainError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { MemberRole } from '../../core/scope.ts';
import { type Ctx, inTransaction, isUniqueViolation, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { authorize } from './authorize.ts';
import { holdCompany } from './hold-company.ts';

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
      const current = await holdCompany(ctx, tx, companyId);
      authorize(current, isOwner ? 'owner.grant' : 'member.manage', { companyId });
      const user = await tx.user.findFirst({ where: { id: userId, deletedAt: null }, select: { username: true } });
      if (user === null) throw new DomainError('not_found', { companyId, userId });
      return insertMember(ctx, tx, { companyId, userId, username: user.username, isOwner, isAdministrator });
    });
  } catch (error) {
    if (!isUniqueViolation(error, 'company_memberships', ['company_id', 'user_id'])) throw error;
    throw new DomainError('already_exists', { companyId, userId }, 'This person is a member already.');
  }
}

export interface NewMember {
  companyId: number;
  userId: string;
  username: string;
  isOwner: boolean;
  isAdministrator: boolean;
}

/** Writes a membership with its trace, and closes the person's own request to join that is still waiting. Hold the company
 *  before. A person who is a member already surfaces as a unique violation. */
export async function insertMember(ctx: Ctx, tx: Tx, member: NewMember): Promise<{ membershipId: string }> {
  const { username, ...columns } = member;
  const { companyId, userId, isOwner, isAdministrator } = member;
  const at = ctx.now();
  const id = newId();
  await tx.companyMembership.create({ data: { id, ...columns, joinedAt: at }, select: { id: true } });
  await recordAudit(tx, ctx, {
    companyId,
    action: 'member.add',
    subjectType: 'user',
    subjectId: userId,
    after: { username, isOwner, isAdministrator },
  });
  const waiting = { companyId, userId, status: 'pending' };
  const request = await tx.companyJoinRequest.findFirst({ where: waiting, select: { id: true } });
  if (request === null) return { membershipId: id };
  const closed = { status: 'superseded', pendingKey: null, resolvedAt: at };
  await tx.companyJoinRequest.updateMany({ where: waiting, data: closed });
  await recordAudit(tx, ctx, {
    companyId,
    action: 'join-request.supersede',
    subjectType: 'join-request',
    subjectId: request.id,
    before: { status: 'pending' },
    after: { status: 'superseded' },
  });
  return { membershipId: id };
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

async function storeBelongs(tx: Tx, companyId: number, storeId: number | null): Promise<boolean> {
  if (storeId === null) return true;
  return (await tx.store.findFirst({ where: { id: storeId, companyId }, select: { id: true } })) !== null;
}
