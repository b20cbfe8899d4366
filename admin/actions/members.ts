/** What staff does with the people of a company: memberships, roles, requests to join, and invitations. */

import type { Ctx } from '../../server/db/index.ts';
import {
  approveRequest,
  grantAdministrator,
  rejectRequest,
  removeMember,
  resendInvitation,
  revokeAdministrator,
  revokeInvitation,
  setRoles,
} from '../../server/domain/companies/index.ts';
import type { RecordAction, Row } from '../adapter/definition.ts';
import { sayTo } from '../texts.ts';
import { changeAction } from './change-action.ts';

const managed = { right: 'member.manage', isOfCompany: true } as const;

/** Whose membership it is. */
function memberOf(ctx: Ctx, id: string): Promise<{ companyId: number; userId: string }> {
  const select = { companyId: true, userId: true } as const;
  return ctx.db.reader.companyMembership.findUniqueOrThrow({ where: { id }, select });
}

export const membershipActions: readonly RecordAction[] = [
  changeAction({
    ...managed,
    name: 'grantAdministrator',
    isOffered: (row) => row['isAdministrator'] === false,
    button: (say) => ({
      label: say('Make an administrator'),
      question: say('Let this person manage everything of the company but its owners?'),
    }),
    async run(ctx, id) {
      const { username } = await grantAdministrator(ctx, await memberOf(ctx, id));
      return sayTo(ctx)('{name} is an administrator now.', { name: username });
    },
  }),
  changeAction({
    ...managed,
    name: 'revokeAdministrator',
    isOffered: (row) => row['isAdministrator'] === true && row['isOwner'] === false,
    button: (say) => ({
      label: say('Take the administrator flag'),
      question: say('Take it? The person stays a member, with the roles that they hold.'),
    }),
    async run(ctx, id) {
      const { username } = await revokeAdministrator(ctx, await memberOf(ctx, id));
      return sayTo(ctx)('{name} is no administrator any more.', { name: username });
    },
  }),
  changeAction({
    ...managed,
    name: 'remove',
    isOffered: (row) => row['isOwner'] === false,
    button: (say) => ({
      label: say('Remove from the company'),
      question: say('Remove this person? They lose what they could do in the company, and are told.'),
    }),
    async run(ctx, id) {
      const { username } = await removeMember(ctx, await memberOf(ctx, id));
      return sayTo(ctx)('{name} is a member no more.', { name: username });
    },
  }),
];

export const roleActions: readonly RecordAction[] = [
  changeAction({
    ...managed,
    name: 'takeRole',
    isOffered: () => true,
    button: (say) => ({ label: say('Take this role'), question: say('Take this role from the member?') }),
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
      return sayTo(ctx)('The role is taken.');
    },
  }),
];

/** @throws Error the row was found within the person's scope, but it is for no company that exists */
async function requestOf(ctx: Ctx, requestId: string): Promise<{ companyId: number; requestId: string }> {
  const found = await ctx.db.reader.companyJoinRequest.findUniqueOrThrow({
    where: { id: requestId },
    select: { companyId: true },
  });
  return { companyId: found.companyId ?? 0, requestId };
}

const isAsking = (row: Row) => row['status'] === 'pending' && row['companyId'] !== null;

export const joinActions: readonly RecordAction[] = [
  changeAction({
    ...managed,
    name: 'approve',
    isOffered: isAsking,
    button: (say) => ({
      label: say('Approve'),
      question: say('Take this person into the company, without any role? They are told.'),
    }),
    async run(ctx, id) {
      const { username } = await approveRequest(ctx, await requestOf(ctx, id));
      return sayTo(ctx)('{name} is a member now.', { name: username });
    },
  }),
  changeAction({
    ...managed,
    name: 'reject',
    isOffered: isAsking,
    button: (say) => ({
      label: say('Reject'),
      question: say('Why? The person is told what you write.'),
      asksWhy: true,
    }),
    async run(ctx, id, reason) {
      await rejectRequest(ctx, { ...(await requestOf(ctx, id)), reason });
      return sayTo(ctx)('The request is rejected.');
    },
  }),
];

async function invitationOf(ctx: Ctx, invitationId: string): Promise<{ companyId: number; invitationId: string }> {
  const where = { id: invitationId };
  const { companyId } = await ctx.db.reader.companyInvitation.findUniqueOrThrow({ where, select: { companyId: true } });
  return { companyId, invitationId };
}

const isWaiting = (row: Row) => row['status'] === 'pending';

export const invitationActions: readonly RecordAction[] = [
  changeAction({
    ...managed,
    name: 'resend',
    isOffered: isWaiting,
    button: (say) => ({
      label: say('Send again'),
      question: say('Mail it again? It gets a new link; the old one is worth nothing from then on.'),
    }),
    async run(ctx, id) {
      await resendInvitation(ctx, await invitationOf(ctx, id));
      return sayTo(ctx)('It is on its way again.');
    },
  }),
  changeAction({
    ...managed,
    name: 'cancel',
    isOffered: isWaiting,
    button: (say) => ({
      label: say('Take the invitation back'),
      question: say('Take it back? Its link is worth nothing from now on.'),
    }),
    async run(ctx, id) {
      await revokeInvitation(ctx, await invitationOf(ctx, id));
      return sayTo(ctx)('The invitation is taken back.');
    },
  }),
];
