/** Receipts as the people of a company look for them. */

import type { Ctx } from '../../db/index.ts';
import type { ListCondition } from '../listing/index.ts';
import { ifUnsorted, listResource } from './read-rows.ts';
import { transactionSource } from './sources/documents.ts';

export interface ReceiptFilter {
  companyId: number;
  /** Business day `YYYY-MM-DD`. */
  day?: string | undefined;
  storeId?: number | undefined;
  /** Stores may have tills of the same code. */
  terminalCode?: string | undefined;
  closureNumber?: number | undefined;
  /** Rows of a page. */
  most: number;
  /** `next` of the page before. */
  after?: string | undefined;
}

/** A page of the receipts that the actor sees, the latest business day first. Pages of a day follow each other by arrival, in which
 *  tills that were offline come late, and each is in order of the sales; one day alone is in their order throughout, unless it has
 *  more receipts than can be sorted at once. An index leads, so a page costs the same however many receipts there are.
 *  @throws invalid_input `after` is no place of this list
 *  @throws not_found, forbidden as `listResource` */
export async function listReceipts(ctx: Ctx, filter: ReceiptFilter) {
  const { companyId, day, storeId, terminalCode, closureNumber, most } = filter;
  const source = transactionSource(companyId);
  const terminals =
    terminalCode === undefined
      ? []
      : await ctx.db.reader.terminal.findMany({ where: { companyId, code: terminalCode }, select: { id: true } });
  const equal = (column: string, value: string | number | undefined): ListCondition[] =>
    value === undefined ? [] : [{ is: 'equal', column, value }];
  const filters: ListCondition[] = [
    ...equal('businessDay', day),
    ...equal('storeId', storeId),
    ...equal('closureNumber', closureNumber),
  ];
  if (terminalCode !== undefined) {
    filters.push({ is: 'among', column: 'terminalId', values: terminals.map(({ id }) => id) });
  }
  const page = (column: 'businessDay' | 'occurredAt') =>
    listResource(ctx, source, { filters, order: { column, direction: 'desc' }, most, cursor: filter.after });
  const ofDays = () => page('businessDay');
  // No index has the order of the sales, so a day is asked for in it and refused where it is too long to be sorted.
  const { rows, next } = await (day === undefined ? ofDays() : page('occurredAt').catch(ifUnsorted(ofDays)));
  return { rows: rows.toSorted(latestFirst), next };
}

type Receipt = Awaited<ReturnType<ReturnType<typeof transactionSource>['read']>>[number];

function latestFirst(a: Receipt, b: Receipt): number {
  if (a.businessDay !== b.businessDay) return a.businessDay < b.businessDay ? 1 : -1;
  return b.occurredAt.getTime() - a.occurredAt.getTime() || b.id - a.id;
}
