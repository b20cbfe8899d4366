import { defineResource } from '../adapter/definition.ts';

export const couponUsage = defineResource({
  model: 'CouponUsage',
  label: 'Coupon usage',
  group: 'Campaigns',
  title: ['couponId', 'usedAt'],
  search: ['transactionUuid'],
  list: ['usedAt', 'couponId', 'discountE4', 'storeId', 'companyId', 'customerId'],
  filters: ['companyId', 'couponId', 'transactionUuid', 'storeId', 'customerId', 'discountE4', 'usedAt'],
  sort: { by: 'createdAt', direction: 'desc' },
  references: { customerId: 'Customer', cashierId: 'Cashier' },
});
