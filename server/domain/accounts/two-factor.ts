/** Switching the second factor on and off. */

import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { release, reserve } from '../tenancy/index.ts';
import { note } from './note.ts';
import { personOf } from './person.ts';
import { proveIdentity } from './prove-identity.ts';
import { newSecret, openSecret, renewRecoveryCodes, sealSecret, secretUri, stepOf, takeStep } from './second-factor.ts';
import { tellOwner } from './tell.ts';

export interface TwoFactor {
  isOn: boolean;
  since: Date | null;
  /** Codes on paper that were not used yet. */
  codesLeft: number;
  /** While it is being set up: what the phone has to know. */
  setUp: { secret: string; uri: string } | null;
}

export async function readTwoFactor(ctx: Ctx): Promise<TwoFactor> {
  const { userId, username } = personOf(ctx);
  const user = await ctx.db.reader.user.findUniqueOrThrow({
    where: { id: userId },
    select: {
      totpSecretEncrypted: true,
      totpConfirmedAt: true,
      _count: { select: { recoveryCodes: { where: { usedAt: null } } } },
    },
  });
  const isOn = user.totpConfirmedAt !== null;
  const secret = isOn || !user.totpSecretEncrypted ? null : openSecret(ctx, userId, user.totpSecretEncrypted);
  return {
    isOn,
    since: user.totpConfirmedAt,
    codesLeft: user._count.recoveryCodes,
    setUp: secret === null ? null : { secret, uri: secretUri(secret, username) },
  };
}

/** Makes a secret for the phone. Nothing is asked at sign-in before a code of it was typed.
 *  @throws wrong_credentials, too_many_requests the proof does not hold
 *  @throws conflict it is on already */
export async function startTwoFactor(ctx: Ctx, proof: string): Promise<void> {
  const { userId } = personOf(ctx);
  await proveIdentity(ctx, proof);
  const sealed = sealSecret(ctx, userId, newSecret());
  await inTransaction(ctx, async (tx) => {
    const started = await tx.user.updateMany({
      where: { id: userId, totpConfirmedAt: null },
      data: { totpSecretEncrypted: sealed, totpLastStep: null },
    });
    if (started.count !== 1) throw isOnAlready();
    await note(ctx, tx, { userId, action: 'account.two-factor.start' });
  });
}

/** Switches the second factor on with the first code of the phone. The codes for paper are returned this once.
 *  @throws wrong_credentials the code is not right; `facts.errors` names the field `code`
 *  @throws too_many_requests it was tried too often
 *  @throws conflict          it is on already, or was not started */
export async function confirmTwoFactor(ctx: Ctx, code: string): Promise<string[]> {
  const { userId } = personOf(ctx);
  const counts = [{ by: 'proof', key: ctx.sessionId ?? userId }] as const;
  await reserve(ctx, counts);
  return inTransaction(ctx, async (tx) => {
    const user = await tx.user.findUniqueOrThrow({
      where: { id: userId },
      select: { totpSecretEncrypted: true, totpConfirmedAt: true },
    });
    if (user.totpConfirmedAt !== null) throw isOnAlready();
    const secret = user.totpSecretEncrypted && openSecret(ctx, userId, user.totpSecretEncrypted);
    if (!secret) throw new DomainError('conflict', {}, 'Start setting up the second factor first.');
    const step = stepOf(code, secret, ctx.now());
    if (step === null || !(await takeStep(tx, userId, step))) {
      const message = 'This is not the code that the phone shows now.';
      throw new DomainError('wrong_credentials', { errors: [{ path: 'code', message }] }, message);
    }
    const confirmed = await tx.user.updateMany({
      where: { id: userId, totpConfirmedAt: null, totpSecretEncrypted: user.totpSecretEncrypted },
      data: { totpConfirmedAt: ctx.now() },
    });
    if (confirmed.count !== 1) throw isOnAlready();
    const codes = await renewRecoveryCodes(ctx, tx, userId);
    await release(tx, counts, ctx.now());
    await tellOwner(ctx, tx, { userId, kind: 'two-factor-on' });
    await note(ctx, tx, {
      userId,
      action: 'account.two-factor.on',
      before: { twoFactor: false },
      after: { twoFactor: true },
    });
    return codes;
  });
}

/** Gives up a set-up that was begun, or switches the second factor off.
 *  @throws wrong_credentials, too_many_requests the proof does not hold */
export async function stopTwoFactor(ctx: Ctx, proof: string): Promise<void> {
  const { userId } = personOf(ctx);
  await proveIdentity(ctx, proof);
  await inTransaction(ctx, async (tx) => {
    const stopped = await tx.user.updateMany({
      where: { id: userId, totpConfirmedAt: { not: null } },
      data: { totpSecretEncrypted: null, totpConfirmedAt: null, totpLastStep: null },
    });
    if (stopped.count === 0) return dropSetUp(tx, userId);
    await tx.recoveryCode.deleteMany({ where: { userId } });
    await tellOwner(ctx, tx, { userId, kind: 'two-factor-off' });
    await note(ctx, tx, {
      userId,
      action: 'account.two-factor.off',
      before: { twoFactor: true },
      after: { twoFactor: false },
    });
  });
}

async function dropSetUp(tx: Tx, userId: string): Promise<void> {
  await tx.user.updateMany({
    where: { id: userId, totpConfirmedAt: null },
    data: { totpSecretEncrypted: null, totpLastStep: null },
  });
}

/** Makes new codes for paper; the old ones stop working. They are returned this once.
 *  @throws wrong_credentials, too_many_requests the proof does not hold
 *  @throws conflict the second factor is off */
export async function replaceRecoveryCodes(ctx: Ctx, proof: string): Promise<string[]> {
  const { userId } = personOf(ctx);
  await proveIdentity(ctx, proof);
  return inTransaction(ctx, async (tx) => {
    // The row is written so that of two who do this at once one waits.
    const on = await tx.user.updateMany({
      where: { id: userId, totpConfirmedAt: { not: null } },
      data: { totpLastStep: { increment: 0 } },
    });
    if (on.count !== 1) throw new DomainError('conflict', {}, 'The second factor is off.');
    const codes = await renewRecoveryCodes(ctx, tx, userId);
    await note(ctx, tx, { userId, action: 'account.two-factor.codes', after: { codes: codes.length } });
    return codes;
  });
}

function isOnAlready(): DomainError {
  return new DomainError('conflict', {}, 'The second factor is on already.');
}
