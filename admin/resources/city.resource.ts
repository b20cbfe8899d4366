import { defineResource } from '../adapter/definition.ts';

export const city = defineResource({
  model: 'City',
  label: 'Cities',
  group: 'Reference',
  title: ['name'],
  search: ['name', 'code', 'shortName'],
  list: ['name', 'code', 'shortName', 'numericCode', 'countryId', 'companyId', 'deletedAt'],
  filters: ['companyId', 'countryId', 'numericCode'],
  sort: { by: 'name', direction: 'asc' },
  related: [{ model: 'District', by: 'cityId', label: 'Districts', list: ['name', 'code', 'numericCode'] }],
});
