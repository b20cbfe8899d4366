/** Fills a shop so that every resource of init has rows, odd ones among them: deleted, without optional values, and with
 *  terminal fields of the wrong type. */
import { newId } from '../../server/core/ids.ts';
import { inTransaction } from '../../server/db/index.ts';
import * as catalog from '../../server/domain/catalog/index.ts';
import * as customers from '../../server/domain/customers/index.ts';
import { ensureDefaultLayout } from '../../server/domain/layouts/index.ts';
import * as pricing from '../../server/domain/pricing/index.ts';
import * as reference from '../../server/domain/reference/index.ts';
import * as stock from '../../server/domain/stock/index.ts';
import { type DeviceHub, only, type Shop } from './support.ts';

export interface FullShop {
  productIds: string[];
  vatRateId: string;
  locationId: string;
}

const terminalFields = (fields: object) => JSON.stringify(fields);

export async function fillShop(hub: DeviceHub, shop: Shop): Promise<FullShop> {
  const { ctx } = hub;
  const { companyId, storeId } = shop;
  await reference.seedReferenceData(ctx);
  await ensureDefaultLayout(ctx);
  const goods = await putGoods(hub, shop);
  await reference.putPaymentTypes(ctx, { companyId, rows: [{ number: 1, name: 'Cash' }] });
  const [gbp, eur] = await Promise.all(
    ['GBP', 'EUR'].map((code) => ctx.db.reader.currency.findFirstOrThrow({ where: { code, companyId: null } })),
  );
  const rows = [{ baseCurrencyId: gbp?.id ?? '', targetCurrencyId: eur?.id ?? '', rateE6: 1_172_345n }];
  await pricing.putCurrencyRates(ctx, { companyId, rows });
  const warehouse = await stock.putWarehouses(ctx, {
    companyId,
    rows: [{ code: `FLOOR-${storeId}`, name: 'Shop floor', warehouseType: 'SALES_FLOOR', storeId }],
  });
  const place = await stock.putLocations(ctx, {
    companyId,
    rows: [{ code: `A-${storeId}`, name: 'Shelf', warehouseId: only(warehouse.ids), locationType: 'SHELF' }],
  });
  await putOffers(hub, shop, goods.productIds);
  await putLoyalty(hub, shop);
  await putLooseRows(hub, shop);
  return { ...goods, locationId: only(place.ids) };
}

async function putGoods({ ctx }: DeviceHub, { companyId }: Shop) {
  const vat = await catalog.putVatRates(ctx, {
    companyId,
    rows: [
      { number: 1, name: 'Standard', rateBasisPoints: 2000 },
      { number: 2, name: 'Reduced', rateBasisPoints: 500, description: '' },
      { number: 3, name: 'Gone', rateBasisPoints: 1250, deletedAt: new Date('2026-01-02T03:04:05.678Z') },
    ],
  });
  const unit = await catalog.putUnits(ctx, {
    companyId,
    rows: [{ code: 'PCS', name: 'Pieces', terminalFields: terminalFields({ base_amount: '1.5', base_id: 7 }) }],
  });
  const maker = await catalog.putManufacturers(ctx, { companyId, rows: [{ name: 'Maker' }] });
  const main = await catalog.putDepartments(ctx, {
    companyId,
    rows: [
      { code: '1', name: 'Bakery', vatRateId: only(vat.ids), maxPriceE4: 500_000n, discountRateBasisPoints: 1000 },
    ],
  });
  const sub = await catalog.putSubDepartments(ctx, {
    companyId,
    rows: [{ code: '101', name: 'Bread', mainGroupId: only(main.ids) }],
  });
  const groups = { mainGroupId: only(main.ids), subGroupId: only(sub.ids) };
  const products = await catalog.putProducts(ctx, {
    companyId,
    rows: [
      {
        code: '1001',
        name: 'Wholemeal loaf with seeds',
        shortName: 'Loaf',
        ...groups,
        vatRateId: only(vat.ids),
        unitId: only(unit.ids),
        manufacturerId: only(maker.ids),
        purchasePriceE4: 10_000n,
        minStockE4: 15_000n,
        terminalFields: terminalFields({
          is_vegan: 'true',
          shelf_life_days: '3',
          weight: 0.8,
          expiration_date: '2026-12-31T00:00:00Z',
          ingredients: { flour: true },
          spice_level: 'hot',
          brand: '',
          keyboard_value: '5',
        }),
      },
      { code: '1002', name: 'Roll', ...groups },
      { code: '1003', name: 'Gone', ...groups, deletedAt: new Date('2026-01-02T03:04:05Z') },
    ],
  });
  const [productId = '', roll = ''] = products.ids;
  await pricing.putPrices(ctx, {
    companyId,
    rows: [{ productId, currency: 'GBP', priceE4: 21_500n }],
  });
  await catalog.putVariants(ctx, {
    companyId,
    rows: [{ code: '1001-S', name: 'Small', productId, terminalFields: terminalFields({ size: 'S' }) }],
  });
  await catalog.putAttributes(ctx, {
    companyId,
    rows: [
      {
        productId,
        name: 'Best before',
        value: 'soon',
        terminalFields: terminalFields({ date_value: '2026-12-31T12:00:00+02:00', number_value: 'many' }),
      },
    ],
  });
  const mask = await catalog.putBarcodeMasks(ctx, {
    companyId,
    rows: [{ startingDigits: '27', barcodeLength: 13, terminalFields: terminalFields({ code_started_at: 3 }) }],
  });
  await catalog.putBarcodes(ctx, {
    companyId,
    rows: [
      { barcode: '5000000000017', productId },
      { barcode: '2712345', productId: roll, barcodeMaskId: only(mask.ids), salePriceE4: 5_000n },
    ],
  });
  return { productIds: products.ids, vatRateId: only(vat.ids) };
}

