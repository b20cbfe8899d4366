import { z } from 'zod';
import {
  acceptInvitation,
  approveRequest,
  askToJoin,
  declineInvitation,
  getCompany,
  getInvitation,
  invite,
  listInvitations,
  listRequests,
  listRoleStores,
  rejectRequest,
  resendInvitation,
  revokeInvitation,
  withdrawRequest,
} from '../../server/domain/companies/index.ts';
import { memberRoles } from '../../server/domain/tenancy/index.ts';
import { companyOf } from '../company.ts';
import { openProcedure, router, signedInProcedure } from './procedures.ts';

const text = z.string().max(10_000);
const id = z.string().max(64);
const named = z.object({ company: z.string().max(96) });
const request = named.extend({ requestId: id });
const invitation = named.extend({ invitationId: id });
/** The token of a mailed link, or the id of an invitation that names the person. */
const which = z.union([z.object({ token: z.string().max(200) }), z.object({ id })]);

export const joiningRouter = router({
  /** Asks to be taken in; the answer is the same whether such a company exists. */
  ask: signedInProcedure
    .input(z.object({ slug: text, message: text }))
    .mutation(({ ctx: { ctx, browser }, input }) => askToJoin(ctx, { ...input, address: browser.visitor.address })),

  withdraw: signedInProcedure
    .input(z.object({ requestId: id }))
    .mutation(({ ctx: { ctx }, input }) => withdrawRequest(ctx, input.requestId)),

  /** Requests and invitations of a company, with those that are over. */
  history: signedInProcedure.input(named).query(async ({ ctx: { ctx }, input }) => {
    const company = await getCompany(ctx, input.company);
    const [requests, invitations, stores] = await Promise.all([
      listRequests(ctx, company.id),
      listInvitations(ctx, company.id),
      listRoleStores(ctx, company.id),
    ]);
    return { company, requests, invitations, stores };
  }),

  approve: signedInProcedure.input(request).mutation(async ({ ctx: { ctx }, input }) => {
    const { id: companyId } = await companyOf(ctx, input.company);
    return approveRequest(ctx, { companyId, requestId: input.requestId });
  }),

  reject: signedInProcedure.input(request.extend({ reason: text })).mutation(async ({ ctx: { ctx }, input }) => {
    const { id: companyId } = await companyOf(ctx, input.company);
    return rejectRequest(ctx, { companyId, requestId: input.requestId, reason: input.reason });
  }),

  invite: signedInProcedure
    .input(
      named.extend({
        by: z.enum(['email', 'username']),
        to: text,
        isOwner: z.boolean(),
        isAdministrator: z.boolean(),
        roles: z.array(z.object({ role: z.enum(memberRoles), storeId: z.number().nullable() })).max(2000),
        message: text,
      }),
    )
    .mutation(async ({ ctx: { ctx }, input: { company, ...offer } }) => {
      const { id: companyId } = await companyOf(ctx, company);
      await invite(ctx, { ...offer, companyId });
    }),

  resend: signedInProcedure.input(invitation).mutation(async ({ ctx: { ctx }, input }) => {
    const { id: companyId } = await companyOf(ctx, input.company);
    return resendInvitation(ctx, { companyId, invitationId: input.invitationId });
  }),

  revoke: signedInProcedure.input(invitation).mutation(async ({ ctx: { ctx }, input }) => {
    const { id: companyId } = await companyOf(ctx, input.company);
    return revokeInvitation(ctx, { companyId, invitationId: input.invitationId });
  }),

  /** What somebody is invited to; whoever holds a link may look without signing in. */
  invitation: openProcedure.input(which).query(({ ctx: { ctx }, input }) => getInvitation(ctx, input)),

  accept: signedInProcedure.input(which).mutation(({ ctx: { ctx }, input }) => acceptInvitation(ctx, input)),

  decline: signedInProcedure.input(which).mutation(({ ctx: { ctx }, input }) => declineInvitation(ctx, input)),
});
