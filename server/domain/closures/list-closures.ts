import type { Ctx } from '../../db/index.ts';
import { authorize, scopeFor, scopeWhere } from '../tenancy/index.ts';

export interface ClosureFilter {
  companyId?: number;
  storeId?: number;
  terminalId?: number;
  /** Business days `YYYY-MM-DD`, both included. */
  fromDay?: string;
  toDay?: string;
  number?: number;
  /** Rows wanted, 1 to 200; default 50. */
  take?: number;
  /** `next` of the page before. */
  after?: number | null;
}

const fields = {
  id: true,
  uuid: true,
  companyId: true,
  kind: true,
  uniqueId: true,
  number: true,
  closureDate: true,
  startedAt: true,
  endedAt: true,
  businessDay: true,
  receivedAt: true,
  documentCount: true,
  validCount: true,
  cancelledCount: true,
  returnCount: true,
  grossE4: true,
  netE4: true,
  vatE4: true,
  discountE4: true,
  closingCashE4: true,
  isCancelled: true,
  store: { select: { id: true, code: true, name: true, currency: true } },
  terminal: { select: { id: true, code: true, name: true } },
} as const;

/** Closures that the actor may see, latest arrival first.
 *  @returns `rows`, and `next` to be handed back as `after`; null on the last page */
export async function listClosures(ctx: Ctx, filter: ClosureFilter) {
  authorize(ctx, 'closure.see');
  const take = Math.min(Math.max(filter.take ?? 50, 1), 200);
  const { companyId, storeId, terminalId, number, fromDay, toDay, after } = filter;
  const rows = await ctx.db.reader.closure.findMany({
    where: {
      AND: [
        scopeWhere(scopeFor(ctx, 'closure.see')),
        companyId === undefined ? {} : { companyId },
        storeId === undefined ? {} : { storeId },
        terminalId === undefined ? {} : { terminalId },
        number === undefined ? {} : { number },
        fromDay === undefined ? {} : { businessDay: { gte: fromDay } },
        toDay === undefined ? {} : { businessDay: { lte: toDay } },
        after == null ? {} : { id: { lt: after } },
      ],
    },
    select: fields,
    orderBy: { id: 'desc' },
    take: take + 1,
  });
  const page = rows.slice(0, take);
  return { rows: page, next: rows.length > take ? (page.at(-1)?.id ?? null) : null };
}
