/** What a terminal says about a notification that it was sent. */
import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction, statement } from '../../db/index.ts';
import { ownTerminal } from './open.ts';

const mostText = 500;

const show = statement({
  params: { id: 'text', terminal: 'int', now: 'instant' },
  sql: (q) => `UPDATE notification_deliveries SET delivered_at = coalesce(delivered_at, ${q.param('now')}),
      shown_at = coalesce(shown_at, ${q.param('now')})
    WHERE notification_id = ${q.param('id')} AND terminal_id = ${q.param('terminal')}`,
});

const fail = statement({
  params: { id: 'text', terminal: 'int', now: 'instant', failure: 'text' },
  sql: (q) => `UPDATE notification_deliveries SET delivered_at = coalesce(delivered_at, ${q.param('now')}),
      failed_at = coalesce(failed_at, ${q.param('now')}), failure = ${q.param('failure')}
    WHERE notification_id = ${q.param('id')} AND terminal_id = ${q.param('terminal')}`,
});

/** The terminal has shown it. Once more changes nothing; a till that was away may say so after it expired, or was taken back.
 *  @throws not_found the terminal was never meant */
export async function markShown(ctx: Ctx, id: string): Promise<void> {
  const { terminalId: terminal } = ownTerminal(ctx);
  const now = ctx.now();
  const rows = await inTransaction(ctx, (tx) => ctx.db.dialect.execute(tx, show, { id, terminal, now }));
  if (rows === 0) throw new DomainError('not_found', { id });
}

/** The terminal could not show it. It is told again: whatever was shown before or is shown later counts more than this.
 *  @param message why, of which the first 500 characters are kept
 *  @throws not_found the terminal was never meant */
export async function markFailed(ctx: Ctx, id: string, message: string): Promise<void> {
  const { terminalId: terminal } = ownTerminal(ctx);
  const now = ctx.now();
  const failure = message.slice(0, mostText);
  const rows = await inTransaction(ctx, (tx) => ctx.db.dialect.execute(tx, fail, { id, terminal, now, failure }));
  if (rows === 0) throw new DomainError('not_found', { id });
}
