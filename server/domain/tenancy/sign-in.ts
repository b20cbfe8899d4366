import { foldMailAddress } from '../../core/mail-address.ts';
import { type Ctx, inTransaction } from '../../db/index.ts';
import { verifyPassword } from './passwords.ts';
import { type OpenedSession, openSession, type Visitor, wrongCredentials } from './sessions.ts';
import { type Attempt, release, reserveAttempt } from './throttle.ts';
import { foldUsername } from './usernames.ts';

export interface SignIn {
  /** The user name, or an address of mail that the person has confirmed; in any case. */
  username: string;
  password: string;
  visitor: Visitor;
}

export interface SignedIn extends OpenedSession {
  /** True: the session opens nothing yet but the question for the second factor. */
  isPartial: boolean;
}

/** Checks name and password and opens a session with a new id. An unknown name, a wrong password and a switched-off account
 *  fail alike, after the same work.
 *  @throws wrong_credentials the pair does not fit; never says why
 *  @throws too_many_requests this account was tried too often from here; `retryAfterSeconds` */
export async function signIn(ctx: Ctx, input: SignIn): Promise<SignedIn> {
  const { visitor, password } = input;
  const candidates = await findCandidates(ctx, input.username);
  const people = candidates.filter((candidate) => candidate !== null);
  // By what was typed: counted by person, tries of a name would tell whose address is whose.
  const usernameFolded = foldUsername(input.username);
  const counts = await reserveAttempt(ctx, { usernameFolded, ...(await acquaintance(ctx, people, visitor)) });

  const checks = candidates.map((candidate) => verifyPassword(candidate?.passwordHash ?? null, password));
  const rights = await Promise.all(checks);
  const user = candidates.find((_, at) => rights[at]);
  if (!user?.isActive || user.deletedAt !== null) throw wrongCredentials();
  const isPartial = user.totpConfirmedAt !== null;
  return inTransaction(ctx, async (tx) => {
    const now = ctx.now();
    await release(tx, counts, now);
    const session = await openSession(tx, { userId: user.id, visitor, now, version: user.sessionVersion, isPartial });
    return { ...session, isPartial };
  });
}

const asked = {
  id: true,
  passwordHash: true,
  isActive: true,
  deletedAt: true,
  sessionVersion: true,
  totpConfirmedAt: true,
} as const;

/** Who may be meant. Somebody may have chosen another person's address for a user name: whoever has confirmed the address comes
 *  first, and both are tried. As many for every name of a kind, so that the work tells nothing. */
async function findCandidates(ctx: Ctx, name: string) {
  const { user } = ctx.db.reader;
  const byName = await user.findUnique({ where: { usernameFolded: foldUsername(name) }, select: asked });
  if (!name.includes('@')) return [byName];
  return [await user.findUnique({ where: { emailKey: foldMailAddress(name) }, select: asked }), byName];
}

/** Whether one of these people has signed in from this browser, or from this address, before. */
export async function acquaintance(
  ctx: Ctx,
  people: readonly { id: string }[],
  visitor: Visitor,
): Promise<Pick<Attempt, 'address' | 'isKnownAddress' | 'device'>> {
  const { address, device } = visitor;
  // Asked for nobody as well, so that the work is the same.
  const ids = people.length === 0 ? [''] : people.map(({ id }) => id);
  const where = { userId: { in: ids }, address, isPartial: false };
  const isKnownAddress = (await ctx.db.reader.session.findFirst({ where, select: { id: true } })) !== null;
  return { address, isKnownAddress, device: device?.userIds.some((id) => ids.includes(id)) ? device.id : null };
}
