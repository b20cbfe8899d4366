import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { signal } from '../../core/signals.ts';
import { type Ctx, inTransaction, statement, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { authorize, holdCompany, longText, parseInput, shortLine } from '../tenancy/index.ts';
import { type NotificationType, notificationTypes } from './types.ts';

/** How long it is told when nobody says otherwise, and at most. */
export const usualDays = 7;
const mostDays = 366;
const dayMs = 24 * 60 * 60_000;

/** What stands there when somebody asks for a load without a word. */
const usualTitles: Partial<Record<NotificationType, string>> = {
  price_change: 'Prices have changed',
  product_update: 'Products have changed',
  campaign_update: 'Campaigns have changed',
};

const input = z.object({
  companyId: z.int(),
  /** Null: every store. */
  storeId: z.int().nullable().default(null),
  /** Null: every terminal of the store, or of the company. */
  terminalId: z.int().nullable().default(null),
  type: z.enum(notificationTypes, 'is none of the types'),
  title: shortLine(255).default(''),
  body: longText(4000).default(''),
  /** Null: a week from now. */
  expiresAt: z.date().nullable().default(null),
});

export type SendNotification = z.input<typeof input>;

type Message = Omit<z.output<typeof input>, 'expiresAt'> & { expiresAt: Date };

/** Tells terminals something: one, those of a store, or those of the company, as they are registered now. Each has it until it
 *  has shown it, or until it expires.
 *  @returns its id, and how many terminals will be told
 *  @throws not_found     the store or the terminal is none that the actor sees
 *  @throws forbidden     the actor may not send there
 *  @throws invalid_input a field breaks its rule, or there is no terminal to tell */
export async function sendNotification(ctx: Ctx, raw: SendNotification): Promise<{ id: string; terminals: number }> {
  const said = parseInput(input, raw);
  const { companyId } = said;
  const sent = await inTransaction(ctx, async (tx) => {
    const current = await holdCompany(ctx, tx, companyId);
    const storeId = await storeOf(tx, said);
    authorize(current, 'notification.send', storeId === null ? { companyId } : { companyId, storeId });
    const message = checked(said, ctx.now());
    return insertNotification({ tx, ctx: current }, { ...message, storeId, origin: 'person' });
  });
  if (sent === null) throw faulty('terminal', 'There is no till to tell.');
  signal('notified', { companyId });
  return sent;
}

function checked(sent: z.output<typeof input>, now: Date): Message {
  const title = sent.title || (usualTitles[sent.type] ?? '');
  if (title === '') throw faulty('title', 'Write what it is about.');
  const expiresAt = sent.expiresAt ?? new Date(now.getTime() + usualDays * dayMs);
  const isInTime = expiresAt > now && expiresAt.getTime() <= now.getTime() + mostDays * dayMs;
  if (!isInTime) throw faulty('expiresAt', `Choose a time within the next ${mostDays} days.`);
  return { ...sent, title, expiresAt };
}

/** @throws not_found the store or terminal is none of the company's, or was closed or retired */
async function storeOf(tx: Tx, { companyId, storeId, terminalId }: z.output<typeof input>): Promise<number | null> {
  if (terminalId !== null) {
    const where = { id: terminalId, companyId, deletedAt: null, store: { deletedAt: null } };
    const terminal = await tx.terminal.findFirst({ where, select: { storeId: true } });
    if (!terminal || (storeId !== null && storeId !== terminal.storeId)) throw new DomainError('not_found');
    return terminal.storeId;
  }
  if (storeId === null) return null;
  const store = await tx.store.findFirst({ where: { id: storeId, companyId, deletedAt: null }, select: { id: true } });
  if (!store) throw new DomainError('not_found', { storeId });
  return store.id;
}

function faulty(path: string, message: string): DomainError {
  return new DomainError('invalid_input', { errors: [{ path, message }] });
}

const insertDeliveries = statement({
  params: { notification: 'text', company: 'int', store: 'int?', terminal: 'int?', until: 'instant' },
  sql: (q) => `INSERT INTO notification_deliveries (notification_id, terminal_id, company_id, expires_at)
    SELECT ${q.param('notification')}, t.id, t.company_id, ${q.param('until')}
    FROM terminals t JOIN stores s ON s.id = t.store_id
    WHERE t.company_id = ${q.param('company')} AND t.deleted_at IS NULL AND s.deleted_at IS NULL
      AND (${q.param('store')} IS NULL OR t.store_id = ${q.param('store')})
      AND (${q.param('terminal')} IS NULL OR t.id = ${q.param('terminal')})
    ORDER BY t.id`,
});

/** Stores it with a row for each terminal that is to be told. The caller holds the company, so that places follow each other as
 *  they become visible, and tells by the signal `notified` when it is committed.
 *  @returns null: there is no terminal to tell, and nothing was stored */
export async function insertNotification(
  { tx, ctx }: { tx: Tx; ctx: Ctx },
  message: Message & { origin: 'person' | 'price' },
): Promise<{ id: string; terminals: number } | null> {
  const { companyId, storeId, terminalId, type: notificationType, title, body, expiresAt, origin } = message;
  const id = newId();
  const { _max } = await tx.notification.aggregate({ where: { companyId }, _max: { position: true } });
  const data = { storeId, terminalId, notificationType, title, body, expiresAt, origin };
  const createdById = ctx.actor.kind === 'user' ? ctx.actor.userId : null;
  const position = (_max.position ?? 0) + 1;
  await tx.notification.create({
    data: { id, companyId, position, createdById, createdAt: ctx.now(), ...data },
    select: { id: true },
  });
  const terminals = await ctx.db.dialect.execute(tx, insertDeliveries, {
    ...{ notification: id, company: companyId, store: storeId, terminal: terminalId, until: expiresAt },
  });
  if (terminals === 0) {
    await tx.notification.delete({ where: { id }, select: { id: true } });
    return null;
  }
  await recordAudit(tx, ctx, {
    ...{ companyId, action: 'notification.send', subjectType: 'notification', subjectId: id },
    after: { ...data, terminals },
  });
  return { id, terminals };
}
