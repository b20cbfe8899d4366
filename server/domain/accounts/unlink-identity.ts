/** With which identities people can come in, and unlinking one without locking them out. */
import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import type { ExternalIdentity } from './external-identities.ts';
import { note } from './note.ts';
import { personOf } from './person.ts';
import { proveIdentity } from './prove-identity.ts';
import { tellOwner } from './tell.ts';

type Which = Pick<ExternalIdentity, 'issuer' | 'subject'>;

/** What unlinking an identity takes. `proof`: that the person proves who they are. `nothing`: they have no password and have
 *  just come in by another identity, which proves both them and that it lets them in. `coming-in`: by another one, that is.
 *  `password`: without one it is their only way in. */
type Unlinking = 'proof' | 'nothing' | 'coming-in' | 'password';

/** Coming in by an identity says for so long that it lets the person in. */
const freshMs = 10 * 60_000;

interface Standing {
  identities: readonly (ExternalIdentity & { createdAt: Date; lastUsedAt: Date | null })[];
  hasPassword: boolean;
  hasSecondFactor: boolean;
  /** When the session began; null: it is none of a browser's. */
  cameInAt: Date | null;
}

/** With which identities the signed-in person can come in, the oldest first, and what it takes to unlink each. */
export async function listIdentities(ctx: Ctx) {
  const identities = await readIdentities(ctx, ctx.db.reader);
  if (identities.length === 0) return [];
  const standing = { identities, ...(await readWays(ctx, ctx.db.reader)) };
  return identities.map((identity) => ({ ...identity, unlinking: unlinkingOf(ctx, standing, identity) }));
}

/** Unlinks an identity: it opens the account no more. Somebody without a password keeps one of which they have shown that it lets
 *  them in.
 *  @throws conflict  it is their only way in, or they have not shown the other one
 *  @throws wrong_credentials, too_many_requests of the proof
 *  @throws not_found it is none of the person's */
export async function unlinkIdentity(ctx: Ctx, { issuer, subject }: Which, proof: string): Promise<void> {
  const { userId } = personOf(ctx);
  // Before the proof, which who has no password cannot give.
  const unlinking = unlinkingOf(ctx, await standingOf(ctx, ctx.db.reader), { issuer, subject });
  refuseWhatLocksOut(unlinking);
  if (unlinking === 'proof') await proveIdentity(ctx, proof);
  await inTransaction(ctx, async (tx) => {
    // Two who unlink one each at the same moment must not both count on the other's.
    await tx.user.update({ where: { id: userId }, data: { sessionVersion: { increment: 0 } }, select: { id: true } });
    const standing = await standingOf(ctx, tx);
    refuseWhatLocksOut(unlinkingOf(ctx, standing, { issuer, subject }));
    const found = standing.identities.find((each) => isSame(each, { issuer, subject }));
    if (found === undefined) throw new DomainError('not_found');
    await tx.externalIdentity.delete({
      where: { issuer_subject: { issuer, subject }, userId },
      select: { userId: true },
    });
    await tellOwner(ctx, tx, { userId, kind: 'identity-unlinked' });
    await note(ctx, tx, { userId, action: 'account.identity.unlink', before: { issuer, email: found.email } });
  });
}

type Reader = Pick<Tx, 'user' | 'session' | 'externalIdentity'>;

async function standingOf(ctx: Ctx, db: Reader): Promise<Standing> {
  return { identities: await readIdentities(ctx, db), ...(await readWays(ctx, db)) };
}

function readIdentities(ctx: Ctx, db: Reader): Promise<Standing['identities']> {
  return db.externalIdentity.findMany({
    where: { userId: personOf(ctx).userId },
    select: { issuer: true, subject: true, email: true, createdAt: true, lastUsedAt: true },
    orderBy: [{ createdAt: 'asc' }, { subject: 'asc' }],
  });
}

/** How else the person comes in, and how they have come in now. */
async function readWays(ctx: Ctx, db: Reader): Promise<Omit<Standing, 'identities'>> {
  const { userId } = personOf(ctx);
  const person = await db.user.findUniqueOrThrow({
    where: { id: userId },
    select: { passwordHash: true, totpConfirmedAt: true },
  });
  const session =
    ctx.sessionId === undefined
      ? null
      : await db.session.findUnique({ where: { id: ctx.sessionId }, select: { createdAt: true } });
  return {
    hasPassword: person.passwordHash !== null,
    hasSecondFactor: person.totpConfirmedAt !== null,
    cameInAt: session?.createdAt ?? null,
  };
}

function unlinkingOf(ctx: Ctx, standing: Standing, which: Which): Unlinking {
  const { identities, hasPassword, hasSecondFactor, cameInAt } = standing;
  if (hasPassword) return 'proof';
  const others = identities.filter((each) => !isSame(each, which));
  if (others.length === 0) return 'password';
  const since = ctx.now().getTime() - freshMs;
  const isFresh = (at: Date | null) => at !== null && at.getTime() >= since;
  if (!others.some(({ lastUsedAt }) => isFresh(lastUsedAt))) return 'coming-in';
  if (hasSecondFactor) return 'proof';
  return isFresh(cameInAt) ? 'nothing' : 'coming-in';
}

function isSame(one: Which, other: Which): boolean {
  return one.issuer === other.issuer && one.subject === other.subject;
}

function refuseWhatLocksOut(unlinking: Unlinking): void {
  if (unlinking === 'password') {
    const message =
      'You have no password yet, so this sign-in is your only way in. Choose one by “Forgotten your password?” on the sign-in page, then unlink it.';
    throw new DomainError('conflict', {}, message);
  }
  if (unlinking === 'coming-in') {
    const message =
      'You have no password yet: come in by another of your linked sign-ins first, and unlink this one within ten minutes.';
    throw new DomainError('conflict', {}, message);
  }
}
