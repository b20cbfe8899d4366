/** Invitations as they are stored. Of a link's token only the hash is kept. */
import { createHash, randomBytes } from 'node:crypto';
import type { MemberRole } from '../../core/scope.ts';
import type { Ctx, Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { memberRoles } from '../tenancy/index.ts';

const dayMs = 86_400_000;
/** How long an invitation can be accepted. */
export const invitationDays = 14;

/** A role that an invitation or a form gives; `storeId` null: for every store. */
export interface RoleGrant {
  role: MemberRole;
  storeId: number | null;
}

export const invitationColumns = {
  id: true,
  companyId: true,
  email: true,
  emailKey: true,
  userId: true,
  invitedName: true,
  isOwner: true,
  isAdministrator: true,
  roles: true,
  message: true,
  status: true,
  sentCount: true,
  invitedById: true,
  createdAt: true,
  expiresAt: true,
} as const;

export function freshToken(now: Date) {
  const token = randomBytes(24).toString('base64url');
  return { token, tokenHash: hashOf(token), expiresAt: new Date(now.getTime() + invitationDays * dayMs) };
}

export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** Roles as they were stored; what is none any more is left out. */
export function readRoles(text: string): RoleGrant[] {
  const entries = JSON.parse(text) as { role: string; storeId: number | null }[];
  return entries.flatMap(({ role, storeId }) => {
    const known = memberRoles.find((name) => name === role);
    return known === undefined ? [] : [{ role: known, storeId }];
  });
}

/** Whom an invitation was sent to, as the inviter typed it. */
export function addresseeOf({ email, invitedName }: { email: string | null; invitedName: string }): string {
  return email ?? invitedName;
}

type Closed = 'accepted' | 'declined' | 'revoked' | 'expired';

/** Closes a pending invitation, once: false when somebody else was faster. */
export async function closeInvitation(
  ctx: Ctx,
  tx: Tx,
  { id, companyId, status, also = {} }: { id: string; companyId: number; status: Closed; also?: { userId?: string } },
): Promise<boolean> {
  const { count } = await tx.companyInvitation.updateMany({
    where: { id, status: 'pending' },
    data: { status, pendingKey: null, resolvedAt: ctx.now(), ...also },
  });
  if (count === 0) return false;
  await recordAudit(tx, ctx, {
    companyId,
    action: `invitation.${verbs[status]}`,
    subjectType: 'invitation',
    subjectId: id,
    before: { status: 'pending' },
    after: { status },
  });
  return true;
}

const verbs: Readonly<Record<Closed, string>> = {
  accepted: 'accept',
  declined: 'decline',
  revoked: 'revoke',
  expired: 'expire',
};

/** Takes back what a person has offered and may not offer any more: everything once they are not privileged, the owner tag once
 *  they are no owner. Call it after their rights have changed, while the company is held. */
export async function revokeBeyondRights(
  ctx: Ctx,
  tx: Tx,
  { companyId, userId }: { companyId: number; userId: string },
): Promise<void> {
  const member = await tx.companyMembership.findUnique({
    where: { companyId_userId: { companyId, userId } },
    select: { isOwner: true, isAdministrator: true },
  });
  if (member?.isOwner) return;
  const offered = await tx.companyInvitation.findMany({
    where: { companyId, invitedById: userId, status: 'pending', ...(member?.isAdministrator && { isOwner: true }) },
    select: { id: true },
  });
  for (const { id } of offered) await closeInvitation(ctx, tx, { id, companyId, status: 'revoked' });
}
