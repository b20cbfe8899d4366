import type { Actor } from '../../core/scope.ts';
import type { Database } from '../../db/index.ts';
import { staffRoles } from './permissions.ts';

/** A member of the hub's staff as they are now, without what they are in companies: for work that goes on after they asked for
 *  it. Null: no staff any more, or switched off. */
export async function readStaff(db: Database, userId: string): Promise<Extract<Actor, { kind: 'user' }> | null> {
  const user = await db.reader.user.findFirst({
    where: { id: userId, isActive: true, deletedAt: null },
    select: { username: true, staffRole: true, staffLimited: true, staffCompanies: { select: { companyId: true } } },
  });
  const staffRole = staffRoles.find((role) => role === user?.staffRole);
  if (!user || staffRole === undefined) return null;
  const { username, staffLimited, staffCompanies } = user;
  const staffCompanyIds = staffLimited ? staffCompanies.map(({ companyId }) => companyId) : null;
  return { kind: 'user', userId, username, staffRole, staffCompanyIds, grants: [] };
}
