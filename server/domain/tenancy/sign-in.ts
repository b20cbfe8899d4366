import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction } from '../../db/index.ts';
import { verifyPassword } from './passwords.ts';
import { type OpenedSession, openSession, type Visitor } from './sessions.ts';
import { release, reserveAttempt } from './throttle.ts';
import { foldUsername } from './usernames.ts';

export interface SignIn {
  username: string;
  password: string;
  visitor: Visitor;
}

/** Checks name and password and opens a session with a new id. An unknown name, a wrong password and a switched-off account
 *  fail alike, after the same work.
 *  @throws wrong_credentials the pair does not fit; never says why
 *  @throws too_many_requests this account was tried too often from here; `retryAfterSeconds` */
export async function signIn(ctx: Ctx, input: SignIn): Promise<OpenedSession> {
  const usernameFolded = foldUsername(input.username);
  const { address } = input.visitor;
  const user = await ctx.db.reader.user.findUnique({
    where: { usernameFolded },
    select: { id: true, passwordHash: true, isActive: true, deletedAt: true, sessionVersion: true },
  });
  const isKnownAddress =
    user !== null &&
    (await ctx.db.reader.session.findFirst({ where: { userId: user.id, address }, select: { id: true } })) !== null;
  const attempt = { usernameFolded, address, isKnownAddress };
  const counts = await reserveAttempt(ctx, attempt);

  const isRight = await verifyPassword(user?.passwordHash ?? null, input.password);
  if (user === null || !isRight || !user.isActive || user.deletedAt !== null) {
    throw new DomainError('wrong_credentials', {}, 'The username or the password is not right.');
  }
  return inTransaction(ctx, async (tx) => {
    await release(tx, counts, ctx.now());
    return openSession(tx, { userId: user.id, visitor: input.visitor, now: ctx.now() });
  });
}
