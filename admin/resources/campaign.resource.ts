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
});
