import { createRandom } from '../../server/cli/simulator/random.ts';
import type { Ctx } from '../../server/db/index.ts';
import { type NewMovement, putLocations, putWarehouses, recordMovements } from '../../server/domain/stock/index.ts';
import { updateStore } from '../../server/domain/stores/index.ts';
import type { Assortment } from './assortment.ts';
import type { BuiltCompany } from './set-up-company.ts';

const dayMs = 86_400_000;

/** Movements in one call: what the hub writes in one go. */
const batchSize = 10_000;

const centralCode = 'LOC-CENTRAL';
const floorCode = (storeCode: string) => `LOC-${storeCode}`;

/** A central warehouse, and a shop floor per store from which its sales take goods. */
export async function putStockPlaces(ctx: Ctx, company: BuiltCompany): Promise<void> {
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
  await putLocations(ctx, {
    companyId,
    rows: places.map(({ code, name, storeId }, index) => ({
      code: storeId === null ? centralCode : floorCode(code),
      name,
      warehouseId: warehouses.ids[index] as string,
      locationType: storeId === null ? 'STORAGE' : 'SHELF',
    })),
  });
  for (const [index, { id: storeId }] of company.stores.entries()) {
    await updateStore(ctx, { storeId, warehouseId: warehouses.ids[index + 1] as string });
  }
}

interface StockPlan {
  assortment: Assortment;
  seed: string;
  /** Days of the history, the first one first. */
  days: readonly string[];
}

/** Goods came in and were sent to the stores before their first day, and at the beginning of every month as much as the month
 *  then sold; a little of it was lost. To be called when the sales are there. */
export async function putStock(ctx: Ctx, company: BuiltCompany, plan: StockPlan): Promise<void> {
  const locations = await ctx.db.reader.warehouseLocation.findMany({ where: { companyId: company.id } });
  const idOf = new Map(locations.map(({ id, code }) => [code, id]));
  const central = idOf.get(centralCode) as string;
  const floors = company.stores.map(({ id, plan: { code } }) => ({ id, floor: idOf.get(floorCode(code)) as string }));
  const movements = [
    ...openingMovements(ctx, plan, { central, floors }),
    ...(await monthlyMovements(ctx, company, plan, { central, floors })),
  ];
  for (let from = 0; from < movements.length; from += batchSize) {
    await recordMovements(ctx, { companyId: company.id, movements: movements.slice(from, from + batchSize) });
  }
}

interface Places {
  central: string;
  floors: readonly { id: number; floor: string }[];
}

function openingMovements(ctx: Ctx, { assortment, seed, days }: StockPlan, { central, floors }: Places): NewMovement[] {
  const random = createRandom(`${seed}/stock`);
  const before = (days: number) => new Date(firstInstant - days * dayMs);
  const firstInstant = Math.min(Date.parse(`${days[0]}T05:00:00Z`), ctx.now().getTime());
  const whole = (from: number, to: number) => BigInt(random.int(from, to)) * 10_000n;
  return assortment.products.flatMap((product) => {
    const base = { productId: product.id, unitCostE4: product.costE4 };
    const toFloors = floors.map(({ floor }) => ({ floor, quantityE4: whole(6, 90) }));
    const receivedE4 = toFloors.reduce((sum, { quantityE4 }) => sum + quantityE4, whole(40, 240));
    const moves: NewMovement[] = [
      { ...base, movementType: 'RECEIPT', toLocationId: central, quantityE4: receivedE4, occurredAt: before(9) },
    ];
    for (const { floor, quantityE4 } of toFloors) {
      const transfer = { fromLocationId: central, toLocationId: floor, quantityE4, occurredAt: before(7) };
      moves.push({ ...base, movementType: 'TRANSFER', ...transfer });
      if (random.chance(0.04)) {
        const occurredAt = new Date(ctx.now().getTime() - 2 * dayMs);
        const loss = { fromLocationId: floor, quantityE4: whole(1, 4), reason: 'Past its date', occurredAt };
        moves.push({ ...base, movementType: 'LOSS', ...loss });
      }
    }
    return moves;
  });
}

async function monthlyMovements(
  ctx: Ctx,
  company: BuiltCompany,
  { assortment, days }: StockPlan,
  { central, floors }: Places,
): Promise<NewMovement[]> {
  const floorOf = new Map(floors.map(({ id, floor }) => [id, floor]));
  const costOf = new Map(assortment.products.map(({ id, costE4 }) => [id, costE4]));
  const sold = await ctx.db.reader.productMonthTotal.groupBy({
    by: ['month', 'productId', 'storeId'],
    where: { companyId: company.id, storeId: { in: [...floorOf.keys()] } },
    _sum: { quantityE4: true },
    orderBy: [{ month: 'asc' }, { productId: 'asc' }, { storeId: 'asc' }],
  });
  const firstInstant = Date.parse(`${days[0]}T05:00:00Z`);
  const moves: NewMovement[] = [];
  for (const { month, productId, storeId, _sum } of sold) {
    // Whole units leave the warehouse.
    const quantityE4 = (((_sum.quantityE4 ?? 0n) + 9_999n) / 10_000n) * 10_000n;
    const unitCostE4 = costOf.get(productId);
    if (unitCostE4 === undefined || quantityE4 <= 0n) continue;
    const base = { productId, unitCostE4, quantityE4 };
    const at = Math.min(Math.max(Date.parse(`${month}-01T04:00:00Z`), firstInstant), ctx.now().getTime());
    const toLocationId = floorOf.get(storeId) as string;
    moves.push(
      { ...base, movementType: 'RECEIPT', toLocationId: central, occurredAt: new Date(at - 2 * 3_600_000) },
      { ...base, movementType: 'TRANSFER', fromLocationId: central, toLocationId, occurredAt: new Date(at) },
    );
  }
  return moves;
}
