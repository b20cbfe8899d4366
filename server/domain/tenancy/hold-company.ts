import { DomainError } from '../../core/errors.ts';
import type { CompanyGrant } from '../../core/scope.ts';
import { type Ctx, statement, type Tx } from '../../db/index.ts';

/** Locks the row on PostgreSQL without standing in the way of rows that refer to it, as FOR UPDATE would. */
const hold = statement({
  params: { company: 'int' },
  sql: (q) => `UPDATE companies SET version = version WHERE id = ${q.param('company')} AND deleted_at IS NULL`,
});

/** Holds the company until the transaction ends: nobody else changes its people or its deletion meanwhile. The context that it
 *  returns carries the rights that the actor has there now; those that came with the request may be seconds old, so judge by
 *  the new ones. Of several companies, hold the one with the smallest id first.
 *  @throws not_found     the company does not exist, or not any more; says nothing about what the actor may see
 *  @throws not_signed_in the actor's account was switched off meanwhile */
export async function holdCompany(ctx: Ctx, tx: Tx, companyId: number): Promise<Ctx> {
  if ((await ctx.db.dialect.execute(tx, hold, { company: companyId })) === 0) {
    throw new DomainError('not_found', { companyId });
  }
  const { actor } = ctx;
  if (actor.kind !== 'user') return ctx;
  const user = await tx.user.findFirst({
    where: { id: actor.userId, isActive: true, deletedAt: null },
    select: { memberships: { where: { companyId }, select: { isOwner: true, isAdministrator: true } } },
  });
  if (user === null) throw new DomainError('not_signed_in');
  const others = actor.grants.filter((grant) => grant.companyId !== companyId);
  const known = actor.grants.find((grant) => grant.companyId === companyId);
  const grants = user.memberships.map((now): CompanyGrant => ({ companyId, roles: [], ...known, ...now }));
  return { ...ctx, actor: { ...actor, grants: [...others, ...grants] } };
}
