/** Products, their prices, customers, and what lies in stock. */

import type { Ctx } from '../../../db/index.ts';
import type { ListScope } from '../../listing/index.ts';
import { inWarehouseOf, ofCompany, presentOfCompany, storesReached } from '../reach.ts';
import type { ResourceSource } from '../read-rows.ts';

const texts = (ids: readonly (string | number)[]) => ({ id: { in: ids.map(String) } });

function source<Row extends { id: string | number }>(declared: ResourceSource<Row>): ResourceSource<Row> {
  return declared;
}

/** Products. `version` is the newest of the product and its barcodes, those that it lost among them. */
export const productSource = (companyId: number) =>
  source({
    model: 'Product',
    reach: presentOfCompany('catalog.see', companyId),
    async read({ db }, ids) {
      const rows = await db.reader.product.findMany({
        where: texts(ids),
        select: {
          ...{ id: true, code: true, name: true, shortName: true, description: true, mainGroupId: true },
          ...{ subGroupId: true, unitId: true, manufacturerId: true, purchasePriceE4: true, minStockE4: true },
          ...{ maxStockE4: true, isScalable: true, allowsDiscount: true, allowsReturn: true },
          ...{ allowsNegativeStock: true, createdAt: true, updatedAt: true, version: true, storeId: true },
          mainGroup: { select: { vatRate: { select: { rateBasisPoints: true } } } },
          barcodes: { select: { barcode: true, deletedAt: true, version: true }, orderBy: { barcode: 'asc' } },
        },
      });
      const stores = await db.reader.store.findMany({
        where: { id: { in: rows.flatMap(({ storeId }) => storeId ?? []) } },
        select: { id: true, uuid: true },
      });
      return rows.map(({ barcodes, version, storeId, ...row }) => ({
        ...row,
        storeUuid: stores.find(({ id }) => id === storeId)?.uuid ?? null,
        version: Math.max(version, ...barcodes.map((each) => each.version)),
        barcodes: barcodes.filter(({ deletedAt }) => deletedAt === null).map(({ barcode }) => barcode),
      }));
    },
  });

/** Products that were deleted and can be restored. */
export const deletedProductSource = (companyId: number) =>
  source({
    ...productSource(companyId),
    reach: ofCompany('catalog.see', companyId, [{ is: 'filled', column: 'deletedAt' }]),
  });

/** Prices of the company and of its stores, those of later days among them. */
export const priceSource = (companyId: number) =>
  source({
    model: 'Price',
    reach: presentOfCompany('catalog.see', companyId),
    read: ({ db }, ids) =>
      db.reader.price.findMany({
        where: texts(ids),
        select: {
          ...{ id: true, productId: true, storeId: true, currency: true, priceE4: true, validFrom: true },
          ...{ validUntil: true, createdAt: true, updatedAt: true, version: true },
          store: { select: { uuid: true } },
        },
      }),
  });

/** Customers who were not erased. */
export const customerSource = (companyId: number) =>
  source({
    model: 'Customer',
    reach: presentOfCompany('customer.see', companyId),
    read: ({ db }, ids) =>
      db.reader.customer.findMany({
        where: texts(ids),
        select: {
          ...{ id: true, name: true, lastName: true, phoneNumber: true, email: true, addressLine1: true },
          ...{ addressLine2: true, addressLine3: true, zipCode: true, taxId: true, isWalkIn: true, isActive: true },
          ...{ terminalFields: true, createdAt: true, updatedAt: true, version: true },
          membership: {
            select: { cardNumber: true, availablePoints: true, tier: { select: { name: true } }, deletedAt: true },
          },
        },
      }),
  });

/** Balances in the warehouses of stores that the actor sees; those of central warehouses for who sees all stores. */
export const stockLevelSource = (companyId: number) =>
  source({
    model: 'StockLevel',
    reach(ctx): ListScope {
      const stores = storesReached(ctx, 'stock.see', companyId);
      const own = { is: 'equal', column: 'companyId', value: companyId } as const;
      const present = { is: 'empty', column: 'deletedAt' } as const;
      return [stores === null ? [own, present] : [own, present, inWarehouseOf('locationId', stores)]];
    },
    async read(ctx, ids) {
      const rows = await ctx.db.reader.stockLevel.findMany({
        where: texts(ids),
        select: {
          ...{ id: true, productId: true, variantId: true, onHandE4: true, reservedE4: true, damagedE4: true },
          ...{ minLevelE4: true, maxLevelE4: true, reorderPointE4: true, averageCostE4: true, lastCostE4: true },
          ...{ lastMovementAt: true, updatedAt: true },
          location: {
            select: {
              ...{ id: true, code: true },
              warehouse: { select: { id: true, code: true, store: { select: { uuid: true } } } },
            },
          },
        },
      });
      const products = await namesOf(ctx, companyId, rows);
      return rows.map((row) => ({ ...row, product: products.get(row.productId) ?? null }));
    },
  });

/** Movements from or to the warehouses of stores that the actor sees. */
export const stockMovementSource = (companyId: number) =>
  source({
    model: 'StockMovement',
    reach(ctx): ListScope {
      const stores = storesReached(ctx, 'stock.see', companyId);
      const own = { is: 'equal', column: 'companyId', value: companyId } as const;
      if (stores === null) return [[own]];
      const of = [inWarehouseOf('fromLocationId', stores), inWarehouseOf('toLocationId', stores)];
      return [[own, { is: 'any', of }]];
    },
    read: ({ db }, ids) =>
      db.reader.stockMovement.findMany({
        where: { id: { in: ids.map(Number) } },
        select: {
          ...{ id: true, uuid: true, movementType: true, movementNumber: true, productId: true, variantId: true },
          ...{ fromLocationId: true, toLocationId: true, quantityE4: true, unitCostE4: true, transactionUuid: true },
          ...{ reference: true, reason: true, occurredAt: true, createdAt: true },
        },
      }),
  });

/** Code and name of products that the hub knows; tills sell others, too. */
async function namesOf({ db }: Ctx, companyId: number, rows: readonly { productId: string }[]) {
  const products = await db.reader.product.findMany({
    where: { companyId, id: { in: [...new Set(rows.map(({ productId }) => productId))] } },
    select: { id: true, code: true, name: true },
  });
  return new Map(products.map(({ id, code, name }) => [id, { code, name }]));
}
