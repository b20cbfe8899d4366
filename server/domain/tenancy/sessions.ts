/** Signed-in browsers. The cookie carries a session's id and the person's session version; both are read again with every
 *  request, so that signing out, disabling an account and "sign out everywhere" take effect at once. */

import { randomBytes } from 'node:crypto';
import { type Database, inTransaction, type Tx } from '../../db/index.ts';

const dayMs = 86_400_000;
/** A session ends two weeks after it began, used or not. */
const lifetimeMs = 14 * dayMs;
/** "Last seen" is written at most this often. */
const seenEveryMs = 5 * 60_000;
const agentLength = 300;

/** Where a person signs in, and from what. */
export interface Visitor {
  door: 'portal' | 'admin';
  address: string;
  agent: string;
}

/** What the cookie keeps. */
export interface OpenedSession {
  id: string;
  version: number;
  userId: string;
}

/** Begins a session under a new id. An id that the browser held before is worth nothing: it names another row, or none.
 *  Call it inside the transaction of what proved who the person is. */
export async function openSession(
  tx: Tx,
  input: { userId: string; visitor: Visitor; now: Date },
): Promise<OpenedSession> {
  const { userId, visitor, now } = input;
  const id = randomBytes(16).toString('base64url');
  const { sessionVersion } = await tx.user.update({
    where: { id: userId },
    data: { lastSignedInAt: now },
    select: { sessionVersion: true },
  });
  await tx.session.create({
    data: {
      id,
      userId,
      version: sessionVersion,
      door: visitor.door,
      address: visitor.address,
      agent: visitor.agent.slice(0, agentLength),
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + lifetimeMs),
    },
    select: { id: true },
  });
  return { id, version: sessionVersion, userId };
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
