import { z } from 'zod';
import {
  countOwnersAndStores,
  countWaitingRequests,
  dropOwnerTag,
  getCompany,
  getMember,
  giveOwnerTag,
  grantAdministrator,
  leaveCompany,
  listMembers,
  listOwnCompanies,
  listOwnInvitations,
  listOwnRequests,
  listRequests,
  listRoleStores,
  removeMember,
  revokeAdministrator,
  setRoles,
  updateCompany,
} from '../../server/domain/companies/index.ts';
import { openCompany } from '../../server/domain/provisioning/index.ts';
import { can, memberRoles } from '../../server/domain/tenancy/index.ts';
import { companyOf } from '../company.ts';
import { router, signedInProcedure } from './procedures.ts';

const text = z.string().max(10_000);
const named = z.object({ company: z.string().max(96) });
const member = named.extend({ userId: z.string().max(64) });
/** Exactly what a form of a company holds; slug, owner and codes are not among it. */
const details = z.object({
  name: text,
  companiesHouseNumber: text.optional(),
  vatNumber: text.optional(),
  registeredOffice: text.optional(),
  currency: text.optional(),
  timeZone: text.optional(),
  dayStartMinutes: z.number().or(z.nan()).optional(),
});
const roles = z.array(z.object({ role: z.enum(memberRoles), storeId: z.number().nullable() })).max(2000);

export const companiesRouter = router({
  /** The person's own companies, and what they have asked for or are asked. */
  list: signedInProcedure.query(async ({ ctx: { ctx } }) => {
    const [companies, requests, invitations] = await Promise.all([
      listOwnCompanies(ctx),
      listOwnRequests(ctx),
      listOwnInvitations(ctx),
    ]);
    return { companies, requests, invitations };
  }),

  /** One that can sell at once: with VAT rates, departments, kinds of payment and an administrator at its tills. */
  create: signedInProcedure.input(details).mutation(async ({ ctx: { ctx, vault }, input }) => {
    const { slug } = await openCompany(ctx, input, vault);
    return { slug };
  }),

  get: signedInProcedure.input(named).query(({ ctx: { ctx }, input }) => getCompany(ctx, input.company)),

  /** The company with a page of its people, and with the requests that wait for whoever answers them. */
  people: signedInProcedure
    .input(
      named.extend({
        search: z.string().max(200),
        page: z.number().or(z.nan()),
        show: z.enum(['everyone', 'mine']).nullable(),
      }),
    )
    .query(async ({ ctx: { ctx }, input }) => {
      const company = await getCompany(ctx, input.company);
      const { id: companyId, mayManage } = company;
      const { search, show } = input;
      const page = Number.isSafeInteger(input.page) ? input.page : 1;
      const mayOpen = can(ctx, 'store.create', { companyId });
      const [people, waiting, counts] = await Promise.all([
        listMembers(ctx, { companyId, search, page, show }),
        mayManage ? countWaitingRequests(ctx, companyId) : 0,
        mayOpen || company.isOwner ? countOwnersAndStores(ctx, companyId) : null,
      ]);
      const requests = waiting > 0 ? (await listRequests(ctx, companyId)).filter(isPending) : [];
      return {
        ...{ company, people, requests },
        isOnlyOwner: company.isOwner && counts?.owners === 1,
        needsStore: mayOpen && counts?.stores === 0,
      };
    }),

  update: signedInProcedure
    .input(named.extend({ version: z.number().or(z.nan()).optional(), details: details.partial() }))
    .mutation(async ({ ctx: { ctx }, input: { company, version, details: said } }) => {
      const { id: companyId } = await companyOf(ctx, company);
      await updateCompany(ctx, { ...said, companyId, ...(Number.isSafeInteger(version) && { version }) });
    }),

  member: signedInProcedure.input(member).query(async ({ ctx: { ctx }, input }) => {
    const company = await getCompany(ctx, input.company);
    return { company, member: await getMember(ctx, { companyId: company.id, userId: input.userId }) };
  }),

  /** Stores that roles can be given for. */
  roleStores: signedInProcedure.input(named).query(async ({ ctx: { ctx }, input }) => {
    const { id } = await companyOf(ctx, input.company);
    return listRoleStores(ctx, id);
  }),

  setRoles: signedInProcedure.input(member.extend({ roles })).mutation(async ({ ctx: { ctx }, input }) => {
    const { id: companyId } = await companyOf(ctx, input.company);
    return setRoles(ctx, { companyId, userId: input.userId, roles: input.roles });
  }),

  grantAdministrator: signedInProcedure.input(member).mutation(async ({ ctx: { ctx }, input }) => {
    const { id: companyId } = await companyOf(ctx, input.company);
    return grantAdministrator(ctx, { companyId, userId: input.userId });
  }),

  revokeAdministrator: signedInProcedure.input(member).mutation(async ({ ctx: { ctx }, input }) => {
    const { id: companyId } = await companyOf(ctx, input.company);
    return revokeAdministrator(ctx, { companyId, userId: input.userId });
  }),

  removeMember: signedInProcedure.input(member).mutation(async ({ ctx: { ctx }, input }) => {
    const { id: companyId } = await companyOf(ctx, input.company);
    return removeMember(ctx, { companyId, userId: input.userId });
  }),

  leave: signedInProcedure.input(named).mutation(async ({ ctx: { ctx }, input }) => {
    const { id } = await companyOf(ctx, input.company);
    await leaveCompany(ctx, id);
  }),

  /** A member has the tag at once; for anybody else the answer is the same whether the name is anybody's. */
  giveOwnerTag: signedInProcedure
    .input(named.extend({ username: text }))
    .mutation(async ({ ctx: { ctx }, input: { company, username } }) => {
      const { id: companyId } = await companyOf(ctx, company);
      return { outcome: await giveOwnerTag(ctx, { companyId, username }) };
    }),

  dropOwnerTag: signedInProcedure.input(named).mutation(async ({ ctx: { ctx }, input }) => {
    const { id } = await companyOf(ctx, input.company);
    await dropOwnerTag(ctx, id);
  }),
});

function isPending({ status }: { status: string }): boolean {
  return status === 'pending';
}
