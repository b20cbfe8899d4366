/** Requests and invitations: those that wait, and what became of the others. */
import type { Ctx } from '../../db/index.ts';
import { authorize } from '../tenancy/index.ts';
import { addresseeOf, invitationColumns, readRoles } from './invitation-rows.ts';
import { personOf } from './people.ts';

/** The latest of each kind that a page shows. */
const mostShown = 100;
const dayMs = 86_400_000;
/** How long a person's own closed requests stay on their list. */
const rememberedDays = 60;

/** What has lapsed counts as closed, before the job has closed it. */
function statusNow(row: { status: string; expiresAt: Date | null }, now: Date): string {
  return row.status === 'pending' && row.expiresAt !== null && row.expiresAt <= now ? 'expired' : row.status;
}

/** Requests to join a company, newest first.
 *  @throws not_found, forbidden unless the actor manages its people */
export async function listRequests(ctx: Ctx, companyId: number) {
  authorize(ctx, 'member.manage', { companyId });
  const rows = await ctx.db.reader.companyJoinRequest.findMany({
    where: { companyId },
    select: {
      ...{ id: true, message: true, status: true, reason: true, createdAt: true, resolvedAt: true, expiresAt: true },
      user: { select: { username: true, displayName: true, pictureId: true } },
      resolvedBy: { select: { username: true } },
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: mostShown,
  });
  const now = ctx.now();
  return rows.map((row) => ({ ...row, status: statusNow(row, now) }));
}

/** How many requests wait in a company, for whoever answers them. */
export function countWaitingRequests(ctx: Ctx, companyId: number): Promise<number> {
  authorize(ctx, 'member.manage', { companyId });
  return ctx.db.reader.companyJoinRequest.count({
    where: { companyId, status: 'pending', expiresAt: { gt: ctx.now() } },
  });
}

/** Invitations of a company, newest first.
 *  @throws not_found, forbidden unless the actor manages its people */
export async function listInvitations(ctx: Ctx, companyId: number) {
  authorize(ctx, 'member.manage', { companyId });
  const rows = await ctx.db.reader.companyInvitation.findMany({
    where: { companyId },
    select: { ...invitationColumns, resolvedAt: true, invitedBy: { select: { username: true } } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: mostShown,
  });
  const now = ctx.now();
  // Whether a name is anybody's is not for the company to know: `userId` stays here.
  return rows.map(({ userId: _hidden, roles, ...row }) => ({
    ...row,
    addressee: addresseeOf(row),
    roles: readRoles(roles),
    status: statusNow(row, now),
  }));
}

/** The actor's own requests: those that wait, and what became of the recent ones. A request for a slug that nobody has looks
 *  like one that nobody answers. */
export async function listOwnRequests(ctx: Ctx) {
  const { userId } = personOf(ctx);
  const now = ctx.now();
  const since = new Date(now.getTime() - rememberedDays * dayMs);
  const rows = await ctx.db.reader.companyJoinRequest.findMany({
    where: {
      userId,
      OR: [{ status: 'pending' }, { status: { in: ['rejected', 'expired'] }, resolvedAt: { gt: since } }],
    },
    select: { id: true, slug: true, message: true, status: true, reason: true, createdAt: true, expiresAt: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: mostShown,
  });
  return rows.map((row) => ({ ...row, status: statusNow(row, now) }));
}

/** Invitations that name the actor and can be accepted now. */
export async function listOwnInvitations(ctx: Ctx) {
  const { userId } = personOf(ctx);
  const rows = await ctx.db.reader.companyInvitation.findMany({
    where: { userId, email: null, status: 'pending', expiresAt: { gt: ctx.now() }, company: { deletedAt: null } },
    select: {
      ...{ id: true, isOwner: true, isAdministrator: true, expiresAt: true },
      company: { select: { name: true } },
      invitedBy: { select: { username: true, displayName: true } },
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: mostShown,
  });
  return rows.map(({ company, invitedBy, ...row }) => ({
    ...row,
    company: company.name,
    inviter: invitedBy && (invitedBy.displayName || invitedBy.username),
  }));
}
