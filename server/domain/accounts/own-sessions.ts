/** Where a person is signed in. Sessions are named by a reference: their ids are worth something and leave the hub only sealed. */

import { createHash } from 'node:crypto';
import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction } from '../../db/index.ts';
import { endAllSessions } from '../tenancy/index.ts';
import { note } from './note.ts';
import { personOf } from './person.ts';

/** A person with more is shown the latest. */
const mostShown = 100;

export interface OwnSession {
  reference: string;
  /** User-Agent as the browser sent it. */
  agent: string;
  address: string;
  door: string;
  /** What a person's program calls its device; empty of browsers. */
  deviceName: string;
  createdAt: Date;
  lastSeenAt: Date;
  isCurrent: boolean;
}

/** The sessions of the signed-in person that are alive, the one at hand first, then by last use. */
export async function listOwnSessions(ctx: Ctx): Promise<OwnSession[]> {
  const rows = await findAlive(ctx);
  return rows
    .map(({ id, ...session }) => ({ ...session, reference: referenceOf(id), isCurrent: id === ctx.sessionId }))
    .sort((a, b) => Number(b.isCurrent) - Number(a.isCurrent));
}

/** Ends one of the person's sessions.
 *  @throws not_found it has ended, or is none of theirs */
export async function endOwnSession(ctx: Ctx, reference: string): Promise<{ isCurrent: boolean }> {
  const { userId } = personOf(ctx);
  const session = (await findAlive(ctx)).find(({ id }) => referenceOf(id) === reference);
  if (session === undefined) throw new DomainError('not_found');
  await inTransaction(ctx, async (tx) => {
    await tx.session.updateMany({
      where: { id: session.id, userId, endedAt: null },
      data: { endedAt: ctx.now() },
    });
    const { address, agent } = session;
    await note(ctx, tx, { userId, action: 'account.session.end', before: { address, agent } });
  });
  return { isCurrent: session.id === ctx.sessionId };
}

/** Ends every other session of the person and answers how many there were. */
export async function endOtherSessions(ctx: Ctx): Promise<number> {
  const { userId } = personOf(ctx);
  return inTransaction(ctx, async (tx) => {
    const { count } = await tx.session.updateMany({
      where: {
        userId,
        endedAt: null,
        isPartial: false,
        expiresAt: { gt: ctx.now() },
        id: { not: ctx.sessionId ?? '' },
      },
      data: { endedAt: ctx.now() },
    });
    await tx.session.updateMany({
      where: { userId, endedAt: null, isPartial: true },
      data: { endedAt: ctx.now() },
    });
    await note(ctx, tx, { userId, action: 'account.session.end-others', before: { others: count } });
    return count;
  });
}

/** Ends every session of the person, the one at hand as well. */
export async function signOutEverywhere(ctx: Ctx): Promise<void> {
  const { userId } = personOf(ctx);
  await inTransaction(ctx, async (tx) => {
    await endAllSessions(tx, userId, ctx.now());
    await note(ctx, tx, { userId, action: 'account.session.end-all' });
  });
}

async function findAlive(ctx: Ctx) {
  const { userId } = personOf(ctx);
  const { sessionVersion } = await ctx.db.reader.user.findUniqueOrThrow({
    where: { id: userId },
    select: { sessionVersion: true },
  });
  return ctx.db.reader.session.findMany({
    where: { userId, version: sessionVersion, endedAt: null, isPartial: false, expiresAt: { gt: ctx.now() } },
    select: { id: true, agent: true, address: true, door: true, deviceName: true, createdAt: true, lastSeenAt: true },
    orderBy: [{ lastSeenAt: 'desc' }, { id: 'asc' }],
    take: mostShown,
  });
}

function referenceOf(id: string): string {
  return createHash('sha256').update(`session\n${id}`).digest('base64url').slice(0, 22);
}
