/** Who may take tables over, and whose somebody sees. */

import { DomainError } from '../../core/errors.ts';
import { type Actor, everything } from '../../core/scope.ts';
import { type Ctx, deriveContext } from '../../db/index.ts';
import { authorize, readStaff } from '../tenancy/index.ts';
import { operationsFor } from './columns.ts';

type Person = Extract<Actor, { kind: 'user' }>;

/** The person behind the context, who is staff that may write.
 *  @throws not_found no staff at all
 *  @throws forbidden staff that only reads */
export function writerOf({ actor }: Ctx): Person {
  if (actor.kind !== 'user' || actor.staffRole === null) throw new DomainError('not_found');
  if (actor.staffRole === 'support') {
    throw new DomainError('forbidden', {}, 'Only superusers and operators take files over.');
  }
  return actor;
}

/** The imports that the person sees: all, or with limited companies their own and those of their companies. */
export function visibleTo({ userId, staffCompanyIds }: Person): object {
  if (staffCompanyIds === null) return {};
  const own = { companyId: { in: [...staffCompanyIds] } };
  return { OR: [own, { createdById: userId, companyId: null }] };
}

/** @throws not_found there is no such company for the person, or nobody changes this model by hand
 *  @throws forbidden */
export async function authorizeTable(
  ctx: Ctx,
  { model, companyId }: { model: string; companyId: number | null },
): Promise<void> {
  const operations = operationsFor(model);
  if (companyId !== null) {
    authorize(ctx, 'company.see', { companyId });
    const company = await ctx.db.reader.company.findFirst({
      where: { id: companyId, deletedAt: null },
      select: { id: true },
    });
    if (!company) throw new DomainError('not_found', { companyId });
  }
  if (!operations.comesInFiles || !operations.isAllowed(ctx, companyId)) throw new DomainError('forbidden', { model });
}

/** Companies of which the person may take rows of a model over, by a part of their name. */
export async function listPlaces(ctx: Ctx, { model, search }: { model: string; search: string }) {
  const { staffCompanyIds } = writerOf(ctx);
  const operations = operationsFor(model);
  const own = staffCompanyIds === null ? {} : { id: { in: [...staffCompanyIds] } };
  const name = ctx.db.provider === 'postgresql' ? { contains: search, mode: 'insensitive' } : { contains: search };
  const companies = await ctx.db.reader.company.findMany({
    where: { AND: [own, { deletedAt: null }, search === '' ? {} : { name: name as { contains: string } }] },
    select: { id: true, name: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: 20,
  });
  return {
    hub: operations.isAllowed(ctx, null),
    companies: companies.filter(({ id }) => operations.isAllowed(ctx, id)),
  };
}

/** The worker with the rights that the person has now; null: none any more. What it writes is traced as theirs. */
export async function actAs(ctx: Ctx, userId: string | null, importId: string): Promise<Ctx | null> {
  const actor = userId === null ? null : await readStaff(ctx.db, userId);
  if (actor === null || actor.staffRole === 'support') return null;
  const { staffCompanyIds } = actor;
  const scope = staffCompanyIds === null ? everything : { companyIds: staffCompanyIds, storeIds: null };
  return deriveContext(ctx, { actor, scope, door: 'admin', requestId: `import:${importId}` });
}
