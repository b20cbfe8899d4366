/** Asking somebody to become a member: by an address, to which a link is mailed, or by a user name, on whose list of companies it
 *  appears. The answer is the same whether anybody has that address or name. */
import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { foldMailAddress, isMailAddress } from '../../core/mail-address.ts';
import { type Ctx, inTransaction, isUniqueViolation, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { authorize, foldUsername, holdCompany, longText, parseInput } from '../tenancy/index.ts';
import {
  addresseeOf,
  closeInvitation,
  freshToken,
  invitationColumns,
  invitationDays,
  type RoleGrant,
} from './invitation-rows.ts';
import { changePeople, personOf } from './people.ts';
import { requireStores, rolesField } from './roles.ts';
import { tellAddress, tellPerson } from './tell.ts';
import { countHourly } from './throttle.ts';

/** New invitations of one person in an hour: the hub is no means of writing to strangers. */
const mostInHour = 40;
/** Waiting at once in one company. */
const mostWaiting = 200;
/** How often one invitation is mailed. */
const mostSent = 5;

const input = z.object({
  companyId: z.int(),
  by: z.enum(['email', 'username'], 'Choose an e-mail address or a user name.'),
  to: z.string().trim().min(1, 'Say who is to be invited.').max(254, 'Use at most 254 characters.'),
  /** The owner tag makes an administrator too; only owners offer it. */
  isOwner: z.boolean().default(false),
  isAdministrator: z.boolean().default(false),
  roles: rolesField.default([]),
  message: longText(500).default(''),
});

export type Invite = z.input<typeof input>;

/** Invites somebody. What they will be is settled here; accepting gives exactly that.
 *  @throws not_found         the company is hidden from the actor
 *  @throws forbidden         the actor is neither owner nor administrator (for the owner tag: no owner)
 *  @throws invalid_input     the address is none, or a store is none of the company's
 *  @throws already_exists    the same address or name has an invitation waiting, or the named person is a member
 *  @throws too_many_requests with `retryAfterSeconds` */
export async function invite(ctx: Ctx, raw: Invite): Promise<{ id: string }> {
  const offer = parseInput(input, raw);
  const { companyId } = offer;
  requireAddressee(offer);
  const action = offer.isOwner ? 'owner.grant' : 'member.manage';
  authorize(ctx, action, { companyId });
  const { userId } = personOf(ctx);
  try {
    return await inTransaction(ctx, async (tx) => {
      await countHourly(ctx, tx, { key: `invite:person:${userId}`, most: mostInHour });
      const current = await holdCompany(ctx, tx, companyId);
      authorize(current, action, { companyId });
      await requireStores(tx, companyId, offer.roles);
      return insertInvitation(current, tx, offer);
    });
  } catch (error) {
    if (isUniqueViolation(error, 'company_invitations', ['pending_key'])) throw waitingAlready();
    throw error;
  }
}

/** An invitation as `insertInvitation` takes it: checked. */
export interface Offer {
  companyId: number;
  by: 'email' | 'username';
  to: string;
  isOwner: boolean;
  isAdministrator: boolean;
  roles: readonly RoleGrant[];
  message: string;
}

function requireAddressee({ by, to }: Offer): void {
  if (by === 'username' || isMailAddress(to)) return;
  throw refused('Write a full e-mail address.');
}

function refused(message: string): DomainError {
  return new DomainError('invalid_input', { errors: [{ path: 'to', message }] });
}

function waitingAlready(): DomainError {
  const message = 'An invitation to them is waiting already: send it again or revoke it.';
  return new DomainError('already_exists', { errors: [{ path: 'to', message }] }, message);
}

/** Writes an invitation and queues its mail, while the company is held. */
export async function insertInvitation(ctx: Ctx, tx: Tx, offer: Offer): Promise<{ id: string }> {
  const { companyId, by, to, isOwner, roles, message } = offer;
  const folded = by === 'email' ? foldMailAddress(to) : foldUsername(to);
  const pendingKey = `${companyId}:${by}:${folded}`;
  await makeRoom(ctx, tx, { companyId, pendingKey });
  const user = by === 'username' ? await findNamed(tx, companyId, folded) : null;
  const { token, tokenHash, expiresAt } = freshToken(ctx.now());
  const id = newId();
  const isAdministrator = isOwner || offer.isAdministrator;
  const addressee = by === 'email' ? { email: to, emailKey: folded } : { userId: user?.id ?? null, invitedName: to };
  const row = await tx.companyInvitation.create({
    data: {
      ...{ id, companyId, isOwner, isAdministrator, message, tokenHash, pendingKey, expiresAt },
      ...addressee,
      roles: JSON.stringify(roles),
      invitedById: personOf(ctx).userId,
      createdAt: ctx.now(),
    },
    select: invitationColumns,
  });
  await recordAudit(tx, ctx, {
    companyId,
    action: 'invitation.create',
    subjectType: 'invitation',
    subjectId: id,
    // Whether a name is anybody's is left out: the company may read this.
    after: { by, to, isOwner, isAdministrator, roles, message },
  });
  await sendInvitation(ctx, tx, { row, token });
  return { id };
}

/** Ends an invitation to the same addressee that has lapsed.
 *  @throws already_exists one is waiting
 *  @throws conflict       too many are waiting */
async function makeRoom(ctx: Ctx, tx: Tx, at: { companyId: number; pendingKey: string }): Promise<void> {
  const { companyId, pendingKey } = at;
  const waiting = await tx.companyInvitation.findUnique({
    where: { pendingKey },
    select: { id: true, expiresAt: true },
  });
  if (waiting !== null) {
    if (waiting.expiresAt > ctx.now()) throw waitingAlready();
    await closeInvitation(ctx, tx, { id: waiting.id, companyId, status: 'expired' });
  }
  const count = await tx.companyInvitation.count({ where: { companyId, status: 'pending' } });
  if (count < mostWaiting) return;
  throw new DomainError('conflict', { companyId }, `At most ${mostWaiting} invitations can wait at once: revoke some.`);
}

async function findNamed(tx: Tx, companyId: number, usernameFolded: string) {
  const user = await tx.user.findFirst({
    where: { usernameFolded, deletedAt: null },
    select: { id: true, memberships: { where: { companyId }, select: { id: true } } },
  });
  if (user !== null && user.memberships.length > 0) {
    const message = 'This person is a member already.';
    throw new DomainError('already_exists', { errors: [{ path: 'to', message }] }, message);
  }
  return user;
}

type Row = Awaited<ReturnType<typeof getPending>>;

async function sendInvitation(ctx: Ctx, tx: Tx, { row, token }: { row: Row; token: string }): Promise<void> {
  const company = await tx.company.findUniqueOrThrow({ where: { id: row.companyId }, select: { name: true } });
  const { username: person } = personOf(ctx);
  const facts = { company: company.name, person, message: row.message, days: invitationDays };
  const letter = { kind: 'invitation', facts, companyId: row.companyId } as const;
  if (row.email !== null) await tellAddress(ctx, tx, row.email, { ...letter, path: `/invitations/${token}/` });
  else if (row.userId !== null) {
    await tellPerson(ctx, tx, row.userId, { ...letter, path: `/companies/invitations/${row.id}/` });
  }
}

interface Which {
  companyId: number;
  invitationId: string;
}

/** Sends the mail again, with a new link and a new time to accept it in: the old link is worth nothing from now on.
 *  @throws not_found, forbidden as `revokeInvitation`
 *  @throws conflict  it was mailed as often as it may be */
export async function resendInvitation(ctx: Ctx, which: Which): Promise<{ addressee: string }> {
  return changePeople(ctx, { ...which, action: 'member.manage' }, async (tx, current) => {
    const row = await getPending(tx, which);
    if (row.isOwner) authorize(current, 'owner.grant', { companyId: which.companyId });
    if (row.sentCount >= mostSent) {
      throw new DomainError(
        'conflict',
        { ...which },
        'This invitation was sent often enough: revoke it and invite anew.',
      );
    }
    const { token, tokenHash, expiresAt } = freshToken(ctx.now());
    const sentCount = row.sentCount + 1;
    await tx.companyInvitation.update({
      where: { id: row.id },
      data: { tokenHash, expiresAt, sentCount },
      select: { id: true },
    });
    await recordAudit(tx, current, {
      companyId: which.companyId,
      action: 'invitation.resend',
      subjectType: 'invitation',
      subjectId: row.id,
      before: { sentCount: row.sentCount, expiresAt: row.expiresAt },
      after: { sentCount, expiresAt },
    });
    await sendInvitation(current, tx, { row, token });
    return { addressee: addresseeOf(row) };
  });
}

/** Takes an invitation back; its link is worth nothing from now on.
 *  @throws not_found the company is hidden from the actor, or no such invitation is waiting in it
 *  @throws forbidden the actor is neither owner nor administrator */
export async function revokeInvitation(ctx: Ctx, which: Which): Promise<{ addressee: string }> {
  return changePeople(ctx, { ...which, action: 'member.manage' }, async (tx, current) => {
    const row = await getPending(tx, which);
    await closeInvitation(current, tx, { id: row.id, companyId: which.companyId, status: 'revoked' });
    return { addressee: addresseeOf(row) };
  });
}

async function getPending(tx: Tx, { companyId, invitationId }: Which) {
  const row = await tx.companyInvitation.findFirst({
    where: { id: invitationId, companyId, status: 'pending' },
    select: invitationColumns,
  });
  if (row === null) throw new DomainError('not_found', { companyId, invitationId });
  return row;
}
