/** Links that are mailed to people. The token is in the mail and nowhere else; the database has its hash. */

import { createHash, randomBytes } from 'node:crypto';
import type { Ctx, Tx } from '../../db/index.ts';

const hourMs = 3_600_000;

/** What a link is for, and for how long. */
const lifetimes = {
  'reset-password': hourMs,
  'confirm-address': 72 * hourMs,
  /** The first password of an account that staff made; it also proves the address. */
  'choose-password': 7 * 24 * hourMs,
} as const;

export type LinkPurpose = keyof typeof lifetimes;

export interface LinkFor {
  userId: string;
  purpose: LinkPurpose;
  /** The address that it confirms. */
  email?: string;
}

/** Makes a link and returns its token. Earlier ones of the same purpose stop working. */
export async function makeLink(ctx: Ctx, tx: Tx, { userId, purpose, email = '' }: LinkFor): Promise<string> {
  const now = ctx.now();
  await endLinks(tx, { userId, purpose, now });
  const token = randomBytes(24).toString('base64url');
  await tx.personToken.create({
    data: {
      tokenHash: hashOf(token),
      userId,
      purpose,
      email,
      createdAt: now,
      expiresAt: new Date(now.getTime() + lifetimes[purpose]),
    },
    select: { tokenHash: true },
  });
  return token;
}

/** Makes every link of a person for this purpose (without one: for any) worthless. */
export async function endLinks(
  tx: Tx,
  { userId, purpose, now }: { userId: string; purpose?: LinkPurpose; now: Date },
): Promise<void> {
  const where = { userId, usedAt: null, ...(purpose && { purpose }) };
  await tx.personToken.updateMany({ where, data: { usedAt: now } });
}

/** What a link stands for; null when it is none, was used, or is too old: all look the same. */
export async function readLink(ctx: Ctx, token: string, ...purposes: readonly LinkPurpose[]) {
  const row = await ctx.db.reader.personToken.findUnique({
    where: { tokenHash: hashOf(token) },
    select: {
      purpose: true,
      email: true,
      expiresAt: true,
      usedAt: true,
      user: { select: { id: true, username: true, email: true, language: true, isActive: true, deletedAt: true } },
    },
  });
  const purpose = purposes.find((each) => each === row?.purpose);
  if (row === null || purpose === undefined || row.usedAt !== null || row.expiresAt <= ctx.now()) return null;
  return row.user.isActive && row.user.deletedAt === null ? { purpose, email: row.email, user: row.user } : null;
}

/** Uses a link up; false when somebody else was faster. */
export async function takeLink(ctx: Ctx, tx: Tx, token: string): Promise<boolean> {
  const now = ctx.now();
  const taken = await tx.personToken.updateMany({
    where: { tokenHash: hashOf(token), usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  return taken.count === 1;
}

function hashOf(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('base64url');
}
