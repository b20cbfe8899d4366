/** What a terminal has before it: everything that it was sent and has not shown yet. */
import { DomainError } from '../../core/errors.ts';
import { normalizeWireId } from '../../core/ids.ts';
import { type Ctx, inTransaction, statement } from '../../db/index.ts';
import { authorize } from '../tenancy/index.ts';
import type { NotificationType } from './types.ts';

/** A terminal that has more of them open gets the others when it asks for what comes after these. */
const mostAtOnce = 500;

const openOnes = statement({
  params: { terminal: 'int', now: 'instant', after: 'text', most: 'int' },
  returns: {
    ...{ id: 'text', notification_type: 'text', title: 'text', body: 'text' },
    ...{ created_at: 'instant', expires_at: 'instant', delivered_at: 'instant?' },
  },
  sql: (q) => `SELECT n.id, n.notification_type, n.title, n.body, n.created_at, d.expires_at, d.delivered_at
    FROM notification_deliveries d JOIN notifications n ON n.id = d.notification_id
    WHERE d.terminal_id = ${q.param('terminal')} AND d.expires_at > ${q.param('now')} AND d.shown_at IS NULL
      AND n.withdrawn_at IS NULL
      AND n.position > coalesce((SELECT a.position FROM notifications a JOIN notification_deliveries b
        ON b.notification_id = a.id WHERE a.id = ${q.param('after')} AND b.terminal_id = ${q.param('terminal')}), 0)
    ORDER BY n.position LIMIT ${q.param('most')}`,
});

const deliver = statement({
  params: { terminal: 'int', now: 'instant', ids: ['text'] },
  sql: (q) => `UPDATE notification_deliveries SET delivered_at = ${q.param('now')}
    WHERE terminal_id = ${q.param('terminal')} AND delivered_at IS NULL AND notification_id IN ${q.list('ids')}`,
});

export interface OpenNotification {
  id: string;
  type: NotificationType;
  title: string;
  body: string;
  createdAt: Date;
  expiresAt: Date;
  /** It was never sent to the terminal before. */
  isNew: boolean;
}

/** What the calling terminal has not shown yet, in the order in which it was made; that it is listed counts as delivered.
 *  @param after id of a notification: only what was made after it; one that the terminal never had means everything
 *  @throws not_found the caller is no terminal
 *  @throws unavailable */
export async function openNotifications(
  ctx: Ctx,
  after = '',
): Promise<{ list: readonly OpenNotification[]; hasMore: boolean }> {
  const { terminalId: terminal } = ownTerminal(ctx);
  const now = ctx.now();
  const rows = await ctx.db.dialect.query(ctx.db.reader, openOnes, { terminal, now, after, most: mostAtOnce + 1 });
  const listed = rows.slice(0, mostAtOnce);
  const ids = listed.filter(({ delivered_at: at }) => at === null).map(({ id }) => id);
  if (ids.length > 0) await inTransaction(ctx, (tx) => ctx.db.dialect.execute(tx, deliver, { terminal, now, ids }));
  const list = listed.map(({ id, title, body, ...row }) => ({
    ...{ id, title, body, type: row.notification_type as NotificationType },
    ...{ createdAt: row.created_at, expiresAt: row.expires_at, isNew: row.delivered_at === null },
  }));
  return { list, hasMore: rows.length > mostAtOnce };
}

/** @throws forbidden the caller is no terminal */
export function ownTerminal(ctx: Ctx) {
  const { actor } = ctx;
  if (actor.kind !== 'terminal') throw new DomainError('forbidden');
  authorize(ctx, 'data.pull', { companyId: actor.companyId, storeId: actor.storeId });
  return actor;
}

/** The calling terminal, which may say by its id or its code who it is.
 *  @throws not_found that is another one */
export async function requireOwnTerminal(ctx: Ctx, named = ''): Promise<number> {
  const { terminalId: id, code } = ownTerminal(ctx);
  if (named === '' || named === code) return id;
  const uuid = normalizeWireId(named) ?? '';
  const own = await ctx.db.reader.terminal.findFirst({ where: { id, uuid }, select: { id: true } });
  if (!own) throw new DomainError('not_found', {}, 'This terminal_id is not your own.');
  return id;
}

const waitingOnes = statement({
  params: { terminals: ['int'], now: 'instant' },
  returns: { terminal_id: 'int', has_news: 'bool' },
  sql: (q) => `SELECT t.id AS terminal_id, EXISTS (
      SELECT 1 FROM notification_deliveries d JOIN notifications n ON n.id = d.notification_id
      WHERE d.terminal_id = t.id AND d.expires_at > ${q.param('now')} AND d.delivered_at IS NULL
        AND d.shown_at IS NULL AND n.withdrawn_at IS NULL) AS has_news
    FROM terminals t JOIN stores s ON s.id = t.store_id
    WHERE t.id IN ${q.list('terminals')} AND t.is_active AND t.deleted_at IS NULL AND s.is_active
      AND s.deleted_at IS NULL AND (t.revoked_at IS NULL OR t.revoked_at > ${q.param('now')})`,
});

/** Which of these terminals are still served, and whether there is something that they were never sent: one query for all that
 *  wait, whichever process wrote it. */
export async function findNews(
  ctx: Pick<Ctx, 'db' | 'now'>,
  terminals: readonly number[],
): Promise<ReadonlyMap<number, boolean>> {
  const rows = await ctx.db.dialect.query(ctx.db.reader, waitingOnes, { terminals, now: ctx.now() });
  return new Map(rows.map(({ terminal_id: id, has_news: hasNews }) => [id, hasNews]));
}
