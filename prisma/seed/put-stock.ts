import { createRandom } from '../../server/cli/simulator/random.ts';
import type { Ctx } from '../../server/db/index.ts';
import { type NewMovement, putLocations, putWarehouses, recordMovements } from '../../server/domain/stock/index.ts';
import { updateStore } from '../../server/domain/stores/index.ts';
import type { Assortment } from './assortment.ts';
import type { BuiltCompany } from './set-up-company.ts';

const dayMs = 86_400_000;

/** A central warehouse and a shop floor per store; goods came in, were sent to the stores, and a little of it was lost. */
export async function putStock(
  ctx: Ctx,
  company: BuiltCompany,
  { assortment, seed }: { assortment: Assortment; seed: string },
): Promise<void> {
  const companyId = company.id;
  const places: { code: string; name: string; storeId: number | null }[] = [
    { code: 'CENTRAL', name: 'Central warehouse', storeId: null },
    ...company.stores.map(({ id, plan }) => ({ code: plan.code, name: `${plan.name} shop floor`, storeId: id })),
  ];
  const warehouses = await putWarehouses(ctx, {
    companyId,
    rows: places.map(({ code, name, storeId }) => ({
      code: `WH-${code}`,
      name,
      storeId,
      warehouseType: storeId === null ? 'MAIN' : 'SALES_FLOOR',
    })),
  });
  const locations = await putLocations(ctx, {
    companyId,
    rows: places.map(({ code, name, storeId }, index) => ({
      code: `LOC-${code}`,
      name,
      warehouseId: warehouses.ids[index] as string,
      locationType: storeId === null ? 'STORAGE' : 'SHELF',
    })),
  });
  for (const [index, { id: storeId }] of company.stores.entries()) {
    await updateStore(ctx, { storeId, warehouseId: warehouses.ids[index + 1] as string });
  }
  const movements = planMovements(ctx, { assortment, locationIds: locations.ids, seed });
  await recordMovements(ctx, { companyId, movements });
}

interface StockPlan {
  assortment: Assortment;
  /** The central one first. */
  locationIds: readonly string[];
  seed: string;
}

function planMovements(ctx: Ctx, { assortment, locationIds, seed }: StockPlan): NewMovement[] {
  const random = createRandom(`${seed}/stock`);
  const [central, ...floors] = locationIds;
  const ago = (days: number) => new Date(ctx.now().getTime() - days * dayMs);
  const whole = (from: number, to: number) => BigInt(random.int(from, to)) * 10_000n;
  return assortment.products.flatMap((product) => {
    const base = { productId: product.id, unitCostE4: product.costE4 };
    const toFloors = floors.map((floor) => ({ floor: floor as string, quantityE4: whole(6, 90) }));
    const receivedE4 = toFloors.reduce((sum, { quantityE4 }) => sum + quantityE4, whole(40, 240));
    const moves: NewMovement[] = [
      { ...base, movementType: 'RECEIPT', toLocationId: central, quantityE4: receivedE4, occurredAt: ago(9) },
    ];
    for (const { floor, quantityE4 } of toFloors) {
      const transfer = { fromLocationId: central, toLocationId: floor, quantityE4, occurredAt: ago(7) };
      moves.push({ ...base, movementType: 'TRANSFER', ...transfer });
      if (random.chance(0.04)) {
        const loss = { fromLocationId: floor, quantityE4: whole(1, 4), reason: 'Past its date', occurredAt: ago(2) };
        moves.push({ ...base, movementType: 'LOSS', ...loss });
      }
    }
    return moves;
  });
}
