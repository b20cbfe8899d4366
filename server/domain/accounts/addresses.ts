/** People's addresses of mail: shared by anybody while they are only typed, unique once they are confirmed. */

import { DomainError } from '../../core/errors.ts';
import { foldMailAddress, isMailAddress } from '../../core/mail-address.ts';
import { type Ctx, inTransaction, isUniqueViolation, type Tx } from '../../db/index.ts';
import { queueMail } from '../mail/index.ts';
import { reserve } from '../tenancy/index.ts';
import { endLinks, makeLink, readLink, takeLink } from './links.ts';
import { note } from './note.ts';
import { personOf } from './person.ts';
import { proveIdentity } from './prove-identity.ts';
import { tellOwner } from './tell.ts';

interface Confirmation {
  userId: string;
  username: string;
  email: string;
  language: string;
}

/** Asks an address whether it belongs to the account. */
export async function sendConfirmation(ctx: Ctx, tx: Tx, { userId, username, email, language }: Confirmation) {
  const token = await makeLink(ctx, tx, { userId, purpose: 'confirm-address', email });
  const path = `/accounts/email/confirm/${token}/`;
  await queueMail(ctx, tx, { to: email, language, kind: 'confirm-address', facts: { username }, path });
}

interface Address {
  email: string | null;
  isConfirmed: boolean;
  /** The one that still has to be confirmed. */
  asked: string | null;
}

/** The address of the signed-in person's account. */
export async function readAddress(ctx: Ctx): Promise<Address> {
  const { userId } = personOf(ctx);
  const select = addressColumns(ctx.now());
  return addressFrom(await ctx.db.reader.user.findUniqueOrThrow({ where: { id: userId }, select }));
}

/** What `addressFrom` reads. */
export function addressColumns(now: Date) {
  const isOpen = { purpose: 'confirm-address', usedAt: null, expiresAt: { gt: now } };
  return { email: true, emailConfirmedAt: true, tokens: { where: isOpen, select: { email: true }, take: 1 } } as const;
}

export function addressFrom(user: {
  email: string | null;
  emailConfirmedAt: Date | null;
  tokens: readonly { email: string | null }[];
}): Address {
  const asked = user.tokens[0]?.email ?? null;
  return {
    email: user.email,
    isConfirmed: user.emailConfirmedAt !== null,
    asked: asked === user.email ? null : asked,
  };
}

/** Gives the account another address, or none. A new one counts once it is confirmed; until then the old one holds, which is told
 *  of the change then.
 *  @throws invalid_input     it is no address
 *  @throws wrong_credentials, too_many_requests */
export async function changeAddress(ctx: Ctx, input: { email: string; proof: string }): Promise<void> {
  const { userId, username } = personOf(ctx);
  const email = input.email.trim();
  if (email !== '' && !isMailAddress(email)) {
    throw new DomainError('invalid_input', { errors: [{ path: 'email', message: 'This is not an e-mail address.' }] });
  }
  await proveIdentity(ctx, input.proof);
  if (email !== '') await reserveLink(ctx, userId);
  const isMailed = email !== '' && (await mayMail(ctx, 'confirm', email));
  await inTransaction(ctx, async (tx) => {
    const user = await tx.user.findUniqueOrThrow({
      where: { id: userId },
      select: { email: true, emailConfirmedAt: true, language: true },
    });
    if (email === '') return removeAddress(ctx, tx, userId);
    if (user.emailConfirmedAt !== null && user.email === email) {
      return endLinks(tx, { userId, purpose: 'confirm-address', now: ctx.now() });
    }
    if (user.emailConfirmedAt === null) await setAddress(tx, userId, { email });
    if (isMailed) await sendConfirmation(ctx, tx, { userId, username, email, language: user.language });
    await note(ctx, tx, {
      userId,
      action: 'account.address.ask',
      before: { email: user.email },
      after: { email },
    });
  });
}

async function removeAddress(ctx: Ctx, tx: Tx, userId: string): Promise<void> {
  const { email } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
  await tellOwner(ctx, tx, { userId, kind: 'address-changed' });
  await setAddress(tx, userId, { email: null, emailConfirmedAt: null, emailKey: null });
  await endLinks(tx, { userId, now: ctx.now() });
  await note(ctx, tx, { userId, action: 'account.address.remove', before: { email }, after: { email: null } });
}

