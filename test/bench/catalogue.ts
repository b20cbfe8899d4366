/** A large catalogue for benches. */
import { openDatabase } from '../../server/db/index.ts';
import * as catalog from '../../server/domain/catalog/index.ts';
import { putCustomers } from '../../server/domain/customers/index.ts';
import { ensureDefaultLayout } from '../../server/domain/layouts/index.ts';
import { putPrices } from '../../server/domain/pricing/index.ts';
import { seedReferenceData } from '../../server/domain/reference/index.ts';
import { hubCtx } from '../support/hub.ts';
import type { Shop } from './hub.ts';

const batch = 5000;

/** So many products with a price and a barcode each, and a tenth as many customers. */
export async function fillCatalogue(url: string, shop: Shop, count: number): Promise<void> {
  const db = await openDatabase({ url });
  try {
    const ctx = hubCtx(db, new Date());
    const companyId = shop.terminals[0]?.companyId ?? 0;
    await seedReferenceData(ctx);
    await ensureDefaultLayout(ctx);
    const vat = await catalog.putVatRates(ctx, {
      companyId,
      rows: [{ number: 1, name: 'Standard', rateBasisPoints: 2000 }],
    });
    const main = await catalog.putDepartments(ctx, {
      companyId,
      rows: [{ code: '1', name: 'Food', vatRateId: vat.ids[0] ?? null }],
    });
    const sub = await catalog.putSubDepartments(ctx, {
      companyId,
      rows: [{ code: '101', name: 'Dry', mainGroupId: main.ids[0] ?? null }],
    });
    const groups = { mainGroupId: main.ids[0] ?? '', subGroupId: sub.ids[0] ?? '' };
    for (let from = 0; from < count; from += batch) {
      const numbers = Array.from({ length: Math.min(batch, count - from) }, (_, index) => 100_000 + from + index);
      const products = await catalog.putProducts(ctx, {
        companyId,
        rows: numbers.map((number) => ({ code: String(number), name: `Product of the house ${number}`, ...groups })),
      });
      await putPrices(ctx, {
        companyId,
        rows: products.ids.map((productId, index) => ({
          productId,
          currency: 'GBP',
          priceE4: BigInt(1990 + index) * 10n,
        })),
      });
      await catalog.putBarcodes(ctx, {
        companyId,
        rows: products.ids.map((productId, index) => ({ productId, barcode: `5000000${numbers[index]}` })),
      });
      await putCustomers(ctx, {
        companyId,
        rows: numbers
          .filter((number) => number % 10 === 0)
          .map((number) => ({ name: `Customer ${number}`, phoneNormalized: `4477${number}` })),
      });
    }
  } finally {
    await db.close();
  }
}
