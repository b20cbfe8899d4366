/** What the invited person does: look, accept, decline. A mailed invitation is for whoever holds its link; one for a user name is
 *  for the person who had this name when it was made. */
import { DomainError } from '../../core/errors.ts';
import { foldMailAddress } from '../../core/mail-address.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { retestDeletion } from '../company-deletion/index.ts';
import { nextVersions } from '../feed/index.ts';
import { holdCompany, insertMember } from '../tenancy/index.ts';
import { closeInvitation, hashOf, invitationColumns, type RoleGrant, readRoles } from './invitation-rows.ts';
import { personOf } from './people.ts';
import { insertRoles, keyOf } from './roles.ts';
import { tellPerson } from './tell.ts';

/** The token of a link, or the id of an invitation that names the actor. */
export type Which = { token: string } | { id: string };

const columns = {
  ...invitationColumns,
  company: { select: { name: true, slug: true, deletedAt: true } },
  invitedBy: { select: { username: true, displayName: true } },
} as const;

/** What somebody is invited to, and by whom. Links show it to everybody who holds them, signed in or not.
 *  @throws not_found there is no such invitation, or not for the actor
 *  @throws expired   it was answered, taken back, or has lapsed */
export async function getInvitation(ctx: Ctx, which: Which) {
  const row = await ctx.db.reader.companyInvitation.findFirst({ where: conditionOf(ctx, which), select: columns });
  const invitation = requireOpen(ctx, row);
  const roles = readRoles(invitation.roles);
  const chosen = roles.flatMap(({ storeId }) => storeId ?? []);
  const stores = await ctx.db.reader.store.findMany({
    where: { companyId: invitation.companyId, id: { in: chosen }, deletedAt: null },
    select: { id: true, name: true },
  });
  const { company, invitedBy, isOwner, isAdministrator, message, expiresAt, email } = invitation;
  return {
    company: { name: company.name, slug: company.slug },
    inviter: invitedBy && (invitedBy.displayName || invitedBy.username),
    email,
    roles: roles.flatMap(({ role, storeId }) => {
      const store = stores.find(({ id }) => id === storeId);
      return storeId === null || store ? [{ role, store: store?.name ?? null }] : [];
    }),
    ...{ isOwner, isAdministrator, message, expiresAt },
  };
}

function conditionOf(ctx: Ctx, which: Which) {
  if ('token' in which) return { tokenHash: hashOf(which.token), email: { not: null } };
  return { id: which.id, userId: personOf(ctx).userId, email: null };
}

type Row = NonNullable<Awaited<ReturnType<typeof findRow>>>;

function findRow(tx: Tx, where: ReturnType<typeof conditionOf>) {
  return tx.companyInvitation.findFirst({ where, select: columns });
}

function requireOpen(ctx: Ctx, row: Row | null): Row {
  if (row === null) throw new DomainError('not_found');
  if (row.status === 'pending' && row.expiresAt > ctx.now() && row.company.deletedAt === null) return row;
  throw new DomainError(
    'expired',
    {},
    'This invitation is no longer valid: it was answered, taken back, or is too old.',
  );
}

/** Becomes what the invitation says: a member, with the flags and roles it names. Who is a member already gets what they lack.
 *  The address it was mailed to counts as confirmed, if the account names the same one.
 *  @throws not_found, expired as `getInvitation` */
export async function acceptInvitation(ctx: Ctx, which: Which): Promise<{ slug: string; name: string }> {
  const { userId, username } = personOf(ctx);
  return inTransaction(ctx, async (tx) => {
    const row = await holdInvitation(ctx, tx, which);
    const { id, companyId, company } = row;
    if (!(await closeInvitation(ctx, tx, { id, companyId, status: 'accepted', also: { userId } }))) {
      throw new DomainError('expired');
    }
    await join(ctx, tx, { row, userId, username });
    if (row.emailKey !== null) await confirmAddress(ctx, tx, { userId, emailKey: row.emailKey });
    if (row.invitedById !== null) {
      const facts = { company: company.name, person: username };
      const path = `/companies/${company.slug}/`;
      await tellPerson(ctx, tx, row.invitedById, { kind: 'invitation-accepted', facts, path, companyId });
    }
    if (row.isOwner) await retestDeletion(ctx, tx, companyId);
    return { slug: company.slug, name: company.name };
  });
}

/** Says no; the invitation is over.
 *  @throws not_found, expired as `getInvitation` */
