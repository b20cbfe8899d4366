import { DomainError } from '../../core/errors.ts';
import type { Actor } from '../../core/scope.ts';
import type { Ctx } from '../../db/index.ts';
import { can, seesPersonalData } from '../tenancy/index.ts';

type Person = Extract<Actor, { kind: 'user' }>;

/** A picture for whoever may see it: a logo for the members of its company; a person's for themselves, for the members of
 *  their companies and for those who decide about their request to join one. Hub staff that may see personal data sees
 *  those of the companies they see.
 *  @throws not_found there is none, or it is none of the actor's business: both look the same */
export async function getPicture(ctx: Ctx, id: string): Promise<{ mediaType: string; bytes: Uint8Array }> {
  const picture = await ctx.db.reader.picture.findUnique({
    where: { id },
    select: { mediaType: true, bytes: true, companyId: true, userId: true },
  });
  if (picture === null || !(await maySee(ctx, picture))) throw new DomainError('not_found', { picture: id });
  return picture;
}

async function maySee(ctx: Ctx, { companyId, userId }: { companyId: number | null; userId: string | null }) {
  const { actor } = ctx;
  if (companyId !== null) return can(ctx, 'company.see', { companyId });
  if (actor.kind !== 'user' || userId === null) return false;
  if (actor.userId === userId) return true;
  const companyIds = companiesOf(actor, seesPersonalData(ctx));
  if (companyIds === null) return true;
  const deciding = companyIds.filter((id) => can(ctx, 'member.manage', { companyId: id }));
  const [shared, asking] = await Promise.all([
    ctx.db.reader.companyMembership.findFirst({
      where: { userId, companyId: { in: companyIds }, company: { deletedAt: null } },
      select: { id: true },
    }),
    ctx.db.reader.companyJoinRequest.findFirst({
      where: { userId, companyId: { in: deciding }, status: 'pending' },
      select: { id: true },
    }),
  ]);
  return shared !== null || asking !== null;
}

/** Companies of whose people the actor sees faces; null: of every company. */
function companiesOf({ grants, staffCompanyIds }: Person, isTrusted: boolean): number[] | null {
  if (isTrusted && staffCompanyIds === null) return null;
  const asStaff = isTrusted ? (staffCompanyIds ?? []) : [];
  return [...new Set([...grants.map(({ companyId }) => companyId), ...asStaff])];
}
