/** Sessions of people's own programs: apps and scripts that sign in at the API. Such a session is kept alive by refresh tokens.
 *  Each works once and brings the next one; the session ends thirty days after the last, and a year after it began.
 *
 *  A token that comes a second time was copied by somebody, and nobody can say whose hand it is in: the whole session ends, and
 *  the person is told. But for one case: an answer that was lost on its way. Who repeats the same request within half a minute,
 *  before the token that was answered is used, gets that very token again, and so do two requests that are sent at once. It
 *  helps no thief: they hold the same token as the person then, and the second of them to use it ends the session. */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { endSession, type OpenedSession, signIn, type Visitor } from '../tenancy/index.ts';
import { completeSignIn } from './complete-sign-in.ts';
import { note } from './note.ts';
import { personOf } from './person.ts';
import { tellOwner } from './tell.ts';

const dayMs = 86_400_000;
const unusedMs = 30 * dayMs;
const longestMs = 365 * dayMs;
/** For so long a used token is answered with what it was answered with before. */
const graceMs = 30_000;
/** Used tokens are known for so long: one that comes again later opens nothing, and raises no alarm. */
const keptMs = 7 * dayMs;

export interface AppSignIn {
  username: string;
  password: string;
  /** Of the second factor, or a recovery code; null: none was sent. */
  code: string | null;
  visitor: Visitor;
}

/** What keeps a program signed in. */
export interface KeptSession {
  userId: string;
  sessionId: string;
  /** Shown once; its hash is kept. */
  refresh: string;
  /** When the session ends unless it is refreshed before. */
  endsAt: Date;
}

/** Signs a person's program in. With the second factor on, its code is asked for once the password is right, as everywhere; no
 *  half session stays behind.
 *  @throws wrong_credentials name and password do not fit, never says why; or `facts.errors` names `code`: it is missing or wrong
 *  @throws too_many_requests tried too often; the same counts as in browsers */
export async function signInApp(ctx: Ctx, { code, visitor, ...who }: AppSignIn): Promise<KeptSession> {
  const { isPartial, ...opened } = await signIn(ctx, { ...who, visitor });
  const session = isPartial ? await answerSecondFactor(ctx, opened, { code, visitor }) : opened;
  const now = ctx.now();
  return inTransaction(ctx, async (tx) => {
    const ended = { OR: [{ endedAt: { not: null } }, { expiresAt: { lte: now } }] };
    await tx.refreshToken.deleteMany({ where: { session: { userId: session.userId, ...ended } } });
    return keep(tx, { id: session.id, userId: session.userId, createdAt: now }, newRefresh(), now);
  });
}

async function answerSecondFactor(
  ctx: Ctx,
  half: OpenedSession,
  { code, visitor }: Pick<AppSignIn, 'code' | 'visitor'>,
): Promise<OpenedSession> {
  try {
    if (code !== null) return await completeSignIn(ctx, { ticket: half, code, visitor });
    const message = 'This account has a second factor: send its code as well.';
    throw new DomainError('wrong_credentials', { errors: [{ path: 'code', message }] }, message);
  } catch (error) {
    await endSession(ctx.db, half.id, ctx.now());
    throw error;
  }
}

/** Takes a refresh token and gives the next one.
 *  @param secret of this hub: what follows a token is made with it, so that a repeat is answered alike by every process
 *  @throws not_signed_in it is none, its session has ended, or it came twice: then the session ends now */
