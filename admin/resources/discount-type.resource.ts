import { defineResource } from '../adapter/definition.ts';

export const discountType = defineResource({
  model: 'DiscountType',
  label: 'Discount types',
  group: 'Reference',
  title: ['name'],
  search: ['code', 'name'],
  list: ['code', 'name', 'displayName', 'companyId', 'deletedAt'],
  filters: ['companyId'],
  sort: { by: 'code', direction: 'asc' },
});