export async function declineInvitation(ctx: Ctx, which: Which): Promise<{ name: string }> {
  personOf(ctx);
  return inTransaction(ctx, async (tx) => {
    const { id, companyId, company } = await holdInvitation(ctx, tx, which);
    if (!(await closeInvitation(ctx, tx, { id, companyId, status: 'declined' }))) throw new DomainError('expired');
    return { name: company.name };
  });
}

/** The invitation as it is while its company is held. */
async function holdInvitation(ctx: Ctx, tx: Tx, which: Which): Promise<Row> {
  const where = conditionOf(ctx, which);
  const { companyId } = requireOpen(ctx, await findRow(tx, where));
  await holdCompany(ctx, tx, companyId);
  return requireOpen(ctx, await findRow(tx, where));
}

interface Joining {
  row: Row;
  userId: string;
  username: string;
}

async function join(ctx: Ctx, tx: Tx, { row, userId, username }: Joining): Promise<void> {
  const { companyId, isOwner, isAdministrator } = row;
  const roles = await usableRoles(tx, row);
  const held = await tx.companyMembership.findUnique({
    where: { companyId_userId: { companyId, userId } },
    select: { id: true, isOwner: true, isAdministrator: true, roles: { select: { role: true, storeId: true } } },
  });
  if (held === null) {
    const member = { companyId, userId, username, isOwner, isAdministrator };
    const { membershipId } = await insertMember(ctx, tx, member);
    await insertRoles(ctx, tx, { companyId, membershipId, roles });
    if (roles.length > 0) await noteRoles(ctx, tx, { companyId, userId, before: [], added: roles });
    return;
  }
  const flags = {
    isOwner: held.isOwner || isOwner,
    isAdministrator: held.isAdministrator || isAdministrator,
  };
  if (flags.isOwner !== held.isOwner || flags.isAdministrator !== held.isAdministrator) {
    await tx.companyMembership.update({ where: { id: held.id }, data: flags, select: { id: true } });
    await recordAudit(tx, ctx, {
      companyId,
      action: flags.isOwner && !held.isOwner ? 'owner.grant' : 'administrator.grant',
      subjectType: 'user',
      subjectId: userId,
      before: { username, isOwner: held.isOwner, isAdministrator: held.isAdministrator },
      after: flags,
    });
  }
  const has = new Set(held.roles.flatMap((entry) => [keyOf(entry)]));
  const added = roles.filter(({ role, storeId }) => !has.has(keyOf({ role, storeId })) && !has.has(wholeKey(role)));
  if (added.length === 0) return;
  await insertRoles(ctx, tx, { companyId, membershipId: held.id, roles: added });
  await noteRoles(ctx, tx, { companyId, userId, before: held.roles, added });
}

function wholeKey(role: string): string {
  return keyOf({ role, storeId: null });
}

interface RoleNote {
  companyId: number;
  userId: string;
  before: readonly { role: string; storeId: number | null }[];
  added: readonly RoleGrant[];
}

async function noteRoles(ctx: Ctx, tx: Tx, { companyId, userId, before, added }: RoleNote): Promise<void> {
  await recordAudit(tx, ctx, {
    companyId,
    action: 'role.set',
    subjectType: 'user',
    subjectId: userId,
    before: { roles: before },
    after: { roles: [...before, ...added] },
  });
}

/** Stores that were deleted since are left out. */
async function usableRoles(tx: Tx, { companyId, roles: text }: Row): Promise<RoleGrant[]> {
  const roles = readRoles(text);
  const stores = await tx.store.findMany({
    where: { companyId, id: { in: roles.flatMap(({ storeId }) => storeId ?? []) }, deletedAt: null },
    select: { id: true },
  });
  const known = new Set(stores.map(({ id }) => id));
  return roles.filter(({ storeId }) => storeId === null || known.has(storeId));
}

/** Whoever holds the link has read what was sent to the address. */
async function confirmAddress(
  ctx: Ctx,
  tx: Tx,
  { userId, emailKey }: { userId: string; emailKey: string },
): Promise<void> {
  const user = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true, emailKey: true } });
  if (user.emailKey !== null || user.email === null || foldMailAddress(user.email) !== emailKey) return;
  if ((await tx.user.findUnique({ where: { emailKey }, select: { id: true } })) !== null) return;
  const version = await nextVersions(tx, null);
  await tx.user.update({ where: { id: userId }, data: { emailKey, emailConfirmedAt: ctx.now(), version } });
  await recordAudit(tx, ctx, {
    companyId: null,
    action: 'user.confirm-address',
    subjectType: 'user',
    subjectId: userId,
    after: { email: user.email, by: 'invitation' },
  });
}
