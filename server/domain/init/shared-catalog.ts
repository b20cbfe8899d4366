/** What every till of a store gets alike: places, money, goods with the store's prices, offers and customers. */
import type { Ctx, Tx } from '../../db/index.ts';
import type { Owner } from './own-rows.ts';
import type { PartSink, SharedPart } from './part.ts';
import { catalogState, nextPriceChange } from './positions.ts';
import type { InitScope, Resource } from './resource.ts';
import * as campaign from './resources/campaigns.ts';
import * as catalog from './resources/catalog.ts';
import * as customer from './resources/customers.ts';
import * as reference from './resources/reference.ts';
import * as warehouse from './resources/warehouse.ts';

/** In the order of the protocol; between the sections stand the rows of the till itself. */
export const catalogSections = { places: 0, goods: 1, offers: 2 } as const;

const places = [reference.countries, reference.countryRegions];

const money = [reference.currencies, reference.currencyTable, reference.paymentTypes, reference.vatRates];
const departments = [catalog.productUnits, catalog.manufacturers, catalog.mainGroups, catalog.subGroups];
const identities = [catalog.variants, catalog.attributes, catalog.barcodes, catalog.barcodeMasks];
const kinds = [reference.discountTypes, reference.documentTypes];

/** Where the hub keeps the store's stock, it goes down with the goods; elsewhere the till's own figures stay. */
function goods(hubKeepsStock: boolean): Pick<Resource, 'name' | 'texts'>[] {
  return [
    ...[reference.cities, reference.districts],
    ...money,
    ...departments,
    hubKeepsStock ? catalog.productsWithStock : catalog.productsWithoutStock,
    ...identities,
    ...[warehouse.warehouses, warehouse.warehouseLocations],
    hubKeepsStock ? warehouse.warehouseStock : noStock,
    ...kinds,
  ];
}

const noStock = {
  name: warehouse.warehouseStock.name,
  async *texts(): AsyncGenerator<string> {
    // Not a row: what the till counts itself stays.
  },
};

const offers = [
  ...[campaign.campaignTypes, campaign.campaigns, campaign.campaignRules, campaign.campaignProducts, campaign.coupons],
  ...[customer.loyaltyPrograms, customer.loyaltyTiers, customer.loyaltyEarnRules],
  ...[customer.loyaltyRedemptionPolicies, customer.loyaltyProgramPolicies],
  ...[customer.customerSegments, customer.customers],
];

export function sharedCatalog(ctx: Ctx, owner: Owner, state: string): SharedPart {
  return {
    scope: `catalogue ${owner.companyId} ${owner.storeId}`,
    state,
    write: (sink) => ctx.db.snapshot((tx) => writeCatalog(ctx, tx, { owner, sink })),
  };
}

async function writeCatalog(ctx: Ctx, tx: Tx, { owner, sink }: { owner: Owner; sink: PartSink }): Promise<void> {
  const now = ctx.now();
  const until = await nextPriceChange(ctx, tx, { owner, now });
  sink.describe(await catalogState(ctx, tx, owner), { from: now, until });
  const source = { ctx, tx, scope: await scopeOf(tx, owner, now) };
  const { stockPolicy } = owner.store;
  for (const [section, resources] of [places, goods(stockPolicy === 'hub'), offers].entries()) {
    for (const resource of resources) await sink.put(section, resource.name, resource.texts(source));
  }
}

async function scopeOf(tx: Tx, owner: Owner, now: Date): Promise<InitScope> {
  const { store } = owner;
  const warehouses = await tx.warehouse.findMany({
    where: { storeId: owner.storeId, deletedAt: null },
    include: { locations: { where: { deletedAt: null }, select: { id: true } } },
  });
  const chosen =
    warehouses.filter(({ id }) => id === store.warehouseId).at(0) ??
    warehouses.find(({ warehouseType }) => warehouseType === 'SALES_FLOOR');
  return {
    company: owner.companyId,
    store: owner.storeId,
    currency: store.currency,
    now,
    locations: (chosen ? [chosen] : warehouses).flatMap(({ locations }) => locations.map(({ id }) => id)),
  };
}
