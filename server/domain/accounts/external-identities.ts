/** People who sign in by another service. What that service says of an address proves nothing here: an identity is linked by
 *  whoever proves the account, once, and opens it from then on. A second factor that the person has switched on is asked for as
 *  ever: it protects the account, whichever way one comes in. */
import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction } from '../../db/index.ts';
import { openSession, type SignedIn, type Visitor } from '../tenancy/index.ts';
import { note } from './note.ts';
import { personOf } from './person.ts';
import { proveIdentity } from './prove-identity.ts';
import { tellOwner } from './tell.ts';

/** Somebody at another service. */
export interface ExternalIdentity {
  issuer: string;
  subject: string;
  /** As the service says; shown to tell identities apart, and for nothing else. */
  email: string;
}

const mostLinked = 10;

/** Signs in whoever is linked with the identity.
 *  @returns null: nobody is
 *  @throws wrong_credentials the account is switched off */
export async function signInExternally(
  ctx: Ctx,
  { issuer, subject, email, visitor }: ExternalIdentity & { visitor: Visitor },
): Promise<SignedIn | null> {
  return inTransaction(ctx, async (tx) => {
    const where = { issuer_subject: { issuer, subject } };
    const known = await tx.externalIdentity.findUnique({
      where,
      select: { userId: true, user: { select: { isActive: true, deletedAt: true, totpConfirmedAt: true } } },
    });
    if (known === null || known.user.deletedAt !== null) return null;
    if (!known.user.isActive) throw new DomainError('wrong_credentials', {}, 'This account is switched off.');
    const now = ctx.now();
    await tx.externalIdentity.update({
      where,
      data: { lastUsedAt: now, ...(email !== '' && { email }) },
      select: { userId: true },
    });
    const isPartial = known.user.totpConfirmedAt !== null;
    return { ...(await openSession(tx, { userId: known.userId, visitor, now, isPartial })), isPartial };
  });
}

/** Links an identity with the signed-in person's account, before which they prove who they are.
 *  @throws wrong_credentials, too_many_requests of the proof
 *  @throws conflict          it is linked with another account, or the account has very many */
export async function linkIdentity(ctx: Ctx, identity: ExternalIdentity, proof: string): Promise<void> {
  const { userId } = personOf(ctx);
  await proveIdentity(ctx, proof);
  const { issuer, subject, email } = identity;
  await inTransaction(ctx, async (tx) => {
    const row = { issuer, subject, userId, email, createdAt: ctx.now() };
    // Of two who bring the same at once one makes the row, and both read whose it is.
    const linked = await tx.externalIdentity.upsert({
      where: { issuer_subject: { issuer, subject } },
      create: row,
      update: { subject },
      select: { userId: true, createdAt: true },
    });
    if (linked.userId !== userId) {
      throw new DomainError('conflict', {}, 'This sign-in is linked with another account of this hub.');
    }
    if (linked.createdAt.getTime() !== row.createdAt.getTime()) return;
    if ((await tx.externalIdentity.count({ where: { userId } })) > mostLinked) {
      throw new DomainError('conflict', {}, `An account has at most ${mostLinked} linked sign-ins: unlink one.`);
    }
    await tellOwner(ctx, tx, { userId, kind: 'identity-linked' });
    await note(ctx, tx, { userId, action: 'account.identity.link', after: { issuer, email } });
  });
}
