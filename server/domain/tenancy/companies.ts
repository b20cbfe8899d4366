import { DomainError } from '../../core/errors.ts';
import type { Ctx } from '../../db/index.ts';
import { authorize, scopeFor } from './authorize.ts';

export interface CompanyHead {
  id: number;
  slug: string;
  name: string;
}

/** A company by its slug, exactly as written.
 *  @throws not_found there is none, or the actor is not of it: both look the same */
export async function getCompanyBySlug(ctx: Ctx, slug: string): Promise<CompanyHead> {
  const company = await ctx.db.reader.company.findFirst({
    where: { slug, deletedAt: null },
    select: { id: true, slug: true, name: true },
  });
  if (company === null) throw new DomainError('not_found', { slug });
  authorize(ctx, 'company.see', { companyId: company.id });
  return company;
}

/** The companies that the actor reaches, by name; at most the first `most` of them. */
export async function listReachedCompanies(ctx: Ctx, most: number): Promise<(CompanyHead & { uuid: string })[]> {
  const { companyIds } = scopeFor(ctx, 'company.see');
  return ctx.db.reader.company.findMany({
    where: { deletedAt: null, ...(companyIds && { id: { in: [...companyIds] } }) },
    select: { id: true, uuid: true, slug: true, name: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: most,
  });
}
