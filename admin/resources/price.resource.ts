import { defineResource } from '../adapter/definition.ts';

export const price = defineResource({
  model: 'Price',
  label: 'Prices',
  group: 'Catalogue',
  title: ['productId', 'priceE4'],
  search: [],
  list: ['productId', 'priceE4', 'companyId', 'storeId', 'validFrom', 'validUntil', 'updatedAt', 'deletedAt'],
  filters: ['companyId', 'productId', 'storeId', 'currency', 'priceE4', 'validFrom', 'updatedAt'],
  sort: { by: 'version', direction: 'desc' },
});
