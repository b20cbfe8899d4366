import { defineResource } from '../adapter/definition.ts';

export const coupon = defineResource({
  model: 'Coupon',
  label: 'Coupons',
  group: 'Campaigns',
  title: ['code', 'name'],
  search: ['code', 'name', 'barcode'],
  list: ['code', 'name', 'campaignId', 'companyId', 'couponType', 'usageLimit', 'endsAt', 'isActive'],
  filters: ['companyId', 'campaignId', 'customerId', 'couponType', 'isActive', 'endsAt'],
  sort: { by: 'code', direction: 'asc' },
  references: { customerId: 'Customer' },
  values: { couponType: ['SINGLE_USE', 'MULTI_USE', 'PERSONAL', 'PUBLIC'] },
  related: [
    { model: 'CouponUsage', by: 'couponId', label: 'Usage', list: ['usedAt', 'storeId', 'customerId', 'discountE4'] },
  ],
});
