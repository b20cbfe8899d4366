import { defineResource } from '../adapter/definition.ts';

export const attribute = defineResource({
  model: 'ProductAttribute',
  label: 'Attributes',
  group: 'Catalogue',
  title: ['name', 'value'],
  search: ['name', 'value'],
  list: ['productId', 'variantId', 'name', 'value', 'companyId', 'deletedAt'],
  filters: ['companyId', 'productId', 'variantId', 'name'],
  sort: { by: 'version', direction: 'desc' },
  references: { variantId: 'ProductVariant' },
});
