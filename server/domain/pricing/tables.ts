/** Prices, exchange rates, campaigns and coupons. */

import { field, masterTable } from '../master-data/index.ts';
import { noteDayRates } from './day-rates.ts';

/** Discounts on documents carry no more of a campaign's code than this (protocol, trap 20). */
const codePrefixLength = 15;

const startsBeforeEnd =
  <const S extends string, const E extends string>(start: S, end: E) =>
  (row: Record<string, unknown>) =>
    row[start] instanceof Date && row[end] instanceof Date && row[start] >= row[end]
      ? { field: end, message: 'must be later than the start' }
      : null;

export const prices = masterTable({
  table: 'prices',
  subject: 'price',
  action: 'price.write',
  storeField: 'storeId',
  key: ['productId', 'storeId', 'currency', 'validFrom'],
  references: { productId: { table: 'products', key: 'text' }, storeId: { table: 'stores', key: 'int' } },
  check: startsBeforeEnd('validFrom', 'validUntil'),
  fields: {
    productId: field.reference(),
    storeId: field.optionalStore(),
    currency: field.currencyCode(),
    priceE4: field.amountE4(),
    validFrom: field.optionalInstant(),
    validUntil: field.optionalInstant(),
  },
});

export const currencyRates = masterTable({
  table: 'currency_rates',
  subject: 'currency_rate',
  action: 'catalog.write',
  key: ['baseCurrencyId', 'targetCurrencyId'],
  uniques: [['company_id', 'base_currency_id', 'target_currency_id']],
  references: {
    baseCurrencyId: { table: 'currencies', key: 'text' },
    targetCurrencyId: { table: 'currencies', key: 'text' },
  },
  check: (row) =>
    row.baseCurrencyId === row.targetCurrencyId
      ? { field: 'targetCurrencyId', message: 'must be another currency than the base' }
      : null,
  fields: {
    baseCurrencyId: field.reference(),
    targetCurrencyId: field.reference(),
    rateE6: field.amountE4(),
  },
  written: noteDayRates,
});

export const campaigns = masterTable({
  table: 'campaigns',
  subject: 'campaign',
  action: 'campaign.write',
  key: ['code'],
  uniques: [['company_id', 'code_prefix']],
  references: {
    campaignTypeId: { table: 'campaign_types', key: 'text' },
    storeId: { table: 'stores', key: 'int' },
    segmentId: { table: 'customer_segments', key: 'text' },
  },
  derived: { code_prefix: { type: 'text', from: (row) => String(row.code).slice(0, codePrefixLength) } },
  check: startsBeforeEnd('startsAt', 'endsAt'),
  fields: {
    code: field.text(50),
    name: field.text(250),
    description: field.optionalText(2000),
    campaignTypeId: field.reference(),
    storeId: field.optionalStore(),
    segmentId: field.optionalReference(),
    discountType: field.optionalText(50),
    discountValueE4: field.optionalAmountE4(),
    discountBasisPoints: field.optionalBasisPoints(),
    maxDiscountE4: field.optionalAmountE4(),
    minPurchaseE4: field.optionalAmountE4(),
    maxPurchaseE4: field.optionalAmountE4(),
    buyQuantity: field.optionalInteger(),
    getQuantity: field.optionalInteger(),
    startsAt: field.optionalInstant(),
    endsAt: field.optionalInstant(),
    startTime: field.optionalTime(),
    endTime: field.optionalTime(),
    daysOfWeek: field.optionalText(50),
    priority: field.defaultInteger(1),
    isCombinable: field.flag(false),
    isActive: field.flag(true),
    isAutoApply: field.flag(false),
    requiresCoupon: field.flag(false),
    usageLimit: field.optionalInteger(),
    usageLimitPerCustomer: field.optionalInteger(),
    terminalFields: field.terminalFields(),
  },
});

const campaignReference = { table: 'campaigns', key: 'text' } as const;

export const campaignRules = masterTable({
  table: 'campaign_rules',
  subject: 'campaign_rule',
  action: 'campaign.write',
  key: ['campaignId', 'ruleType', 'ruleValue', 'productId', 'mainGroupId'],
  references: {
    campaignId: campaignReference,
    productId: { table: 'products', key: 'text' },
    mainGroupId: { table: 'department_main_groups', key: 'text' },
    paymentTypeId: { table: 'payment_types', key: 'text' },
    manufacturerId: { table: 'manufacturers', key: 'text' },
  },
  fields: {
    campaignId: field.reference(),
    ruleType: field.text(50),
    ruleValue: field.optionalText(250),
    productId: field.optionalReference(),
    mainGroupId: field.optionalReference(),
    paymentTypeId: field.optionalReference(),
    manufacturerId: field.optionalReference(),
    isInclude: field.flag(true),
    description: field.optionalText(2000),
    settings: field.optionalJson(),
  },
});

export const campaignProducts = masterTable({
  table: 'campaign_products',
  subject: 'campaign_product',
  action: 'campaign.write',
  key: ['campaignId', 'productId'],
  references: { campaignId: campaignReference, productId: { table: 'products', key: 'text' } },
  fields: {
    campaignId: field.reference(),
    productId: field.reference(),
    discountValueE4: field.optionalAmountE4(),
    discountBasisPoints: field.optionalBasisPoints(),
    minQuantity: field.optionalInteger(),
    maxQuantity: field.optionalInteger(),
    isGiftProduct: field.flag(false),
    isActive: field.flag(true),
    displayOrder: field.defaultInteger(0),
  },
});

export const coupons = masterTable({
  table: 'coupons',
  subject: 'coupon',
  action: 'campaign.write',
  key: ['code'],
  uniques: [['company_id', 'code']],
  references: { campaignId: campaignReference, customerId: { table: 'customers', key: 'text' } },
  check: startsBeforeEnd('startsAt', 'endsAt'),
  fields: {
    code: field.text(100),
    name: field.text(250),
    campaignId: field.reference(),
    customerId: field.optionalReference(),
    couponType: field.oneOf(['SINGLE_USE', 'MULTI_USE', 'PERSONAL', 'PUBLIC']),
    barcode: field.optionalText(200),
    usageLimit: field.optionalInteger(),
    startsAt: field.optionalInstant(),
    endsAt: field.optionalInstant(),
    isActive: field.flag(true),
    terminalFields: field.terminalFields(),
  },
});
