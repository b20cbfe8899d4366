import { defineResource } from '../adapter/definition.ts';

export const unit = defineResource({
  model: 'ProductUnit',
  label: 'Units',
  group: 'Catalogue',
  title: ['name'],
  search: ['code', 'name', 'symbol'],
  list: ['code', 'name', 'symbol', 'companyId', 'deletedAt'],
  filters: ['companyId'],
  sort: { by: 'code', direction: 'asc' },
});
