/** Signed-in browsers. The cookie carries a session's id and the person's session version; both are read again with every
 *  request, so that signing out, disabling an account and "sign out everywhere" take effect at once. */

import { randomBytes } from 'node:crypto';
import { DomainError } from '../../core/errors.ts';
import { type Database, inTransaction, type Tx } from '../../db/index.ts';

const dayMs = 86_400_000;
/** A browser's session ends two weeks after it began, used or not. For people's programs that is where it starts: theirs lasts
 *  as long as it is kept alive, see server/domain/accounts/app-session.ts. */
const lifetimeMs = 14 * dayMs;
/** Whoever has said the password has so long for the second factor. */
const partialLifetimeMs = 10 * 60_000;
/** Sessions that are over are kept for so long: from where somebody has signed in counts against guessers. */
const keptMs = 180 * dayMs;
/** "Last seen" is written at most this often. */
const seenEveryMs = 5 * 60_000;
const agentLength = 300;
const nameLength = 100;

/** Where a person signs in, and from what. */
export interface Visitor {
  door: 'portal' | 'admin' | 'api';
  address: string;
  agent: string;
  /** What a person's program calls the device that it runs on. */
  deviceName?: string;
  /** The browser, and the people who have signed in from it before, as its sealed mark says; null: it has none. */
  device?: { id: string; userIds: readonly string[] } | null;
}

/** What the cookie keeps. */
export interface OpenedSession {
  id: string;
  version: number;
  userId: string;
}

interface Opening {
  userId: string;
  visitor: Visitor;
  now: Date;
  /** The session version that held when the person proved who they are; left out when that happens in this transaction. */
  version?: number;
  /** True: only the password was right; the session opens nothing but the question for the second factor. */
  isPartial?: boolean;
}

/** Begins a session under a new id. An id that the browser held before is worth nothing: it names another row, or none.
 *  Call it inside the transaction of what proved who the person is.
 *  @throws wrong_credentials the password was changed, or everything signed out, since the proof */
export async function openSession(tx: Tx, input: Opening): Promise<OpenedSession> {
  const { userId, visitor, now, version, isPartial = false } = input;
  const id = randomBytes(16).toString('base64url');
  const { sessionVersion } = await tx.user.update({
    where: { id: userId },
    data: isPartial ? { sessionVersion: { increment: 0 } } : { lastSignedInAt: now },
    select: { sessionVersion: true },
  });
  if (version !== undefined && version !== sessionVersion) throw wrongCredentials();
  await tx.session.deleteMany({
    where: {
      userId,
      OR: [
        { expiresAt: { lt: new Date(now.getTime() - keptMs) } },
        { isPartial: true, expiresAt: { lt: new Date(now.getTime() - dayMs) } },
      ],
    },
  });
  await tx.session.create({
    data: {
      id,
      userId,
      version: sessionVersion,
      door: visitor.door,
      deviceName: visitor.deviceName?.slice(0, nameLength) ?? '',
      address: visitor.address,
      agent: visitor.agent.slice(0, agentLength),
      createdAt: now,
      lastSeenAt: now,
      isPartial,
      expiresAt: new Date(now.getTime() + (isPartial ? partialLifetimeMs : lifetimeMs)),
    },
    select: { id: true },
  });
  return { id, version: sessionVersion, userId };
}

/** Fails alike whatever was wrong. */
export function wrongCredentials(): DomainError {
  return new DomainError('wrong_credentials', {}, 'The username or the password is not right.');
}

/** Whose second factor is still asked for; null when that question is over, answered or never was. */
export async function readPartialSession(db: Database, ticket: { id: string; version: number }, now: Date) {
  const row = await db.reader.session.findFirst({
    where: { ...ticket, isPartial: true, endedAt: null, expiresAt: { gt: now } },
    select: {
      user: { select: { id: true, usernameFolded: true, isActive: true, deletedAt: true, sessionVersion: true } },
    },
  });
  const user = row?.user;
  if (!user?.isActive || user.deletedAt !== null || user.sessionVersion !== ticket.version) return null;
  return { userId: user.id, usernameFolded: user.usernameFolded };
}

/** Ends every session of a person and makes the tickets of all of them worthless, of those too that are being opened just now. */
export async function endAllSessions(tx: Tx, userId: string, now: Date): Promise<void> {
  await tx.user.update({
    where: { id: userId },
    data: { sessionVersion: { increment: 1 } },
    select: { id: true },
  });
  await tx.session.updateMany({ where: { userId, endedAt: null }, data: { endedAt: now } });
}

/** Ends one session: whoever replays its cookie is a stranger. Ending it twice changes nothing. */
export async function endSession(db: Database, id: string, now: Date): Promise<void> {
  await inTransaction(db, (tx) => tx.session.updateMany({ where: { id, endedAt: null }, data: { endedAt: now } }));
}

/** Notes that the session was used; at most one write in five minutes, however many requests come. */
export async function noteSeen(db: Database, session: { id: string; lastSeenAt: Date }, now: Date): Promise<void> {
  const before = new Date(now.getTime() - seenEveryMs);
  if (session.lastSeenAt > before) return;
  await inTransaction(db, (tx) =>
    tx.session.updateMany({ where: { id: session.id, lastSeenAt: { lte: before } }, data: { lastSeenAt: now } }),
  );
}