export async function refreshApp(ctx: Ctx, token: string, secret: string): Promise<KeptSession> {
  const hash = hashOf(token);
  const next = createHmac('sha256', `gate refresh\n${secret}`).update(token).digest('base64url');
  const found = await inTransaction(ctx, async (tx) => {
    const now = ctx.now();
    // Written before it is read: of two who bring it at once the second sees what the first has made of it.
    const { count } = await tx.refreshToken.updateMany({
      where: { tokenHash: hash, usedAt: null },
      data: { usedAt: now },
    });
    const known = await tx.refreshToken.findUnique({ where: { tokenHash: hash }, select: asked });
    if (known === null || !isAlive(known, now)) return null;
    const { session } = known;
    if (count === 1) {
      await tx.refreshToken.deleteMany({
        where: { sessionId: session.id, usedAt: { lt: new Date(now.getTime() - keptMs) } },
      });
      return keep(tx, session, next, now);
    }
    const isRepeat = known.usedAt !== null && now.getTime() - known.usedAt.getTime() <= graceMs;
    const given = { tokenHash: hashOf(next), sessionId: session.id, usedAt: null };
    if (isRepeat && (await tx.refreshToken.findFirst({ where: given, select: { tokenHash: true } }))) {
      return { userId: session.userId, sessionId: session.id, refresh: next, endsAt: session.expiresAt };
    }
    return endStolen(ctx, tx, session);
  });
  if (found !== null) return found;
  throw new DomainError('not_signed_in', {}, 'This refresh token is not known, or no longer valid. Sign in again.');
}

const asked = {
  expiresAt: true,
  usedAt: true,
  session: {
    select: {
      ...{ id: true, userId: true, version: true, createdAt: true, expiresAt: true, endedAt: true },
      ...{ deviceName: true, address: true, agent: true },
      user: { select: { isActive: true, deletedAt: true, sessionVersion: true } },
    },
  },
} as const;

interface Known {
  expiresAt: Date;
  session: {
    version: number;
    endedAt: Date | null;
    expiresAt: Date;
    user: { isActive: boolean; deletedAt: Date | null; sessionVersion: number };
  };
}

function isAlive({ expiresAt, session: { version, endedAt, expiresAt: endsAt, user } }: Known, now: Date): boolean {
  if (expiresAt <= now || endsAt <= now || endedAt !== null) return false;
  return user.isActive && user.deletedAt === null && user.sessionVersion === version;
}

interface Stolen {
  id: string;
  userId: string;
  deviceName: string;
  address: string;
  agent: string;
}

async function endStolen(ctx: Ctx, tx: Tx, { id, userId, ...device }: Stolen): Promise<null> {
  await tx.session.updateMany({ where: { id, endedAt: null }, data: { endedAt: ctx.now() } });
  await tx.refreshToken.deleteMany({ where: { sessionId: id } });
  await tellOwner(ctx, tx, { userId, kind: 'session-copied' });
  await note(ctx, tx, { userId, action: 'account.session.copied', before: device });
  return null;
}

/** Gives a session its next token, and the time that comes with it. */
async function keep(
  tx: Tx,
  session: { id: string; userId: string; createdAt: Date },
  refresh: string,
  now: Date,
): Promise<KeptSession> {
  const endsAt = new Date(Math.min(now.getTime() + unusedMs, session.createdAt.getTime() + longestMs));
  const data = { tokenHash: hashOf(refresh), sessionId: session.id, createdAt: now, expiresAt: endsAt };
  await tx.refreshToken.create({ data, select: { tokenHash: true } });
  await tx.session.update({
    where: { id: session.id },
    data: { expiresAt: endsAt, lastSeenAt: now },
    select: { id: true },
  });
  return { userId: session.userId, sessionId: session.id, refresh, endsAt };
}

/** Ends the session at hand, and what would have kept it alive. */
export async function signOutApp(ctx: Ctx): Promise<void> {
  const { userId } = personOf(ctx);
  const id = ctx.sessionId ?? '';
  await inTransaction(ctx, async (tx) => {
    await tx.session.updateMany({ where: { id, userId, endedAt: null }, data: { endedAt: ctx.now() } });
    await tx.refreshToken.deleteMany({ where: { session: { id, userId } } });
  });
}

function newRefresh(): string {
  return randomBytes(32).toString('base64url');
}

function hashOf(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('base64url');
}
