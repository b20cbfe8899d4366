import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newId } from '../../../server/core/ids.ts';
import { putDepartments, putProducts, putSubDepartments } from '../../../server/domain/catalog/index.ts';
import { type NewMovement, putLocations, putWarehouses, recordMovements } from '../../../server/domain/stock/index.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx, someCompany } from '../../support/hub.ts';

const test = withDatabase();

/** A company with two products and two places. */
async function depot() {
  const ctx = hubCtx(test.db);
  const companyId = await someCompany(test.db);
  const main = await putDepartments(ctx, { companyId, rows: [{ code: '1', name: 'All' }] });
  const sub = await putSubDepartments(ctx, { companyId, rows: [{ code: '100', name: 'All' }] });
  const groups = { mainGroupId: main.ids[0] as string, subGroupId: sub.ids[0] as string };
  const products = await putProducts(ctx, {
    companyId,
    rows: ['A', 'B'].map((code) => ({ code, name: code, ...groups })),
  });
  const warehouse = await putWarehouses(ctx, { companyId, rows: [{ code: 'W', name: 'W', warehouseType: 'MAIN' }] });
  const locations = await putLocations(ctx, {
    companyId,
    rows: ['X', 'Y'].map((code) => ({
      code,
      name: code,
      warehouseId: warehouse.ids[0] as string,
      locationType: 'SHELF',
    })),
  });
  return { ctx, companyId, products: products.ids, locations: locations.ids };
}

const at = new Date('2026-11-20T10:00:00Z');

describe('stock movements', () => {
  it('keep every level the sum of its movements, in whatever batches they come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.array(
            fc.record({
              product: fc.integer({ min: 0, max: 1 }),
              way: fc.integer({ min: 0, max: 3 }),
              quantityE4: fc.bigInt({ min: 1n, max: 5_000_000n }),
            }),
            { minLength: 1, maxLength: 6 },
          ),
          { minLength: 1, maxLength: 3 },
        ),
        async (batches) => {
          const { ctx, companyId, products, locations } = await depot();
          const [x = '', y = ''] = locations;
          const ways = [
            { toLocationId: x },
            { fromLocationId: x },
            { fromLocationId: x, toLocationId: y },
            { toLocationId: y },
          ];
          const expected = new Map<string, bigint>();
          const add = (key: string | undefined, product: string, quantityE4: bigint) => {
            if (key === undefined) return;
            expected.set(`${key}:${product}`, (expected.get(`${key}:${product}`) ?? 0n) + quantityE4);
          };
          for (const batch of batches) {
            const movements = batch.map(({ product, way, quantityE4 }): NewMovement => {
              const productId = products[product] as string;
              const route: { fromLocationId?: string; toLocationId?: string } = ways[way] ?? {};
              add(route.fromLocationId, productId, -quantityE4);
              add(route.toLocationId, productId, quantityE4);
              return { movementType: 'ADJUSTMENT', productId, ...route, quantityE4, occurredAt: at };
            });
            await recordMovements(ctx, { companyId, movements });
          }
          const levels = await test.db.reader.stockLevel.findMany({ where: { companyId } });
          expect(new Map(levels.map((row) => [`${row.locationId}:${row.productId}`, row.onHandE4]))).toEqual(expected);
        },
      ),
      { numRuns: 8 },
    );
  });

  it('are refused as a whole when one names a product of nobody', async () => {
    const { ctx, companyId, products, locations } = await depot();
    const good = { movementType: 'RECEIPT' as const, toLocationId: locations[0], quantityE4: 1n, occurredAt: at };
    const movements = [
      { ...good, productId: products[0] as string },
      { ...good, productId: newId() },
    ];
    await expect(recordMovements(ctx, { companyId, movements })).rejects.toMatchObject({
      code: 'invalid_input',
      facts: { errors: [{ path: 'movements.1.productId' }] },
    });
    expect(await test.db.reader.stockMovement.count({ where: { companyId } })).toBe(0);
  });

  it('need a place to come from or to go to', async () => {
    const { ctx, companyId, products } = await depot();
    const movements = [
      { movementType: 'LOSS' as const, productId: products[0] as string, quantityE4: 1n, occurredAt: at },
    ];
    await expect(recordMovements(ctx, { companyId, movements })).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
