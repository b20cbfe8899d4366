import { defineResource } from '../adapter/definition.ts';

export const campaign = defineResource({
  model: 'Campaign',
  label: 'Campaigns',
  group: 'Campaigns',
  title: ['code', 'name'],
  search: ['code', 'name'],
  list: ['code', 'name', 'campaignTypeId', 'companyId', 'discountType', 'startsAt', 'endsAt', 'isActive'],
  filters: ['companyId', 'campaignTypeId', 'storeId', 'segmentId', 'isActive', 'startsAt', 'endsAt', 'requiresCoupon'],
  sort: { by: 'code', direction: 'asc' },
  related: [
    {
      model: 'CampaignProduct',
      by: 'campaignId',
      label: 'Products',
      list: ['productId', 'discountValueE4', 'discountBasisPoints', 'isGiftProduct', 'isActive'],
    },
    {
      model: 'CampaignRule',
      by: 'campaignId',
      label: 'Rules',
      list: ['ruleType', 'ruleValue', 'productId', 'mainGroupId', 'isInclude'],
    },
    {
      model: 'Coupon',
      by: 'campaignId',
      label: 'Coupons',
      list: ['code', 'name', 'couponType', 'usageLimit', 'endsAt', 'isActive'],
    },
    {
      model: 'CampaignUsage',
      by: 'campaignId',
      label: 'Usage',
      list: ['usedAt', 'storeId', 'customerId', 'discountE4', 'couponCode'],
    },
  ],
});
