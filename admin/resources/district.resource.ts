import { defineResource } from '../adapter/definition.ts';

export const district = defineResource({
  model: 'District',
  label: 'Districts',
  group: 'Reference',
  title: ['name'],
  search: ['name', 'code', 'shortName'],
  list: ['name', 'code', 'shortName', 'numericCode', 'cityId', 'companyId', 'deletedAt'],
  filters: ['companyId', 'cityId', 'numericCode'],
  sort: { by: 'name', direction: 'asc' },
});
