import { defineResource } from '../adapter/definition.ts';

export const cashierStore = defineResource({
  model: 'CashierStore',
  label: 'Cashiers in stores',
  group: 'Organisation',
  title: ['cashierId', 'storeId'],
  search: [],
  list: ['cashierId', 'storeId', 'companyId', 'allTerminals', 'isActive', 'updatedAt'],
  filters: ['companyId', 'cashierId', 'storeId', 'isActive', 'allTerminals'],
  sort: { by: 'id', direction: 'asc' },
  sortable: [],
  labels: { allTerminals: 'At every till' },
});
