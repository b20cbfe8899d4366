/** Notifications as people see them, with what became of them. */
import { DomainError } from '../../core/errors.ts';
import { type Ctx, statement } from '../../db/index.ts';
import { authorize, can, scopeFor } from '../tenancy/index.ts';
import { type DeliveryState, deliveryState, deliveryStates, type NotificationType } from './types.ts';

const mostAtOnce = 200;

const counts = statement({
  params: { ids: ['text'], stores: ['int'], every: 'bool', now: 'instant' },
  returns: { id: 'text', state: 'text', terminals: 'int' },
  sql: (q) => `SELECT d.notification_id AS id, CASE
      WHEN d.shown_at IS NOT NULL THEN 'shown' WHEN d.failed_at IS NOT NULL THEN 'failed'
      WHEN n.withdrawn_at IS NOT NULL THEN 'withdrawn' WHEN d.expires_at <= ${q.param('now')} THEN 'expired'
      WHEN d.delivered_at IS NOT NULL THEN 'delivered' ELSE 'waiting' END AS state, count(*) AS terminals
    FROM notification_deliveries d JOIN notifications n ON n.id = d.notification_id
    JOIN terminals t ON t.id = d.terminal_id
    WHERE d.notification_id IN ${q.list('ids')} AND (${q.param('every')} OR t.store_id IN ${q.list('stores')})
    GROUP BY 1, 2`,
});

const columns = {
  id: true,
  position: true,
  notificationType: true,
  title: true,
  body: true,
  origin: true,
  createdAt: true,
  expiresAt: true,
  withdrawnAt: true,
  storeId: true,
  terminalId: true,
  createdById: true,
} as const;

export type DeliveryCounts = Readonly<Record<DeliveryState, number>>;

export interface SentNotification {
  id: string;
  /** 1, 2, 3 … in its company: keyset of the list. */
  position: number;
  type: NotificationType;
  title: string;
  body: string;
  /** person: somebody wrote it; price: prices were saved. */
  origin: string;
  createdAt: Date;
  expiresAt: Date | null;
  withdrawnAt: Date | null;
  /** Who it is for; both null: every terminal of the company. */
  store: Place | null;
  terminal: Place | null;
  /** Null: a program, or the hub. */
  createdBy: string | null;
  /** Terminals by what became of it there; of these only those that the actor sees. */
  counts: DeliveryCounts;
  /** Whether the actor may take it back. */
  isWithdrawable: boolean;
}

interface Place {
  uuid: string;
  code: string;
  name: string;
}

interface Asked {
  companyId: number;
  /** Only what was made before the one with this position. */
  before?: number | null;
  /** At most 200. */
  limit?: number;
  /** Only those that this terminal was told. */
  terminalId?: number;
}

/** The latest first, those for stores that the actor sees and those for every store.
 *  @throws not_found the actor sees no terminals of the company */
export async function listNotifications(
  ctx: Ctx,
  { companyId, before = null, limit = 50, terminalId }: Asked,
): Promise<{ list: SentNotification[]; next: number | null }> {
  const stores = seenStores(ctx, companyId);
  const most = Math.min(limit, mostAtOnce);
  const rows = await ctx.db.reader.notification.findMany({
    where: {
      companyId,
      ...(before !== null && { position: { lt: before } }),
      ...(stores !== null && { OR: [{ storeId: null }, { storeId: { in: [...stores] } }] }),
      ...(terminalId !== undefined && { deliveries: { some: { terminalId } } }),
    },
    select: columns,
    orderBy: { position: 'desc' },
    take: most + 1,
  });
  const listed = rows.slice(0, most);
  return {
    list: await withFacts(ctx, { companyId, stores, rows: listed }),
    next: rows.length > most ? (listed.at(-1)?.position ?? null) : null,
  };
}

/** One of them.
 *  @throws not_found it does not exist, or not for this actor */
export async function getNotification(ctx: Ctx, { companyId, id }: { companyId: number; id: string }) {
  const stores = seenStores(ctx, companyId);
  const row = await ctx.db.reader.notification.findFirst({ where: { id, companyId }, select: columns });
  if (!row || !isSeen(ctx, { companyId, storeId: row.storeId })) throw new DomainError('not_found', { id });
  const [found] = await withFacts(ctx, { companyId, stores, rows: [row] });
  if (!found) throw new DomainError('not_found', { id });
  return found;
}

