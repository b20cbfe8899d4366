/** What tills have sold and closed. */

import { ofStores } from '../reach.ts';
import type { ResourceSource } from '../read-rows.ts';

const numbers = (ids: readonly (string | number)[]) => ({ id: { in: ids.map(Number) } });
const place = {
  store: { select: { uuid: true, code: true, name: true } },
  terminal: { select: { uuid: true, code: true } },
};

function source<Row extends { id: string | number }>(declared: ResourceSource<Row>): ResourceSource<Row> {
  return declared;
}

/** Transactions, by their heads. */
export const transactionSource = (companyId: number) =>
  source({
    model: 'Transaction',
    reach: ofStores('document.see', companyId),
    read: ({ db }, ids) =>
      db.reader.transaction.findMany({
        where: numbers(ids),
        select: {
          ...{ id: true, uuid: true, uniqueId: true, documentType: true, transactionType: true, status: true },
          ...{ sign: true, isCancelled: true, isLate: true, occurredAt: true, occurredText: true, receivedAt: true },
          ...{ businessDay: true, closureNumber: true, receiptNumber: true, currency: true, totalE4: true },
          ...{ vatE4: true, discountE4: true, surchargeE4: true, paidE4: true, changeE4: true, tipE4: true },
          ...{ serviceChargeE4: true, roundingE4: true, lineCount: true, paymentCount: true, customerId: true },
          ...{ cashierId: true, originalTransactionId: true, ...place },
        },
      }),
  });

/** Closures with their verdicts. */
export const closureSource = (companyId: number) =>
  source({
    model: 'Closure',
    reach: ofStores('closure.see', companyId),
    read: ({ db }, ids) =>
      db.reader.closure.findMany({
        where: numbers(ids),
        select: {
          ...{ id: true, uuid: true, kind: true, uniqueId: true, number: true, closureDate: true },
          ...{ startedAt: true, endedAt: true, businessDay: true, receivedAt: true, documentCount: true },
          ...{ validCount: true, cancelledCount: true, returnCount: true, suspendedCount: true, grossE4: true },
          ...{ netE4: true, vatE4: true, discountE4: true, tipE4: true, openingCashE4: true, closingCashE4: true },
          ...{ expectedCashE4: true, cashDifferenceE4: true, paidInE4: true, paidOutE4: true, ...place },
          judgement: {
            select: { ...{ verdict: true, rule: true, worstE4: true, judgedAt: true, dueSince: true } },
          },
        },
      }),
  });
