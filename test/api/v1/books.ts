/** What a company has when it trades: a receipt, a closure, stock, a price, a customer and keys. */
import type { Ctx } from '../../../server/db/index.ts';
import { issueTerminalKey } from '../../../server/domain/access/index.ts';
import { putCustomers } from '../../../server/domain/customers/index.ts';
import { putPrices } from '../../../server/domain/pricing/index.ts';
import { judgeDue } from '../../../server/domain/reconciliation/index.ts';
import { drainPushes } from '../../../server/domain/sales/index.ts';
import { call } from '../support.ts';
import { closure, location, movement, sale } from './push-support.ts';
import { programKey } from './support.ts';

/** Ids, by the names that they have in addresses. */
export type Books = Readonly<
  Record<
    | ('transaction' | 'closure' | 'stockLevel' | 'stockMovement' | 'price' | 'customer')
    | ('programKey' | 'spareKey' | 'terminalKey'),
    string
  >
>;

export interface Trader {
  ctx: Ctx;
  companyId: number;
  storeId: number;
  productId: string;
  /** Stands in what is sold. */
  mark: string;
  till: Parameters<typeof sale>[0];
}

/** Lets a shop sell, close and receive goods, and looks up what came of it. */
export async function keepBooks(trader: Trader): Promise<Books> {
  const { ctx, companyId, productId, till, mark } = trader;
  const { db } = ctx;
  const to = await location({ deps: { db } }, trader);
  const sold = sale(till);
  sold.products[0].product_name = `${mark} butter`;
  const sent = [
    { type: 'transaction', document: sold },
    { type: 'closure', document: closure(till) },
    { type: 'warehouse_movement', document: movement({ productId, to }) },
  ];
  const { status, body } = await call(`${till.url}/api/v1/push`, { json: { schema_version: 1, documents: sent } });
  const outcomes = status === 200 ? body.results.map(({ outcome }: { outcome: string }) => outcome) : body;
  if (String(outcomes) !== 'created,created,created') throw new Error(JSON.stringify(body));
  await drainPushes(db);
  await judgeDue(ctx);
  const price = { productId, storeId: null, currency: 'GBP', priceE4: 25_000n, validFrom: null, validUntil: null };
  const prices = await putPrices(ctx, { companyId, rows: [price] });
  const customers = await putCustomers(ctx, { companyId, rows: [{ name: mark, lastName: 'Buyer' }] });
  const where = { companyId };
  const [level, moved, document, closed] = await Promise.all([
    db.reader.stockLevel.findFirstOrThrow({ where: { productId, deletedAt: null } }),
    db.reader.stockMovement.findFirstOrThrow({ where }),
    db.reader.transaction.findFirstOrThrow({ where }),
    db.reader.closure.findFirstOrThrow({ where }),
  ]);
  return {
    ...{ transaction: document.uuid, closure: closed.uuid, stockLevel: level.id, stockMovement: moved.uuid },
    ...{ price: prices.ids[0] ?? '', customer: customers.ids[0] ?? '' },
    programKey: (await programKey(db, { companyId })).id,
    spareKey: (await programKey(db, { companyId })).id,
    terminalKey: (await issueTerminalKey(ctx, { terminalId: till.id })).keyId,
  };
}
