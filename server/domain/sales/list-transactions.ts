import { DomainError } from '../../core/errors.ts';
import type { Ctx } from '../../db/index.ts';
import { authorize, scopeFor, scopeWhere } from '../tenancy/index.ts';

export interface TransactionFilter {
  companyId?: number;
  storeId?: number;
  terminalId?: number;
  terminalCode?: string;
  /** Business days `YYYY-MM-DD`, both included. */
  fromDay?: string;
  toDay?: string;
  closureNumber?: number;
  receiptNumber?: number;
  isCancelled?: boolean;
  /** Beginning of the document's wire id. */
  uuid?: string;
  /** Rows wanted, 1 to 200; default 50. */
  take?: number;
  /** `next` of the page before. */
  after?: string | null;
}

const fields = {
  id: true,
  uuid: true,
  companyId: true,
  uniqueId: true,
  documentType: true,
  transactionType: true,
  status: true,
  sign: true,
  isCancelled: true,
  isLate: true,
  occurredAt: true,
  occurredText: true,
  receivedAt: true,
  businessDay: true,
  closureNumber: true,
  receiptNumber: true,
  currency: true,
  totalE4: true,
  vatE4: true,
  discountE4: true,
  paidE4: true,
  changeE4: true,
  lineCount: true,
  paymentCount: true,
  customerId: true,
  cashierId: true,
  store: { select: { id: true, code: true, name: true } },
  terminal: { select: { id: true, code: true, name: true } },
} as const;

/** Transactions that the actor may see, latest first: with a day range or a receipt number by the time of sale, otherwise by
 *  arrival, so that a page of a large table costs no sort.
 *  @returns `rows`, and `next` to be handed back as `after`; null on the last page
 *  @throws invalid_input `after` is none of ours */
export async function listTransactions(ctx: Ctx, filter: TransactionFilter) {
  authorize(ctx, 'document.see');
  const { companyId, storeId, terminalId, closureNumber, receiptNumber, isCancelled } = filter;
  const take = Math.min(Math.max(filter.take ?? 50, 1), 200);
  const byTime = filter.fromDay !== undefined || filter.toDay !== undefined || receiptNumber !== undefined;
  const rows = await ctx.db.reader.transaction.findMany({
    where: {
      AND: [
        scopeWhere(scopeFor(ctx, 'document.see')),
        companyId === undefined ? {} : { companyId },
        storeId === undefined ? {} : { storeId },
        terminalId === undefined ? {} : { terminalId },
        filter.terminalCode === undefined ? {} : { terminal: { code: filter.terminalCode } },
        closureNumber === undefined ? {} : { closureNumber },
        receiptNumber === undefined ? {} : { receiptNumber },
        isCancelled === undefined ? {} : { isCancelled },
        filter.fromDay === undefined ? {} : { businessDay: { gte: filter.fromDay } },
        filter.toDay === undefined ? {} : { businessDay: { lte: filter.toDay } },
        filter.uuid === undefined ? {} : beginsWith(filter.uuid),
        filter.after == null ? {} : isAfter(filter.after, byTime),
      ],
    },
    select: fields,
    orderBy: byTime ? [{ occurredAt: 'desc' }, { id: 'desc' }] : [{ id: 'desc' }],
    take: take + 1,
  });
  const page = rows.slice(0, take);
  const last = page.at(-1);
  return { rows: page, next: last && rows.length > take ? `${last.occurredAt.getTime()}.${last.id}` : null };
}

/** The beginning of a wire id as a range: an index can answer that, LIKE cannot everywhere. `g` comes after every hex digit. */
function beginsWith(text: string) {
  const prefix = text.trim().toLowerCase();
  return { uuid: { gte: prefix, lt: `${prefix}g`, startsWith: prefix } };
}

function isAfter(cursor: string, byTime: boolean) {
  const [, time, number] = /^(-?\d{1,15})\.(\d{1,10})$/.exec(cursor) ?? [];
  if (time === undefined || number === undefined) {
    throw new DomainError('invalid_input', { errors: [{ path: 'after', message: 'is no place in this list' }] });
  }
  const before = { id: { lt: Number(number) } };
  if (!byTime) return before;
  const occurredAt = new Date(Number(time));
  return { OR: [{ occurredAt: { lt: occurredAt } }, { occurredAt, ...before }] };
}
