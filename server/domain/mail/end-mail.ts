/** Mails that nobody needs any more. */

import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction } from '../../db/index.ts';
import { authorize } from '../tenancy/index.ts';
import { findMail, note } from './read-mail.ts';

/** Ends a mail that is not sent, be it on its way or given up: it is never sent, what it says and its link are erased, and it
 *  waits for nobody's attention.
 *  @throws not_found, forbidden, not_signed_in
 *  @throws invalid_input no reason of 5 to 500 characters
 *  @throws conflict      it was sent, is being sent at this moment, or was ended already */
export async function endMail(ctx: Ctx, input: { id: string; reason: string }): Promise<void> {
  authorize(ctx, 'mail.read');
  const { id } = input;
  const reason = input.reason.trim();
  if (reason.length < 5 || reason.length > 500) {
    const message = 'Say why, in 5 to 500 characters.';
    throw new DomainError('invalid_input', { errors: [{ path: 'reason', message }] }, message);
  }
  await inTransaction(ctx, async (tx) => {
    const now = ctx.now();
    const mail = await findMail(ctx, tx, id);
    const { count } = await tx.mailMessage.updateMany({
      where: { id, sentAt: null, erasedAt: null, OR: [{ leasedUntil: null }, { leasedUntil: { lte: now } }] },
      data: { failedAt: mail.failedAt ?? now, facts: '{}', path: '', erasedAt: now, leasedUntil: null, leasedBy: null },
    });
    if (count === 0) {
      throw new DomainError('conflict', { mail: id }, 'Only a mail that waits or was given up can be ended.');
    }
    await note(ctx, tx, { mail, action: 'mail.end', reason });
  });
}
