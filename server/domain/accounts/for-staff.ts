/** What hub staff does for people, and to them: each with a trace in the hub's own chain. Support does none of it. */

import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { nextVersions } from '../feed/index.ts';
import { authorize, can, endAllSessions } from '../tenancy/index.ts';
import { sendConfirmation } from './addresses.ts';
import { endLinks } from './links.ts';
import { note } from './note.ts';
import { requireOtherSuperuser } from './staff-roles.ts';
import { tellOwner } from './tell.ts';

/** Whom a member of staff may look after at all, and how far. */
interface Look {
  /** True: what reaches beyond the companies of a member of staff who is limited to some. */
  isWhole?: boolean;
}

/** Ends every session of a person. Without any nothing but the note changes.
 *  @throws not_found, forbidden, not_signed_in */
export async function signOutPerson(ctx: Ctx, userId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await findPerson(ctx, tx, userId);
    await endAllSessions(tx, userId, ctx.now());
    await note(ctx, tx, { userId, action: 'person.sessions.end-all' });
  });
}

/** Ends one session of somebody.
 *  @throws not_found, forbidden, not_signed_in
 *  @throws conflict it has ended already */
export async function endSessionOf(ctx: Ctx, sessionId: string): Promise<void> {
  authorize(ctx, 'person.manage');
  await inTransaction(ctx, async (tx) => {
    const session = await tx.session.findUnique({ where: { id: sessionId }, select: { userId: true, door: true } });
    if (!session) throw new DomainError('not_found');
    await findPerson(ctx, tx, session.userId);
    const at = ctx.now();
    const ended = await tx.session.updateMany({ where: { id: sessionId, endedAt: null }, data: { endedAt: at } });
    if (ended.count === 0) throw new DomainError('conflict', {}, 'This session has ended already.');
    await note(ctx, tx, { userId: session.userId, action: 'person.session.end', before: { door: session.door } });
  });
}

/** Mails the question again whether the address is theirs.
 *  @throws not_found, forbidden, not_signed_in
 *  @throws conflict there is no address that waits to be confirmed */
export async function resendConfirmationTo(ctx: Ctx, userId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { username, email, emailConfirmedAt, language } = await findPerson(ctx, tx, userId);
    const asked = await tx.personToken.findFirst({
      where: { userId, purpose: 'confirm-address', usedAt: null, expiresAt: { gt: ctx.now() } },
      select: { email: true },
    });
    const to = asked?.email || (emailConfirmedAt === null ? email : null);
    if (!to) throw new DomainError('conflict', {}, 'No address of this person waits to be confirmed.');
    await sendConfirmation(ctx, tx, { userId, username, email: to, language });
    await note(ctx, tx, { userId, action: 'person.confirmation.send' });
  });
}

/** Switches off the second factor of somebody who has lost it. They are told, and signed out everywhere: who asked may not have
 *  been them.
 *  @throws not_found, forbidden, not_signed_in
 *  @throws conflict it is off already */
export async function switchOffTwoFactor(ctx: Ctx, input: { userId: string; reason: string }): Promise<void> {
  const { userId } = input;
  const reason = reasonOf(input.reason);
  await inTransaction(ctx, async (tx) => {
    await findPerson(ctx, tx, userId, { isWhole: true });
    const stopped = await tx.user.updateMany({
      where: { id: userId, totpConfirmedAt: { not: null } },
      data: { totpSecretEncrypted: null, totpConfirmedAt: null, totpLastStep: null },
    });
    if (stopped.count === 0) throw new DomainError('conflict', {}, 'The second factor is off already.');
    await tx.recoveryCode.deleteMany({ where: { userId } });
    await endAllSessions(tx, userId, ctx.now());
    await tellOwner(ctx, tx, { userId, kind: 'two-factor-off' });
    await note(ctx, tx, {
      userId,
      action: 'person.two-factor.off',
      before: { twoFactor: true },
      after: { twoFactor: false, reason },
    });
  });
}

/** Closes an account or opens it again. A closed one signs in nowhere, its sessions and links end at once, and the record stays.
 *  The hub keeps somebody who administers it, and nobody closes their own here.
 *  @throws not_found, forbidden, not_signed_in
 *  @throws conflict it is so already, it is the last superuser, or one's own */
export async function setPersonActive(
  ctx: Ctx,
  input: { userId: string; isActive: boolean; reason: string },
): Promise<void> {
  const { userId, isActive } = input;
  const reason = reasonOf(input.reason);
  await inTransaction(ctx, async (tx) => {
    // Held from here on: of two superusers who close each other, one sees the other gone.
    const version = await nextVersions(tx, null);
    const person = await findPerson(ctx, tx, userId, { isWhole: true });
    if (ctx.actor.kind === 'user' && ctx.actor.userId === userId) {
      throw new DomainError('conflict', {}, 'Nobody closes their own account here.');
    }
    if (person.isActive === isActive) {
      throw new DomainError(
        'conflict',
        {},
        isActive ? 'This account is open already.' : 'This account is closed already.',
      );
    }
    if (!isActive) await requireOtherSuperuser(tx, userId);
    await tx.user.update({ where: { id: userId }, data: { isActive, version }, select: { id: true } });
    if (!isActive) {
      await endAllSessions(tx, userId, ctx.now());
      await endLinks(tx, { userId, now: ctx.now() });
    }
    await note(ctx, tx, {
      userId,
      action: isActive ? 'person.enable' : 'person.disable',
      before: { isActive: !isActive },
      after: { isActive, reason },
    });
  });
}

/** The person, judged: staff who are limited find people of their companies only, and only superusers touch other staff. */
async function findPerson(ctx: Ctx, tx: Tx, userId: string, { isWhole = false }: Look = {}) {
  authorize(ctx, 'person.manage');
  const limits = ctx.actor.kind === 'user' ? ctx.actor.staffCompanyIds : null;
  const person = await tx.user.findFirst({
    where: {
      id: userId,
      deletedAt: null,
      ...(limits === null ? {} : { memberships: { some: { companyId: { in: [...limits] } } } }),
    },
    select: { username: true, email: true, emailConfirmedAt: true, language: true, isActive: true, staffRole: true },
  });
  if (!person) throw new DomainError('not_found', { userId });
  if (person.staffRole !== null && !can(ctx, 'staff.admin')) {
    throw new DomainError('forbidden', { userId }, 'Only a superuser changes accounts of hub staff.');
  }
  if (isWhole && limits !== null) {
    const message = 'This reaches beyond your companies: only staff of the whole hub may do it.';
    throw new DomainError('forbidden', { userId }, message);
  }
  return person;
}

function reasonOf(text: string): string {
  const reason = text.trim();
  if (reason.length >= 5 && reason.length <= 500) return reason;
  const message = 'Say why, in 5 to 500 characters.';
  throw new DomainError('invalid_input', { errors: [{ path: 'reason', message }] }, message);
}
