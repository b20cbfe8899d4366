import { defineResource } from '../adapter/definition.ts';

export const country = defineResource({
  model: 'Country',
  label: 'Countries',
  group: 'Reference',
  title: ['name'],
  search: ['name', 'isoAlpha2', 'isoAlpha3'],
  list: ['name', 'isoAlpha2', 'isoAlpha3', 'isoNumeric', 'companyId', 'deletedAt'],
  filters: ['companyId', 'isoNumeric'],
  sort: { by: 'name', direction: 'asc' },
  labels: { isoAlpha2: 'ISO code', isoAlpha3: 'ISO code, three letters', isoNumeric: 'ISO number' },
  related: [
    { model: 'CountryRegion', by: 'countryId', label: 'Regions', list: ['name', 'regionCode', 'regionType'] },
    { model: 'City', by: 'countryId', label: 'Cities', list: ['name', 'code', 'numericCode'] },
  ],
});
