/** A month of believable sales of several tills with their closures, none of which is off. */
import { planAssortment, productsOfMonth } from '../../../prisma/seed/assortment.ts';
import { historyDays } from '../../../prisma/seed/calendar.ts';
import { departments, vatRates } from '../../../prisma/seed/catalogue.ts';
import { type TillDay, tillHistory } from '../../../prisma/seed/history.ts';
import { productPicker, type Shop } from '../../../server/cli/simulator/shop.ts';
import type { Database } from '../../../server/db/index.ts';
import { recordClosures } from '../../../server/domain/closures/index.ts';
import { recordTransactions } from '../../../server/domain/sales/index.ts';
import type { TerminalIdentity } from '../../../server/domain/stores/index.ts';
import { systemContext } from '../sales/support.ts';

const assortment = planAssortment('books', { vatRates, departments, barcodePrefix: '5012345' });

function shopOf(month: number): Shop {
  const products = productsOfMonth(assortment.products, month);
  const id = (letter: string) => `a0000000-0000-4000-8000-00000000000${letter}`;
  return {
    storeId: id('a'),
    terminalId: id('b'),
    posNumber: 1,
    currency: 'GBP',
    currencyId: id('c'),
    decimals: 2,
    zone: 'Europe/London',
    products,
    pickProduct: productPicker(products),
    departments: [{ id: id('d'), subGroupId: null, vatBasisPoints: 2000 }],
    cashierIds: [id('e'), id('f')],
    administratorId: id('e'),
    walkInId: id('1'),
    customerIds: [id('2')],
    discountTypeIds: { NONE: id('3'), CAMPAIGN: id('4'), PRODUCT: id('5'), LOYALTY: id('6') },
    documentTypeIds: { FISCAL_RECEIPT: id('7') },
    paymentTypeIds: [id('8'), id('9')],
    campaigns: [
      {
        id: 'c0000000-0000-4000-8000-00000000000a',
        code: 'BASKET5',
        kind: 'basket',
        basisPoints: 500,
        minimumE4: 150_000n,
      },
    ],
  };
}

/** Days of one till on which nothing went wrong: the closure counts as many documents as there are, and their totals. */
export function cleanDays(key: string, count: number): TillDay[] {
  const days = historyDays('2026-11-10', count);
  const nowMs = Date.UTC(2026, 10, 11, 23);
  const plan = { seed: 'reconciliation', key, perDay: 11, shopOf, days, nowMs, mishaps: new Map() };
  return [...tillHistory(plan)].filter(({ documents, late, closure }) => {
    const units = (text: unknown) => Number(String(text).replace('.', ''));
    const gross = documents.reduce((sum, { document }) => sum + units(document.head.total_amount), 0);
    return (
      late.length === 0 &&
      closure &&
      closure.closure['total_document_count'] === documents.length &&
      units(closure.closure['gross_sales_amount']) === gross
    );
  });
}

/** Pushes a day like its till: documents, then the closure, at the time of closing. */
export async function pushDay(db: Database, terminal: TerminalIdentity, day: TillDay): Promise<void> {
  const ctx = systemContext(db, new Date(day.endedMs));
  const documents = day.documents.map(({ document }) => document);
  const { rejected } = await recordTransactions(ctx, terminal, documents, []);
  const closed = await recordClosures(ctx, terminal, day.closure ? [day.closure] : [], []);
  if (rejected + closed.rejected > 0) throw new Error('The history was not accepted');
}
