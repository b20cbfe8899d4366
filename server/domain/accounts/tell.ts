import type { Ctx, Tx } from '../../db/index.ts';
import { queueMail } from '../mail/index.ts';

type Kind =
  | 'address-changed'
  | 'password-changed'
  | 'two-factor-on'
  | 'two-factor-off'
  | 'session-copied'
  | 'identity-linked'
  | 'identity-unlinked'
  | 'account-deleted';

/** Tells the owner of an account what was done to it, at the address that they have confirmed. These are about safety, so they
 *  are sent to those too who want no other mail. */
export async function tellOwner(ctx: Ctx, tx: Tx, { userId, kind }: { userId: string; kind: Kind }): Promise<void> {
  const user = await tx.user.findUnique({
    where: { id: userId },
    select: { email: true, emailConfirmedAt: true, language: true, username: true },
  });
  if (!user?.email || user.emailConfirmedAt === null) return;
  const { email: to, language, username } = user;
  const path =
    kind === 'account-deleted' ? '' : kind === 'session-copied' ? '/accounts/sessions/' : '/accounts/profile/';
  await queueMail(ctx, tx, { to, language, kind, facts: { username }, path });
}
