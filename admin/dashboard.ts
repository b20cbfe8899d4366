/** What staff sees first: is the chain selling, do the tills report, does anything wait for a person. */

import { addDays, businessDayOf } from '../server/core/business-day.ts';
import { formatMoney } from '../server/core/money.ts';
import type { Ctx } from '../server/db/index.ts';
import { countCap } from '../server/domain/listing/index.ts';
import { formatInstant } from './adapter/display.ts';
import type { DashboardData } from './components/dashboard-data.ts';
import { companiesOf } from './staff.ts';

/** Days of the line, today included. */
const shownDays = 14;
const shownReceipts = 10;
const hourMs = 3_600_000;

interface StoreOfDay {
  id: number;
  code: string;
  timeZone: string;
  dayStartMinutes: number;
}

type Limit = { companyId?: { in: number[] } };

/** Figures of the person's companies. "Today" is each store's own business day. */
export async function readDashboard(ctx: Ctx, hasMailServer: boolean): Promise<DashboardData> {
  const limits = companiesOf(ctx);
  const limit: Limit = limits === null ? {} : { companyId: { in: [...limits] } };
  const { reader } = ctx.db;
  const stores = await reader.store.findMany({
    where: { ...limit, deletedAt: null },
    select: { id: true, code: true, timeZone: true, dayStartMinutes: true },
  });
  const open = { ...limit, resolvedAt: null };
  const hourAgo = new Date(ctx.now().getTime() - hourMs);
  const [days, receipts, quarantined, conflicts, terminals, seen, mail] = await Promise.all([
    readDays(ctx, stores, limit),
    readReceipts(ctx, limit),
    reader.quarantinedItem.count({ where: open, take: countCap + 1 }),
    reader.conflict.count({ where: open, take: countCap + 1 }),
    reader.terminal.count({ where: { ...limit, isActive: true, deletedAt: null } }),
    reader.terminalState.count({ where: { ...limit, lastSeenAt: { gte: hourAgo } } }),
    readMail(ctx, limit),
  ]);
  return {
    ...{ ...days, receipts, quarantined, conflicts, terminals, seen, countCap },
    mail: { ...mail, hasServer: hasMailServer },
  };
}

async function readMail(ctx: Ctx, limit: Limit): Promise<{ recent: number; givenUp: number }> {
  const ago = (days: number) => new Date(ctx.now().getTime() - days * 24 * hourMs);
  const { mailMessage } = ctx.db.reader;
  const [recent, givenUp] = await Promise.all([
    mailMessage.count({ where: { ...limit, createdAt: { gte: ago(7) } }, take: countCap + 1 }),
    mailMessage.count({
      where: { ...limit, sentAt: null, failedAt: { gte: ago(30) }, erasedAt: null },
      take: countCap + 1,
    }),
  ]);
  return { recent, givenUp };
}

/** The last days' documents from the rollups, and today's with their worth. */
async function readDays(
  ctx: Ctx,
  stores: readonly StoreOfDay[],
  limit: Limit,
): Promise<Pick<DashboardData, 'days' | 'today' | 'turnover'>> {
  const todayOf = new Map(stores.map((store) => [store.id, todayIn(store, ctx.now())]));
  const last = [...todayOf.values()].sort().at(-1) ?? ctx.now().toISOString().slice(0, 10);
  const first = addDays(last, 1 - shownDays);
  const rows = await ctx.db.reader.dayTotal.groupBy({
    by: ['storeId', 'businessDay', 'currency'],
    where: { ...limit, storeId: { in: [...todayOf.keys()] }, businessDay: { gte: first, lte: last } },
    _sum: { documents: true, grossE4: true },
  });
  const perDay = new Map(Array.from({ length: shownDays }, (_, index) => [addDays(first, index), 0]));
  const worth = new Map<string, bigint>();
  let today = 0;
  for (const { storeId, businessDay, currency, _sum } of rows) {
    const documents = _sum.documents ?? 0;
    perDay.set(businessDay, (perDay.get(businessDay) ?? 0) + documents);
    if (todayOf.get(storeId) !== businessDay) continue;
    today += documents;
    worth.set(currency, (worth.get(currency) ?? 0n) + (_sum.grossE4 ?? 0n));
  }
  return {
    today,
    days: [...perDay].map(([day, documents]) => ({ day, documents })),
    turnover: [...worth].sort().map(([currency, grossE4]) => formatMoney(grossE4, currency)),
  };
}

function todayIn({ timeZone, dayStartMinutes }: StoreOfDay, now: Date): string {
  return businessDayOf(now, { zone: timeZone, dayStartHour: dayStartMinutes / 60 });
}

async function readReceipts(ctx: Ctx, limit: Limit): Promise<DashboardData['receipts']> {
  const rows = await ctx.db.reader.transaction.findMany({
    where: limit,
    orderBy: { id: 'desc' },
    take: shownReceipts,
    select: {
      id: true,
      occurredAt: true,
      receiptNumber: true,
      transactionType: true,
      totalE4: true,
      currency: true,
      isCancelled: true,
      company: { select: { name: true } },
      store: { select: { code: true, timeZone: true } },
      terminal: { select: { code: true } },
    },
  });
  return rows.map(({ totalE4, currency, company, store, terminal, occurredAt, ...receipt }) => ({
    ...receipt,
    at: formatInstant(occurredAt, store.timeZone),
    total: formatMoney(totalE4, currency),
    company: company.name,
    till: `${store.code} ${terminal.code}`,
  }));
}
