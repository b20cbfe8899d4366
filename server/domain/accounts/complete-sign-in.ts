import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction } from '../../db/index.ts';
import {
  acquaintance,
  type OpenedSession,
  openSession,
  readPartialSession,
  release,
  reserveAttempt,
  type Visitor,
} from '../tenancy/index.ts';
import { takeSecondFactor } from './second-factor.ts';

export interface CompleteSignIn {
  /** The session that `signIn` opened in part. */
  ticket: { id: string; version: number };
  code: string;
  visitor: Visitor;
}

/** Whether somebody has said the password and is asked for the second factor. */
export async function isAskedForCode(ctx: Ctx, ticket: { id: string; version: number }): Promise<boolean> {
  return (await readPartialSession(ctx.db, ticket, ctx.now())) !== null;
}

/** Answers the question for the second factor: the session that asked ends, and a whole one begins under a new id.
 *  @throws wrong_credentials the code is not right, or was used before
 *  @throws too_many_requests it was tried too often
 *  @throws expired           the question is over: sign in again */
export async function completeSignIn(ctx: Ctx, { ticket, code, visitor }: CompleteSignIn): Promise<OpenedSession> {
  const person = await readPartialSession(ctx.db, ticket, ctx.now());
  if (person === null) throw questionIsOver();
  const { userId, usernameFolded } = person;
  const known = await acquaintance(ctx, [{ id: userId }], visitor);
  const counts = await reserveAttempt(ctx, { usernameFolded, ...known, isSecondFactor: true });
  return inTransaction(ctx, async (tx) => {
    const now = ctx.now();
    if (!(await takeSecondFactor(ctx, tx, { userId, code }))) {
      const message = 'This code is not right, or was used already.';
      throw new DomainError('wrong_credentials', { errors: [{ path: 'code', message }] }, message);
    }
    const asked = await tx.session.updateMany({
      where: { id: ticket.id, isPartial: true, endedAt: null },
      data: { endedAt: now },
    });
    if (asked.count !== 1) throw questionIsOver();
    await release(tx, counts, now);
    return openSession(tx, { userId, visitor, now, version: ticket.version });
  });
}

function questionIsOver(): DomainError {
  return new DomainError('expired', {}, 'That took too long. Please sign in again.');
}