/** Sends the question again to the address that has to be confirmed; does nothing without one.
 *  @throws too_many_requests */
export async function resendConfirmation(ctx: Ctx): Promise<{ email: string | null }> {
  const { userId, username } = personOf(ctx);
  const { email, isConfirmed, asked } = await readAddress(ctx);
  const to = asked ?? (isConfirmed ? null : email);
  if (to === null) return { email: null };
  await reserveLink(ctx, userId);
  if (!(await mayMail(ctx, 'confirm', to))) return { email: to };
  await inTransaction(ctx, async (tx) => {
    const { language } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { language: true } });
    await sendConfirmation(ctx, tx, { userId, username, email: to, language });
    await note(ctx, tx, { userId, action: 'account.address.ask-again' });
  });
  return { email: to };
}

/** What the link of a mail would confirm; whoever has it need not be signed in.
 *  @throws expired it is none, was used, or is too old */
export async function readConfirmation(ctx: Ctx, token: string): Promise<{ username: string; email: string }> {
  const link = await readLink(ctx, token, 'confirm-address');
  if (link === null) throw linkIsOver();
  return { username: link.user.username, email: link.email };
}

/** Confirms the address that the link was sent to: from now on it is the account's, and nobody else's.
 *  @throws expired  the link is none, was used, or is too old
 *  @throws conflict somebody else has confirmed the address */
export async function confirmAddress(ctx: Ctx, token: string): Promise<void> {
  const link = await readLink(ctx, token, 'confirm-address');
  if (link === null) throw linkIsOver();
  const { email, user } = link;
  const userId = user.id;
  const writing = inTransaction(ctx, async (tx) => {
    if (!(await takeLink(ctx, tx, token))) throw linkIsOver();
    const before = await tx.user.findUniqueOrThrow({
      where: { id: userId },
      select: { email: true, emailConfirmedAt: true },
    });
    if (before.email !== email) await tellOwner(ctx, tx, { userId, kind: 'address-changed' });
    await setAddress(tx, userId, { email, emailConfirmedAt: ctx.now(), emailKey: foldMailAddress(email) });
    await endLinks(tx, { userId, now: ctx.now() });
    await note(ctx, tx, { userId, action: 'account.address.confirm', before, after: { email } });
  });
  await writing.catch((error: unknown) => {
    if (!isUniqueViolation(error, 'users', ['email_key'])) throw error;
    throw new DomainError('conflict', {}, 'This address belongs to another account already.');
  });
}

/** The link of a mail to the account's own address was used: the address counts from now on, unless somebody else has
 *  confirmed it meanwhile, or the account has another by now. */
export async function proveAddress(ctx: Ctx, tx: Tx, { userId, email }: { userId: string; email: string }) {
  const emailKey = foldMailAddress(email);
  const user = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
  const holder = await tx.user.findUnique({ where: { emailKey }, select: { id: true } });
  if (holder !== null || user.email !== email) return;
  await setAddress(tx, userId, { email, emailConfirmedAt: ctx.now(), emailKey });
  await note(ctx, tx, {
    userId,
    action: 'account.address.confirm',
    before: { emailConfirmedAt: null },
    after: { email },
  });
}

async function setAddress(
  tx: Tx,
  userId: string,
  data: { email: string | null; emailConfirmedAt?: Date | null; emailKey?: string | null },
): Promise<void> {
  await tx.user.update({ where: { id: userId }, data, select: { id: true } });
}

/** A person may have a few links sent in an hour, whatever they are for. */
function reserveLink(ctx: Ctx, userId: string): Promise<void> {
  return reserve(ctx, [{ by: 'link-account', key: userId }]);
}

/** Whether an address may get another mail of this kind within the hour. Who asks too often hears the same as ever: neither can
 *  somebody's mailbox be filled, nor does the answer tell that the address is known. Links that were sent still work. */
export async function mayMail(ctx: Ctx, kind: 'confirm' | 'reset', email: string): Promise<boolean> {
  try {
    await reserve(ctx, [{ by: 'link-account', key: `${kind}:${foldMailAddress(email)}` }]);
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'too_many_requests') return false;
    throw error;
  }
}

export function linkIsOver(): DomainError {
  return new DomainError(
    'expired',
    {},
    'This link is no longer valid: it was used, is too old, or a newer one was sent.',
  );
}
