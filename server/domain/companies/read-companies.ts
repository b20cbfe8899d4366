/** Companies, as their people see them. */
import { DomainError } from '../../core/errors.ts';
import type { Ctx } from '../../db/index.ts';
import { authorize, can } from '../tenancy/index.ts';
import { personOf } from './people.ts';
import { editableColumns } from './update-company.ts';

/** The most that one page shows. */
const mostCompanies = 500;

/** The companies of which the actor is a member, by name, each with what the actor is there. */
export async function listOwnCompanies(ctx: Ctx) {
  const { userId } = personOf(ctx);
  const rows = await ctx.db.reader.companyMembership.findMany({
    where: { userId, company: { deletedAt: null } },
    select: {
      isOwner: true,
      isAdministrator: true,
      company: { select: { id: true, slug: true, name: true, logoId: true } },
      roles: {
        select: { role: true, store: { select: { name: true } } },
        orderBy: [{ role: 'asc' }, { scopeKey: 'asc' }],
      },
    },
    orderBy: [{ company: { name: 'asc' } }, { companyId: 'asc' }],
    take: mostCompanies,
  });
  return rows.map(({ company, roles, ...flags }) => ({
    ...company,
    ...flags,
    roles: roles.map(({ role, store }) => ({ role, store: store?.name ?? null })),
  }));
}

/** How many owners a company has, and how many stores: what its page offers hangs on them.
 *  @throws not_found the actor is not of it */
export async function countOwnersAndStores(ctx: Ctx, companyId: number): Promise<{ owners: number; stores: number }> {
  authorize(ctx, 'company.see', { companyId });
  const { _count } = await ctx.db.reader.company.findUniqueOrThrow({
    where: { id: companyId },
    select: {
      _count: { select: { memberships: { where: { isOwner: true } }, stores: { where: { deletedAt: null } } } },
    },
  });
  return { owners: _count.memberships, stores: _count.stores };
}

/** One company with everything that its page and its form show, and what the actor may do there.
 *  @throws not_found there is none, or the actor is not of it */
export async function getCompany(ctx: Ctx, slug: string) {
  const company = await ctx.db.reader.company.findFirst({
    where: { slug, deletedAt: null },
    select: { id: true, slug: true, logoId: true, officeCode: true, createdAt: true, ...editableColumns },
  });
  if (company === null) throw new DomainError('not_found', { slug });
  const { id } = company;
  authorize(ctx, 'company.see', { companyId: id });
  const { actor } = ctx;
  const own = actor.kind === 'user' ? actor.grants.find(({ companyId }) => companyId === id) : undefined;
  const where = { companyId: id };
  return {
    ...company,
    isMember: own !== undefined,
    isOwner: own?.isOwner ?? false,
    isAdministrator: own?.isAdministrator ?? false,
    mayEdit: can(ctx, 'company.edit', where),
    mayManage: can(ctx, 'member.manage', where),
    mayTag: can(ctx, 'owner.grant', where),
    mayDelete: can(ctx, 'company.delete', where),
  };
}
