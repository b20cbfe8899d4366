import { defineResource } from '../adapter/definition.ts';

export const region = defineResource({
  model: 'CountryRegion',
  label: 'Regions',
  group: 'Reference',
  title: ['name'],
  search: ['name', 'regionCode', 'iso31662'],
  list: ['name', 'regionCode', 'countryId', 'regionType', 'companyId', 'deletedAt'],
  filters: ['companyId', 'countryId', 'regionType'],
  sort: { by: 'name', direction: 'asc' },
  labels: { iso31662: 'ISO 3166-2' },
  kinds: { metadata: 'text' },
});
