/** Campaigns and coupons. */

import { pricingTables } from '../pricing/index.ts';
import { type Adoption, adoption } from './adopt.ts';
import { storeOf } from './catalog.ts';
import type { Cells } from './cells.ts';

const couponTypes = ['SINGLE_USE', 'MULTI_USE', 'PERSONAL', 'PUBLIC'] as const;
const almostADayMs = 86_399_000;

/** Tills compare campaign dates by day, so that one day is a range; the hub's end lies behind the start. */
function period(c: Cells) {
  const startsAt = c.instant('start_date');
  const endsAt = c.instant('end_date');
  const isOneDay = startsAt !== null && endsAt !== null && startsAt.getTime() === endsAt.getTime();
  if (!isOneDay) return { startsAt, endsAt };
  c.notes.push('end_date is start_date: the end of that day was taken');
  return { startsAt, endsAt: new Date(endsAt.getTime() + almostADayMs) };
}

export const offerAdoptions: readonly Adoption[] = [
  adoption(pricingTables.campaigns, {
    from: 'campaign',
    row: (c, place) => ({
      ...c.keys,
      code: c.text('code', 50) ?? '',
      name: c.text('name', 250) ?? c.text('code', 50) ?? '',
      description: c.text('description', 2000),
      campaignTypeId: c.reference('fk_campaign_type_id') ?? '',
      storeId: storeOf(c, place),
      segmentId: c.reference('fk_customer_segment_id'),
      discountType: c.text('discount_type', 50),
      discountValueE4: c.e4('discount_value'),
      discountBasisPoints: c.basisPoints('discount_percentage'),
      maxDiscountE4: c.e4('max_discount_amount'),
      minPurchaseE4: c.e4('min_purchase_amount'),
      maxPurchaseE4: c.e4('max_purchase_amount'),
      buyQuantity: c.int('buy_quantity'),
      getQuantity: c.int('get_quantity'),
      ...period(c),
      startTime: c.time('start_time'),
      endTime: c.time('end_time'),
      daysOfWeek: c.text('days_of_week', 50),
      priority: c.int('priority') ?? 1,
      isCombinable: c.flag('is_combinable', false),
      isActive: c.flag('is_active', true),
      isAutoApply: c.flag('is_auto_apply', false),
      requiresCoupon: c.flag('requires_coupon', false),
      usageLimit: c.int('total_usage_limit'),
      usageLimitPerCustomer: c.int('usage_limit_per_customer'),
      terminalFields: c.rest('total_usage_count'),
    }),
  }),
  adoption(pricingTables.campaignRules, {
    from: 'campaign_rule',
    row: (c) => ({
      ...c.keys,
      campaignId: c.reference('fk_campaign_id') ?? '',
      ruleType: c.text('rule_type', 50) ?? '',
      ruleValue: c.text('rule_value', 250),
      productId: c.reference('fk_product_id'),
      mainGroupId: c.reference('fk_department_id'),
      paymentTypeId: c.reference('fk_payment_type_id'),
      manufacturerId: c.reference('fk_product_manufacturer_id'),
      isInclude: c.flag('is_include', true),
      description: c.text('description', 2000),
      settings: c.json('settings_json'),
    }),
  }),
  adoption(pricingTables.campaignProducts, {
    from: 'campaign_product',
    row: (c) => ({
      ...c.keys,
      campaignId: c.reference('fk_campaign_id') ?? '',
      productId: c.reference('fk_product_id') ?? '',
      discountValueE4: c.e4('discount_value'),
      discountBasisPoints: c.basisPoints('discount_percentage'),
      minQuantity: c.int('min_quantity'),
      maxQuantity: c.int('max_quantity'),
      isGiftProduct: c.flag('is_gift_product', false),
      isActive: c.flag('is_active', true),
      displayOrder: c.int('display_order') ?? 0,
    }),
  }),
  adoption(pricingTables.coupons, {
    from: 'coupon',
    row: (c) => {
      const said = c.text('coupon_type', 50)?.toUpperCase();
      const couponType = couponTypes.find((type) => type === said);
      if (!couponType) return `coupon_type is none of ${couponTypes.join(', ')}`;
      return {
        ...c.keys,
        code: c.text('code', 100) ?? '',
        name: c.text('name', 250) ?? c.text('code', 100) ?? '',
        couponType,
        campaignId: c.reference('fk_campaign_id') ?? '',
        customerId: c.reference('fk_customer_id'),
        barcode: c.text('barcode', 200),
        usageLimit: c.int('usage_limit'),
        ...period(c),
        isActive: c.flag('is_active', true),
        terminalFields: c.rest('usage_count'),
      };
    },
  }),
];
