/** What still names a row. Counts stop early, and look through facts by an index only. */

import type { Ctx, ModelName } from '../../db/index.ts';
import type { Values } from './operations.ts';
import { delegateOf, type Reading } from './stored-rows.ts';

/** `blocks`: the row is not deleted while there are such. `stays`: they keep naming it. `along`: parts of it that go to the
 *  trash with it, and come back with it. */
type Effect = 'blocks' | 'stays' | 'along';

interface Naming {
  model: ModelName;
  column: string;
  effect: Effect;
  /** Facts are found by the column's own index, without a company; they are never deleted. */
  isFact?: true;
}

const blocks = (model: ModelName, column: string): Naming => ({ model, column, effect: 'blocks' });
const stays = (model: ModelName, column: string): Naming => ({ model, column, effect: 'stays' });
const fact = (model: ModelName, column: string): Naming => ({ model, column, effect: 'stays', isFact: true });

const namings: Partial<Record<ModelName, readonly Naming[]>> = {
  VatRate: [blocks('DepartmentMainGroup', 'vatRateId'), blocks('Product', 'vatRateId')],
  DepartmentMainGroup: [
    blocks('Product', 'mainGroupId'),
    blocks('CampaignRule', 'mainGroupId'),
    { model: 'DepartmentSubGroup', column: 'mainGroupId', effect: 'along' },
  ],
  DepartmentSubGroup: [blocks('Product', 'subGroupId')],
  ProductUnit: [blocks('Product', 'unitId')],
  Manufacturer: [blocks('Product', 'manufacturerId'), blocks('CampaignRule', 'manufacturerId')],
  Product: [
    stays('ProductBarcode', 'productId'),
    stays('Price', 'productId'),
    stays('ProductVariant', 'productId'),
    stays('ProductAttribute', 'productId'),
    stays('CampaignProduct', 'productId'),
    stays('CampaignRule', 'productId'),
    stays('StockLevel', 'productId'),
  ],
  ProductVariant: [stays('ProductAttribute', 'variantId')],
  BarcodeMask: [blocks('ProductBarcode', 'barcodeMaskId')],
  Campaign: [
    blocks('Coupon', 'campaignId'),
    stays('CampaignRule', 'campaignId'),
    stays('CampaignProduct', 'campaignId'),
    fact('CampaignUsage', 'campaignId'),
  ],
  Coupon: [fact('CouponUsage', 'couponId')],
  CampaignType: [blocks('Campaign', 'campaignTypeId')],
  PaymentType: [blocks('CampaignRule', 'paymentTypeId')],
  Customer: [
    stays('LoyaltyMembership', 'customerId'),
    stays('CustomerSegmentMember', 'customerId'),
    stays('Coupon', 'customerId'),
    fact('Transaction', 'customerId'),
  ],
  CustomerSegment: [blocks('Campaign', 'segmentId'), stays('CustomerSegmentMember', 'segmentId')],
  LoyaltyProgram: [
    blocks('LoyaltyTier', 'programId'),
    blocks('LoyaltyMembership', 'programId'),
    stays('LoyaltyEarnRule', 'programId'),
  ],
  LoyaltyTier: [blocks('LoyaltyMembership', 'tierId')],
  LoyaltyMembership: [fact('LoyaltyEntry', 'membershipId')],
  Warehouse: [blocks('WarehouseLocation', 'warehouseId'), blocks('Store', 'warehouseId')],
  WarehouseLocation: [
    blocks('WarehouseLocation', 'parentId'),
    blocks('Store', 'stockLocationId'),
    blocks('StockLevel', 'locationId'),
  ],
  Country: [
    blocks('CountryRegion', 'countryId'),
    blocks('City', 'countryId'),
    blocks('Store', 'countryId'),
    blocks('Company', 'countryId'),
  ],
  City: [blocks('District', 'cityId'), blocks('Store', 'cityId')],
  Company: [stays('Store', 'companyId'), stays('Product', 'companyId'), fact('Transaction', 'companyId')],
  Store: [
    stays('Terminal', 'storeId'),
    stays('Warehouse', 'storeId'),
    stays('Price', 'storeId'),
    fact('Transaction', 'storeId'),
    fact('Closure', 'storeId'),
  ],
  Terminal: [fact('Transaction', 'terminalId'), fact('Closure', 'terminalId')],
  Currency: [blocks('CurrencyRate', 'baseCurrencyId'), blocks('CurrencyRate', 'targetCurrencyId')],
};

/** Further ones are not counted. */
const mostCounted = 10_000;

export interface Use {
  model: ModelName;
  /** Column that names the row. */
  column: string;
  effect: Effect;
  /** Up to 10,001: more than 10,000. */
  count: number;
}

/** What names a row of a company (null: of the hub), of which the actor may see it; what nothing names is left out.
 *  @param companyIds companies of which the person may hear; null: all */
export async function usesOf(
  ctx: Ctx,
  { model, id, companyIds }: { model: string; id: string | number; companyIds: readonly number[] | null },
): Promise<Use[]> {
  const found: Use[] = [];
  for (const naming of namings[model as ModelName] ?? []) {
    const where = { ...aliveNaming(naming, [id]), ...(companyIds !== null && inCompanies(naming, companyIds)) };
    const count = await delegateOf(ctx.db.reader, naming.model).count({ where, take: mostCounted + 1 });
    if (count > 0) found.push({ model: naming.model, column: naming.column, effect: naming.effect, count });
  }
  return found;
}

function inCompanies({ model }: Naming, companyIds: readonly number[]): Values {
  return { [model === 'Company' ? 'id' : 'companyId']: { in: [...companyIds] } };
}

function aliveNaming({ column, isFact }: Naming, ids: readonly (string | number)[]): Values {
  return { [column]: { in: [...ids] }, ...(isFact ? {} : { deletedAt: null }) };
}

/** Which of these rows others still need, with the first kind of them.
 *  @returns ids with how many rows of which model name them */
export async function blockersOf(
  client: Reading,
  model: ModelName,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Pick<Use, 'model' | 'count'>>> {
  const blocked = new Map<string, Pick<Use, 'model' | 'count'>>();
  for (const naming of namings[model] ?? []) {
    if (naming.effect !== 'blocks') continue;
    const rows = await delegateOf(client, naming.model).findMany({
      where: aliveNaming(naming, ids),
      select: { [naming.column]: true },
      take: mostCounted,
    });
    for (const row of rows) {
      const id = String(row[naming.column]);
      const known = blocked.get(id);
      if (!known) blocked.set(id, { model: naming.model, count: 1 });
      else if (known.model === naming.model) known.count += 1;
    }
  }
  return blocked;
}
