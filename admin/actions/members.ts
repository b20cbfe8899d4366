/** What staff does with the people of a company: memberships, roles, requests to join, and who stands at which till. */

import type { Ctx } from '../../server/db/index.ts';
import {
  approveRequest,
  grantAdministrator,
  rejectRequest,
  removeMember,
  resendInvitation,
  revokeAdministrator,
  setRoles,
} from '../../server/domain/companies/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import type { RecordAction, Row } from '../adapter/definition.ts';
import { sayTo } from '../texts.ts';

const mayManage = (ctx: Ctx) => can(ctx, 'member.manage');
const mayHere = (ctx: Ctx, row: Row) => can(ctx, 'member.manage', { companyId: Number(row['companyId']) });

/** Whose membership it is. */
function memberOf(ctx: Ctx, id: string): Promise<{ companyId: number; userId: string }> {
  const select = { companyId: true, userId: true } as const;
  return ctx.db.reader.companyMembership.findUniqueOrThrow({ where: { id }, select });
}

const grant: RecordAction = {
  name: 'grantAdministrator',
  isRead: false,
  isAllowed: mayManage,
  button: (ctx, row) =>
    row['isAdministrator'] === false && mayHere(ctx, row)
      ? {
          label: sayTo(ctx)('Make an administrator'),
          question: sayTo(ctx)('Let this person manage everything of the company but its owners?'),
        }
      : null,
  async run(ctx, id) {
    const { username } = await grantAdministrator(ctx, await memberOf(ctx, id));
    return { notice: sayTo(ctx)('{name} is an administrator now.', { name: username }) };
  },
};

const revoke: RecordAction = {
  name: 'revokeAdministrator',
  isRead: false,
  isAllowed: mayManage,
  button: (ctx, row) =>
    row['isAdministrator'] === true && row['isOwner'] === false && mayHere(ctx, row)
      ? {
          label: sayTo(ctx)('Take the administrator flag'),
          question: sayTo(ctx)('Take it? The person stays a member, with the roles that they hold.'),
        }
      : null,
  async run(ctx, id) {
    const { username } = await revokeAdministrator(ctx, await memberOf(ctx, id));
    return { notice: sayTo(ctx)('{name} is no administrator any more.', { name: username }) };
  },
};

const remove: RecordAction = {
  name: 'remove',
  isRead: false,
  isAllowed: mayManage,
  button: (ctx, row) =>
    row['isOwner'] === false && mayHere(ctx, row)
      ? {
          label: sayTo(ctx)('Remove from the company'),
          question: sayTo(ctx)('Remove this person? They lose what they could do in the company, and are told.'),
        }
      : null,
  async run(ctx, id) {
    const { username } = await removeMember(ctx, await memberOf(ctx, id));
    return { notice: sayTo(ctx)('{name} is a member no more.', { name: username }) };
  },
};

export const membershipActions: readonly RecordAction[] = [grant, revoke, remove];

const takeRole: RecordAction = {
  name: 'takeRole',
  isRead: false,
  isAllowed: mayManage,
  button: (ctx, row) =>
    mayHere(ctx, row)
      ? { label: sayTo(ctx)('Take this role'), question: sayTo(ctx)('Take this role from the member?') }
      : null,
  async run(ctx, id) {
    const { membershipId } = await ctx.db.reader.membershipRole.findUniqueOrThrow({
      where: { id },
      select: { membershipId: true },
    });
    const held = await ctx.db.reader.membershipRole.findMany({
      where: { membershipId },
      select: { id: true, role: true, storeId: true },
    });
    const roles = held
      .filter((each) => each.id !== id)
      .map(({ role, storeId }) => ({ role: role as 'manager', storeId }));
    await setRoles(ctx, { ...(await memberOf(ctx, membershipId)), roles });
    return { notice: sayTo(ctx)('The role is taken.') };
  },
};

export const roleActions: readonly RecordAction[] = [takeRole];

/** @throws Error the row was found within the person's scope, but it is for no company that exists */
async function requestOf(ctx: Ctx, requestId: string): Promise<{ companyId: number; requestId: string }> {
  const found = await ctx.db.reader.companyJoinRequest.findUniqueOrThrow({
    where: { id: requestId },
    select: { companyId: true },
  });
  return { companyId: found.companyId ?? 0, requestId };
}

const isAsking = (ctx: Ctx, row: Row) => row['status'] === 'pending' && row['companyId'] !== null && mayHere(ctx, row);

const approve: RecordAction = {
  name: 'approve',
  isRead: false,
  isAllowed: mayManage,
  button: (ctx, row) =>
    isAsking(ctx, row)
      ? {
          label: sayTo(ctx)('Approve'),
          question: sayTo(ctx)('Take this person into the company, without any role? They are told.'),
        }
      : null,
  async run(ctx, id) {
    const { username } = await approveRequest(ctx, await requestOf(ctx, id));
    return { notice: sayTo(ctx)('{name} is a member now.', { name: username }) };
  },
};

const reject: RecordAction = {
  name: 'reject',
  isRead: false,
  isAllowed: mayManage,
  button: (ctx, row) =>
    isAsking(ctx, row)
      ? {
          label: sayTo(ctx)('Reject'),
          question: sayTo(ctx)('Why? The person is told what you write.'),
          asksWhy: true,
        }
      : null,
  async run(ctx, id, reason) {
    await rejectRequest(ctx, { ...(await requestOf(ctx, id)), reason });
    return { notice: sayTo(ctx)('The request is rejected.') };
  },
};

export const joinActions: readonly RecordAction[] = [approve, reject];

export const resend: RecordAction = {
  name: 'resend',
  isRead: false,
  isAllowed: mayManage,
  button: (ctx, row) =>
    row['status'] === 'pending' && mayHere(ctx, row)
      ? {
          label: sayTo(ctx)('Send again'),
          question: sayTo(ctx)('Mail it again? It gets a new link; the old one is worth nothing from then on.'),
        }
      : null,
  async run(ctx, id) {
    const select = { companyId: true } as const;
    const { companyId } = await ctx.db.reader.companyInvitation.findUniqueOrThrow({ where: { id }, select });
    await resendInvitation(ctx, { companyId, invitationId: id });
    return { notice: sayTo(ctx)('It is on its way again.') };
  },
};