/** Whether the actor sees notifications for this store (null: for every store). */
export function isSeen(ctx: Ctx, { companyId, storeId }: { companyId: number; storeId: number | null }): boolean {
  const stores = seenStores(ctx, companyId);
  return storeId === null || stores === null || stores.includes(storeId);
}

/** Null: every store.
 *  @throws not_found, forbidden the actor sees no terminal of the company */
function seenStores(ctx: Ctx, companyId: number): readonly number[] | null {
  const { companyIds, storeIds } = scopeFor(ctx, 'terminal.see');
  if (companyIds !== null && !companyIds.includes(companyId)) authorize(ctx, 'terminal.see', { companyId });
  return can(ctx, 'terminal.see', { companyId }) ? null : storeIds;
}

type Row = Pick<SentNotification, 'id' | 'position' | 'title' | 'body' | 'origin' | 'createdAt'> & {
  notificationType: string;
  expiresAt: Date | null;
  withdrawnAt: Date | null;
  storeId: number | null;
  terminalId: number | null;
  createdById: string | null;
};

const place = { id: true, uuid: true, code: true, name: true } as const;

async function withFacts(
  ctx: Ctx,
  { companyId, stores: seen, rows }: { companyId: number; stores: readonly number[] | null; rows: readonly Row[] },
): Promise<SentNotification[]> {
  if (rows.length === 0) return [];
  const { reader, dialect } = ctx.db;
  const idsOf = <T>(ids: readonly (T | null)[]) => [...new Set(ids.filter((id) => id !== null))] as T[];
  const [found, stores, terminals, people] = await Promise.all([
    dialect.query(reader, counts, {
      ...{ ids: rows.map(({ id }) => id), stores: seen ?? [], every: seen === null, now: ctx.now() },
    }),
    reader.store.findMany({ where: { id: { in: idsOf(rows.map((row) => row.storeId)) } }, select: place }),
    reader.terminal.findMany({ where: { id: { in: idsOf(rows.map((row) => row.terminalId)) } }, select: place }),
    reader.user.findMany({
      where: { id: { in: idsOf(rows.map((row) => row.createdById)) } },
      select: { id: true, displayName: true, username: true },
    }),
  ]);
  const placeOf = (places: readonly (Place & { id: number })[], id: number | null): Place | null => {
    const one = places.find((each) => each.id === id);
    return one ? { uuid: one.uuid, code: one.code, name: one.name } : null;
  };
  return rows.map(({ storeId, terminalId, createdById, notificationType, ...row }) => {
    const person = people.find(({ id }) => id === createdById);
    const none = Object.fromEntries(deliveryStates.map((state) => [state, 0])) as Record<DeliveryState, number>;
    for (const { id, state, terminals: many } of found) if (id === row.id) none[state as DeliveryState] = many;
    const where = storeId === null ? { companyId } : { companyId, storeId };
    return {
      ...row,
      type: notificationType as NotificationType,
      store: placeOf(stores, storeId),
      terminal: placeOf(terminals, terminalId),
      createdBy: person ? person.displayName || person.username : null,
      counts: none,
      isWithdrawable: row.withdrawnAt === null && can(ctx, 'notification.send', where),
    };
  });
}

/** What became of one at each terminal that the actor sees, in the order of stores and codes, at most 500.
 *  @throws not_found as `getNotification` */
export async function listDeliveries(ctx: Ctx, which: { companyId: number; id: string }) {
  const { withdrawnAt } = await getNotification(ctx, which);
  const stores = seenStores(ctx, which.companyId);
  const rows = await ctx.db.reader.notificationDelivery.findMany({
    where: { notificationId: which.id },
    select: { terminalId: true, deliveredAt: true, shownAt: true, failedAt: true, failure: true, expiresAt: true },
  });
  const terminals = await ctx.db.reader.terminal.findMany({
    where: {
      id: { in: rows.map(({ terminalId }) => terminalId) },
      ...(stores !== null && { storeId: { in: [...stores] } }),
    },
    select: { ...place, store: { select: { name: true, code: true } } },
    orderBy: [{ store: { code: 'asc' } }, { code: 'asc' }],
    take: 500,
  });
  const now = ctx.now();
  return terminals.flatMap(({ id, uuid, code, name, store }) => {
    const row = rows.find(({ terminalId }) => terminalId === id);
    if (!row) return [];
    return [{ terminal: { uuid, code, name }, store, ...row, state: deliveryState(row, withdrawnAt, now) }];
  });
}
