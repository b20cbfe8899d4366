/** The second factor: a code that changes every half minute (RFC 6238), and codes on paper for the day the phone is lost. */

import { createHash, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { newId } from '../../core/ids.ts';
import type { Vault } from '../../core/vault.ts';
import type { Ctx, Tx } from '../../db/index.ts';

/** Seconds for which a code is shown. */
const period = 30;
/** Codes of so many steps before and after count as well: clocks differ. */
const drift = 1;
const recoveryCodes = 10;
/** Without letters and digits that are taken for each other. */
const recoveryLetters = 'abcdefghjkmnpqrstuvwxyz23456789';
const recoveryLength = 10;

/** A new secret of 160 bits, base32. */
export function newSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What a phone reads from the drawing, for example `otpauth://totp/GATE:anna?secret=…`. */
export function secretUri(secret: string, username: string): string {
  return generator(secret, username).toString();
}

export function sealSecret(ctx: Ctx, userId: string, secret: string): string {
  return vaultOf(ctx).seal(secret, contextOf(userId));
}

/** Null when it was sealed by another hub. */
export function openSecret(ctx: Ctx, userId: string, sealed: string): string | null {
  return vaultOf(ctx).open(sealed, contextOf(userId));
}

/** The half-minute step whose code this is, near now; null for none. */
export function stepOf(code: string, secret: string, now: Date): number | null {
  const token = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const delta = generator(secret, '').validate({ token, timestamp: now.getTime(), window: drift });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / period) + delta;
}

/** Takes a code of the person's second factor, so that it never counts again: one of the phone, or one from paper.
 *  Of two who bring the same code at once one succeeds. */
export async function takeSecondFactor(ctx: Ctx, tx: Tx, { userId, code }: { userId: string; code: string }) {
  const user = await tx.user.findUnique({
    where: { id: userId },
    select: { totpSecretEncrypted: true, totpConfirmedAt: true },
  });
  if (!user?.totpSecretEncrypted || user.totpConfirmedAt === null) return false;
  const secret = openSecret(ctx, userId, user.totpSecretEncrypted);
  const step = secret === null ? null : stepOf(code, secret, ctx.now());
  if (step !== null) return takeStep(tx, userId, step);
  const used = await tx.recoveryCode.updateMany({
    where: { userId, codeHash: recoveryHash(userId, code), usedAt: null },
    data: { usedAt: ctx.now() },
  });
  return used.count === 1;
}

/** Marks a step as used; false when it, or a later one, was used before. */
export async function takeStep(tx: Tx, userId: string, step: number): Promise<boolean> {
  const taken = await tx.user.updateMany({
    where: { id: userId, OR: [{ totpLastStep: null }, { totpLastStep: { lt: step } }] },
    data: { totpLastStep: step },
  });
  return taken.count === 1;
}

/** Replaces the codes on paper. The new ones are returned here and can never be read again. */
export async function renewRecoveryCodes(ctx: Ctx, tx: Tx, userId: string): Promise<string[]> {
  await tx.recoveryCode.deleteMany({ where: { userId } });
  const codes = Array.from({ length: recoveryCodes }, newRecoveryCode);
  const createdAt = ctx.now();
  await tx.recoveryCode.createMany({
    data: codes.map((code) => ({ id: newId(), userId, codeHash: recoveryHash(userId, code), createdAt })),
  });
  return codes;
}

/** `abcde-fghjk`: 49 bits, and tried a few times at most. */
function newRecoveryCode(): string {
  const letters: string[] = [];
  while (letters.length < recoveryLength) {
    for (const byte of randomBytes(2 * recoveryLength)) {
      // Only whole multiples of the alphabet: every letter is as likely as the others.
      if (byte < 248 && letters.length < recoveryLength) letters.push(recoveryLetters[byte % 31] ?? '');
    }
  }
  return `${letters.slice(0, 5).join('')}-${letters.slice(5).join('')}`;
}

/** Blanks, hyphens and capitals make no difference. */
function recoveryHash(userId: string, code: string): string {
  const plain = code.toLowerCase().replace(/[\s-]/g, '');
  return createHash('sha256').update(`${userId}\n${plain}`, 'utf8').digest('base64url');
}

function generator(secret: string, label: string): TOTP {
  return new TOTP({ issuer: 'GATE', label, secret: Secret.fromBase32(secret), period, digits: 6, algorithm: 'SHA1' });
}

function contextOf(userId: string): string {
  return `second-factor:${userId}`;
}

function vaultOf(ctx: Ctx): Vault {
  if (ctx.vault === undefined) throw new Error('second factors are used through a door that has a vault');
  return ctx.vault;
}
