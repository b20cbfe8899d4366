/** The first staff account. On a hub without staff the start prints a link that works once; only its hash is stored. */

import { createHash, randomBytes } from 'node:crypto';
import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { type CreateUser, insertPerson, onTakenUsername, preparePerson } from './create-user.ts';
import { type OpenedSession, openSession, type Visitor } from './sessions.ts';

const stateKey = 'setup_token';

/** Makes a new set-up token while the hub has no staff, and makes any earlier one worthless; null once there is staff.
 *  The token itself is nowhere stored: it is for the person who started the hub. */
export async function ensureSetupToken(ctx: Ctx): Promise<string | null> {
  return inTransaction(ctx, async (tx) => {
    if (await hasStaff(tx)) {
      await tx.hubState.deleteMany({ where: { key: stateKey } });
      return null;
    }
    const token = randomBytes(24).toString('base64url');
    const value = hashOf(token);
    await tx.hubState.upsert({ where: { key: stateKey }, create: { key: stateKey, value }, update: { value } });
    return token;
  });
}

/** Passes when the link would still work.
 *  @throws expired the token is none, was used, or a later start made another */
export async function requireSetupToken(ctx: Ctx, token: string): Promise<void> {
  const state = await ctx.db.reader.hubState.findUnique({ where: { key: stateKey } });
  if (state?.value !== hashOf(token)) throw new DomainError('expired');
}

/** Creates the first staff account (superuser), uses the token up, and signs the person in.
 *  @throws expired       the token is none, was used, or a later start made another; all look the same
 *  @throws invalid_input username or password break a rule; the token stays good */
export async function useSetupToken(
  ctx: Ctx,
  input: { token: string; visitor: Visitor } & Pick<CreateUser, 'username' | 'password'>,
): Promise<OpenedSession> {
  await requireSetupToken(ctx, input.token);
  const prepared = await preparePerson(input, { staffRole: 'superuser', companyIds: null });
  const writing = inTransaction(ctx, async (tx) => {
    const used = await tx.hubState.deleteMany({ where: { key: stateKey, value: hashOf(input.token) } });
    if (used.count !== 1 || (await hasStaff(tx))) throw new DomainError('expired');
    const { id } = await insertPerson(tx, ctx, prepared);
    return openSession(tx, { userId: id, visitor: input.visitor, now: ctx.now() });
  });
  return onTakenUsername(writing);
}

async function hasStaff(tx: Tx): Promise<boolean> {
  const staff = await tx.user.findFirst({ where: { staffRole: { not: null } }, select: { id: true } });
  return staff !== null;
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
