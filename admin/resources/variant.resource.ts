import { defineResource } from '../adapter/definition.ts';

export const variant = defineResource({
  model: 'ProductVariant',
  label: 'Variants',
  group: 'Catalogue',
  title: ['code', 'name'],
  search: ['code', 'name'],
  list: ['code', 'name', 'productId', 'companyId', 'isActive', 'isDefault', 'deletedAt'],
  filters: ['companyId', 'productId', 'isActive'],
  sort: { by: 'code', direction: 'asc' },
  related: [{ model: 'ProductAttribute', by: 'variantId', label: 'Attributes', list: ['name', 'value'] }],
});
