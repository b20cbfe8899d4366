/** Closing one's own account. */

import { randomBytes } from 'node:crypto';
import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { companiesWithoutOtherOwner, leaveEveryCompany } from '../companies/index.ts';
import { nextVersions } from '../feed/index.ts';
import { endAllSessions } from '../tenancy/index.ts';
import { endLinks } from './links.ts';
import { note } from './note.ts';
import { personOf } from './person.ts';
import { proveIdentity } from './prove-identity.ts';
import { requireOtherSuperuser } from './staff-roles.ts';
import { tellOwner } from './tell.ts';

export interface AccountEnd {
  /** Companies whose last owner the person is: these stand in the way. */
  aloneIn: readonly { slug: string; name: string }[];
  memberships: number;
  requests: number;
  sessions: number;
}

/** What deleting the account would end, and what stands in its way. */
export async function previewAccountEnd(ctx: Ctx): Promise<AccountEnd> {
  const { userId } = personOf(ctx);
  const { reader } = ctx.db;
  const company = { deletedAt: null };
  const alone = await reader.company.findMany({
    where: {
      ...company,
      memberships: { some: { userId, isOwner: true } },
      NOT: { memberships: { some: { isOwner: true, userId: { not: userId } } } },
    },
    select: { slug: true, name: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
  const sessions = { userId, endedAt: null, isPartial: false, expiresAt: { gt: ctx.now() } };
  return {
    aloneIn: alone,
    memberships: await reader.companyMembership.count({ where: { userId, company } }),
    requests: await reader.companyJoinRequest.count({ where: { userId, status: 'pending' } }),
    sessions: await reader.session.count({ where: sessions }),
  };
}

/** Deletes the account of the signed-in person: memberships, pending requests, sessions, second factor, picture and address go;
 *  what stays is a row without a name, so that records keep knowing that it was one person. The user name is free again.
 *  @throws wrong_credentials, too_many_requests the proof does not hold
 *  @throws conflict the person is the last owner of a company; `facts.companies` names them */
export async function deleteAccount(ctx: Ctx, proof: string): Promise<void> {
  const { userId, username } = personOf(ctx);
  await proveIdentity(ctx, proof);
  await inTransaction(ctx, async (tx) => {
    const companies = await companiesWithoutOtherOwner(ctx, tx, userId);
    if (companies.length > 0) {
      const message =
        'You are the last owner of a company. Give somebody else the owner tag, or delete the company first.';
      throw new DomainError('conflict', { companies }, message);
    }
    // The counter's row is held from here on: of two who administer the hub and go at once, one sees the other gone.
    const version = await nextVersions(tx, null);
    await requireOtherSuperuser(tx, userId, 'You are the last one who administers this hub.');
    await leaveEveryCompany(ctx, tx, userId);
    await tellOwner(ctx, tx, { userId, kind: 'account-deleted' });
    await endAllSessions(tx, userId, ctx.now());
    await endLinks(tx, { userId, now: ctx.now() });
    await clear(ctx, tx, { userId, version });
    await note(ctx, tx, { userId, action: 'account.delete', before: { username } });
  });
}

async function clear(ctx: Ctx, tx: Tx, { userId, version }: { userId: string; version: number }): Promise<void> {
  // Nobody can choose a name with a blank in it.
  const tombstone = `deleted ${randomBytes(6).toString('hex')}`;
  await tx.recoveryCode.deleteMany({ where: { userId } });
  await tx.personToken.deleteMany({ where: { userId } });
  await tx.externalIdentity.deleteMany({ where: { userId } });
  await tx.refreshToken.deleteMany({ where: { session: { userId } } });
  await tx.staffCompany.deleteMany({ where: { userId } });
  await tx.user.update({
    where: { id: userId },
    data: {
      username: tombstone,
      usernameFolded: tombstone,
      displayName: '',
      firstName: '',
      lastName: '',
      email: null,
      emailKey: null,
      emailConfirmedAt: null,
      language: '',
      timeZone: '',
      pictureId: null,
      passwordHash: null,
      totpSecretEncrypted: null,
      totpConfirmedAt: null,
      pinEncrypted: null,
      cashierNumber: null,
      staffRole: null,
      isActive: false,
      deletedAt: ctx.now(),
      version,
    },
    select: { id: true },
  });
  await tx.picture.deleteMany({ where: { userId } });
}
