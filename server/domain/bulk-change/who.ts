/** Who may change many rows at once, and whose changes somebody sees. */

import { DomainError } from '../../core/errors.ts';
import { type Actor, everything } from '../../core/scope.ts';
import { type Ctx, deriveContext } from '../../db/index.ts';
import { readStaff } from '../tenancy/index.ts';

type Person = Extract<Actor, { kind: 'user' }>;

/** The person behind the context, who is staff that may write.
 *  @throws not_found no staff at all
 *  @throws forbidden staff that only reads */
export function writerOf(ctx: Ctx): Person {
  const { actor } = ctx;
  if (actor.kind !== 'user' || actor.staffRole === null) throw new DomainError('not_found');
  if (actor.staffRole === 'support') {
    throw new DomainError('forbidden', {}, 'Only superusers and operators change many rows at once.');
  }
  return actor;
}

/** The changes that the person sees: all, or with limited companies their own and those of their companies. */
export function visibleTo(person: Person): object {
  if (person.staffCompanyIds === null) return {};
  return { OR: [{ createdById: person.userId }, { companyId: { in: [...person.staffCompanyIds] } }] };
}

/** Rows within a change that the person sees: companies may have been taken from them since. */
export function rowsVisibleTo(person: Person): object {
  if (person.staffCompanyIds === null) return {};
  return { OR: [{ companyId: { in: [...person.staffCompanyIds] } }, { companyId: null }] };
}

/** Whether a person whose companies are limited reaches rows of this one; the hub's own reach every company. */
export function reaches(person: Person, companyId: number | null): boolean {
  return person.staffCompanyIds === null || (companyId !== null && person.staffCompanyIds.includes(companyId));
}

/** The worker with the rights that the person has now; null: none any more. What it writes is traced as theirs. */
export async function actAs(ctx: Ctx, userId: string | null, changeId: string): Promise<Ctx | null> {
  const actor = userId === null ? null : await readStaff(ctx.db, userId);
  if (actor === null || actor.staffRole === 'support') return null;
  const { staffCompanyIds } = actor;
  const scope = staffCompanyIds === null ? everything : { companyIds: staffCompanyIds, storeIds: null };
  return deriveContext(ctx, { actor, scope, door: 'admin', requestId: `bulk:${changeId}` });
}
