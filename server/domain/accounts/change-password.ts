/** New passwords: by whoever knows the old one, and by a link for whoever has forgotten it. */

import { DomainError } from '../../core/errors.ts';
import { foldMailAddress, isMailAddress } from '../../core/mail-address.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { queueMail } from '../mail/index.ts';
import {
  endAllSessions,
  hashPassword,
  networkOf,
  type OpenedSession,
  openSession,
  passwordFaults,
  reserve,
  type Visitor,
} from '../tenancy/index.ts';
import { linkIsOver, mayMail, proveAddress } from './addresses.ts';
import { endLinks, makeLink, readLink, takeLink } from './links.ts';
import { note } from './note.ts';
import { personOf } from './person.ts';
import { provePassword } from './prove-identity.ts';
import { tellOwner } from './tell.ts';

/** Gives the signed-in person another password. Every session ends; the browser at hand gets a new one.
 *  @throws invalid_input     the new one breaks a rule, or is the old one
 *  @throws wrong_credentials the present one is not right
 *  @throws too_many_requests it was tried too often */
export async function changePassword(
  ctx: Ctx,
  input: { current: string; password: string; visitor: Visitor },
): Promise<OpenedSession> {
  const { userId } = personOf(ctx);
  await requireGoodPassword(ctx, userId, input.password);
  await provePassword(ctx, input.current);
  if (input.current === input.password) throw refused('This is the password that you have.');
  const passwordHash = await hashPassword(input.password);
  return inTransaction(ctx, async (tx) => {
    await setPassword(ctx, tx, { userId, passwordHash, action: 'account.password.change' });
    return openSession(tx, { userId, visitor: input.visitor, now: ctx.now() });
  });
}

/** Mails a link to whoever has confirmed this address. Whether anybody has is not told: neither by the answer nor by the time
 *  that it takes, nor by being refused.
 *  @throws invalid_input     it is no address
 *  @throws too_many_requests too many were asked for from this place */
export async function askPasswordReset(ctx: Ctx, input: { email: string; address: string }): Promise<void> {
  const email = input.email.trim();
  if (!isMailAddress(email)) {
    throw new DomainError('invalid_input', { errors: [{ path: 'email', message: 'This is not an e-mail address.' }] });
  }
  await reserve(ctx, [{ by: 'link-address', key: networkOf(input.address) }]);
  await Promise.all([sendReset(ctx, foldMailAddress(email)), pause(answerMs)]);
}

/** Longer than sending takes. */
const answerMs = 150;

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function sendReset(ctx: Ctx, emailKey: string): Promise<void> {
  if (!(await mayMail(ctx, 'reset', emailKey))) return;
  const user = await ctx.db.reader.user.findUnique({
    where: { emailKey, isActive: true, deletedAt: null },
    select: { id: true, username: true, email: true, language: true },
  });
  if (!user?.email) return;
  const { id: userId, username, email: to, language } = user;
  await inTransaction(ctx, async (tx) => {
    const token = await makeLink(ctx, tx, { userId, purpose: 'reset-password' });
    const path = `/accounts/password/reset/${token}/`;
    await queueMail(ctx, tx, { to, language, kind: 'reset-password', facts: { username }, path });
    await note(ctx, tx, { userId, action: 'account.password.ask-reset' });
  });
}

/** Whose password a link would change; whoever has it need not be signed in.
 *  @throws expired it is none, was used, or is too old */
export async function readReset(ctx: Ctx, token: string): Promise<{ username: string }> {
  const link = await readLink(ctx, token, 'reset-password', 'choose-password');
  if (link === null) throw linkIsOver();
  return { username: link.user.username };
}

/** Sets a new password by the link of a mail and ends every session. A second factor stays on. The link of a new account
 *  proves its address too, unless that is another account's by now.
 *  @throws expired       the link is none, was used, or is too old
 *  @throws invalid_input the password breaks a rule; the link stays good */
export async function resetPassword(ctx: Ctx, input: { token: string; password: string }): Promise<void> {
  const link = await readLink(ctx, input.token, 'reset-password', 'choose-password');
  if (link === null) throw linkIsOver();
  const userId = link.user.id;
  await requireGoodPassword(ctx, userId, input.password);
  const passwordHash = await hashPassword(input.password);
  await inTransaction(ctx, async (tx) => {
    if (!(await takeLink(ctx, tx, input.token))) throw linkIsOver();
    await setPassword(ctx, tx, { userId, passwordHash, action: 'account.password.reset' });
    if (link.purpose === 'choose-password') await proveAddress(ctx, tx, { userId, email: link.email });
  });
}

async function requireGoodPassword(ctx: Ctx, userId: string, password: string): Promise<void> {
  const names = await ctx.db.reader.user.findUniqueOrThrow({
    where: { id: userId },
    select: { username: true, email: true, firstName: true, lastName: true, displayName: true },
  });
  const errors = passwordFaults(password, { ...names, firstName: `${names.firstName} ${names.displayName}` });
  if (errors.length > 0) throw new DomainError('invalid_input', { errors });
}

async function setPassword(
  ctx: Ctx,
  tx: Tx,
  { userId, passwordHash, action }: { userId: string; passwordHash: string; action: string },
): Promise<void> {
  const now = ctx.now();
  await tx.user.update({
    where: { id: userId },
    data: { passwordHash, passwordChangedAt: now },
    select: { id: true },
  });
  await endAllSessions(tx, userId, now);
  await endLinks(tx, { userId, purpose: 'reset-password', now });
  await endLinks(tx, { userId, purpose: 'choose-password', now });
  await tellOwner(ctx, tx, { userId, kind: 'password-changed' });
  await note(ctx, tx, { userId, action });
}

function refused(message: string): DomainError {
  return new DomainError('invalid_input', { errors: [{ path: 'password', message }] });
}