async function putOffers({ ctx }: DeviceHub, { companyId }: Shop, productIds: string[]) {
  const productId = only(productIds);
  const type = await ctx.db.reader.campaignType.findFirstOrThrow({ where: { companyId: null } });
  const campaign = await pricing.putCampaigns(ctx, {
    companyId,
    rows: [
      {
        code: 'TENPERCENT',
        name: 'Ten percent',
        campaignTypeId: type.id,
        discountBasisPoints: 1000,
        minPurchaseE4: 125_000n,
        startsAt: new Date('2026-01-01T00:00:00Z'),
        endsAt: new Date('2027-01-01T00:00:00.5Z'),
        startTime: '08:00:00',
        daysOfWeek: '1,2,3',
      },
    ],
  });
  const campaignId = only(campaign.ids);
  await pricing.putCampaignRules(ctx, { companyId, rows: [{ campaignId, ruleType: 'PRODUCT', productId }] });
  await pricing.putCampaignProducts(ctx, { companyId, rows: [{ campaignId, productId, discountValueE4: 5_000n }] });
  await pricing.putCoupons(ctx, {
    companyId,
    rows: [{ code: 'C1', name: 'Coupon', campaignId, couponType: 'PUBLIC' }],
  });
}

async function putLoyalty({ ctx }: DeviceHub, { companyId }: Shop) {
  const program = await customers.putLoyaltyPrograms(ctx, {
    companyId,
    rows: [{ name: 'Points', currencyPerPointE4: 50n, terminalFields: terminalFields({ settings_json: { a: 1 } }) }],
  });
  const programId = only(program.ids);
  await customers.putLoyaltyTiers(ctx, { companyId, rows: [{ programId, code: 'GOLD', name: 'Gold' }] });
  await customers.putLoyaltyEarnRules(ctx, { companyId, rows: [{ programId, code: 'ALL', config: '{}' }] });
  await customers.putLoyaltyRedemptionPolicies(ctx, { companyId, rows: [{ programId, maxBasketShareE4: 5000 }] });
  await customers.putLoyaltyProgramPolicies(ctx, { companyId, rows: [{ programId }] });
  await customers.putSegments(ctx, { companyId, rows: [{ code: 'VIP', name: 'VIP', segmentType: 'VIP' }] });
  await customers.putCustomers(ctx, {
    companyId,
    rows: [
      { name: 'Walk-in', lastName: 'Customer', isWalkIn: true },
      {
        name: 'Grace',
        phoneNormalized: '447700900000',
        taxId: '0123456789abcdef0123456789abcdef',
        terminalFields: terminalFields({ date_of_birth: '1906-12-09', gender: null, national_id: newId() }),
      },
    ],
  });
}

async function putLooseRows({ ctx }: DeviceHub, { companyId, storeUuid, cashierId }: Shop) {
  const row = (resource: string, body: object) => ({ id: newId(), companyId, resource, body: JSON.stringify(body) });
  const target = {
    fk_cashier_id: cashierId,
    fk_store_id: storeUuid,
    target_type: 'INDIVIDUAL',
    target_period: 'DAILY',
    target_start_date: '2026-11-20',
    target_end_date: '2026-12-20',
    target_year: 2026,
    target_total_sales: '5000',
  };
  await inTransaction(ctx, (tx) =>
    tx.terminalResource.createMany({
      data: [
        row('label_values', { key: 'ReceiptNo', value: 'Receipt no.' }),
        row('pos_virtual_keyboards', { name: 'DEFAULT', font_size: 22 }),
        row('cashier_performance_targets', target),
      ],
    }),
  );
}
