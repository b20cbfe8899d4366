/** A row of each model that staff may make, as a form says it, with a change and what would be wrong. */

import type { Rows } from './everything.ts';

export interface Sample {
  /** Text by column, without the company. */
  fields: Record<string, string>;
  /** Column and its new text. */
  change: readonly [string, string];
  /** A column that names another row. */
  reference?: string;
  /** False: no two of them clash. */
  isUnique?: false;
}

/** @param currencyId a further currency of the company */
export function samplesOf(rows: Rows, currencyId: string): Record<string, Sample> {
  const id = (model: string) => String(rows.get(model)?.['id']);
  return {
    VatRate: { fields: { number: '7', name: 'Reduced', rateBasisPoints: '8.5' }, change: ['rateBasisPoints', '9.25'] },
    DepartmentMainGroup: {
      fields: { code: '42', name: 'Bakery', vatRateId: id('VatRate') },
      change: ['maxPriceE4', '12.50'],
      reference: 'vatRateId',
    },
    DepartmentSubGroup: {
      fields: { code: '4250', name: 'Bread', mainGroupId: id('DepartmentMainGroup') },
      change: ['name', 'Rolls'],
      reference: 'mainGroupId',
    },
    Product: {
      fields: { code: 'P-1', name: 'Rye loaf', subGroupId: id('DepartmentSubGroup'), purchasePriceE4: '1.20' },
      change: ['purchasePriceE4', '900719925474.0993'],
      reference: 'subGroupId',
    },
    ProductVariant: {
      fields: { code: 'V-1', name: 'Large', productId: id('Product') },
      change: ['sortOrder', '3'],
      reference: 'productId',
    },
    ProductAttribute: {
      fields: { productId: id('Product'), name: 'Colour' },
      change: ['value', 'red'],
      reference: 'productId',
    },
    ProductBarcode: {
      fields: { barcode: '4006381333931', productId: id('Product') },
      change: ['salePriceE4', '2.75'],
      reference: 'productId',
    },
    BarcodeMask: {
      fields: { startingDigits: '27', description: 'Scale' },
      change: ['barcodeLength', '13'],
      isUnique: false,
    },
    ProductUnit: { fields: { code: 'BOX', name: 'Box' }, change: ['symbol', 'bx'] },
    Manufacturer: { fields: { name: 'Mill Ltd' }, change: ['description', 'Flour'] },
    Price: {
      fields: { productId: id('Product'), currency: 'EUR', priceE4: '3.10', validFrom: '2030-01-01T00:00:00' },
      change: ['priceE4', '3.35'],
      reference: 'productId',
    },
    Campaign: {
      fields: { code: 'SPRING', name: 'Spring', campaignTypeId: id('CampaignType') },
      change: ['discountBasisPoints', '10'],
      reference: 'campaignTypeId',
    },
    CampaignRule: {
      fields: { campaignId: id('Campaign'), ruleType: 'BRAND', ruleValue: 'Mill' },
      change: ['description', 'Ours'],
      reference: 'campaignId',
    },
    Coupon: {
      fields: { code: 'C-1', name: 'Ten off', campaignId: id('Campaign'), couponType: 'PUBLIC' },
      change: ['usageLimit', '5'],
      reference: 'campaignId',
    },
    Customer: {
      fields: { name: 'Ada', lastName: 'Byron', phoneNumber: '+44 20 7946 0018' },
      change: ['email', 'ada@example.test'],
    },
    CustomerSegment: { fields: { code: 'VIP', name: 'VIP', segmentType: 'CUSTOM' }, change: ['name', 'Very'] },
    LoyaltyProgram: { fields: { name: 'Points' }, change: ['pointsPerCurrencyE4', '1.5'] },
    LoyaltyEarnRule: {
      fields: { programId: id('LoyaltyProgram'), code: 'TWICE' },
      change: ['priority', '50'],
      reference: 'programId',
    },
    LoyaltyTier: {
      fields: { programId: id('LoyaltyProgram'), code: 'GOLD', name: 'Gold' },
      change: ['minPoints', '100'],
      reference: 'programId',
    },
    Warehouse: {
      fields: { code: 'W-1', name: 'Cellar', warehouseType: 'BACKROOM' },
      change: ['description', 'Below'],
    },
    WarehouseLocation: {
      fields: { code: 'L-1', name: 'Shelf', warehouseId: id('Warehouse'), locationType: 'SHELF' },
      change: ['level', '2'],
      reference: 'warehouseId',
    },
    Country: { fields: { name: 'Utopia', isoAlpha2: 'UT' }, change: ['isoNumeric', '901'] },
    CountryRegion: {
      fields: { countryId: id('Country'), regionCode: 'NO', name: 'North' },
      change: ['regionType', 'land'],
      reference: 'countryId',
    },
    City: {
      fields: { countryId: id('Country'), code: 'AMA', name: 'Amaurot' },
      change: ['shortName', 'AM'],
      reference: 'countryId',
    },
    District: {
      fields: { cityId: id('City'), code: 'MKT', name: 'Market' },
      change: ['shortName', 'MK'],
      reference: 'cityId',
    },
    Currency: { fields: { code: 'UTD', number: '77', name: 'Dollar' }, change: ['decimalPlaces', '3'] },
    CurrencyRate: {
      fields: { baseCurrencyId: id('Currency'), targetCurrencyId: currencyId, rateE6: '1.25' },
      change: ['rateE6', '1.3'],
      reference: 'baseCurrencyId',
    },
    PaymentType: { fields: { number: '41', name: 'Meal card' }, change: ['description', 'Meals'] },
    DiscountType: { fields: { code: 'STAFF', name: 'Staff' }, change: ['displayName', 'Own people'] },
    DocumentType: { fields: { number: '9', name: 'Slip' }, change: ['displayName', 'Slip'] },
    CampaignType: { fields: { code: 'SEASON', name: 'Season' }, change: ['settings', '{"a":1}'] },
    Store: { fields: { code: 'S-9', name: 'Harbour' }, change: ['postalCode', 'PL1 1AA'] },
    Terminal: {
      fields: { code: 'T-9', name: 'Till nine', storeId: id('Store'), kind: 'pypos' },
      change: ['serialNumber', 'SN-1'],
      reference: 'storeId',
    },
  };
}
