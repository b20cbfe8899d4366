import { putCities } from '../../server/domain/reference/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
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
  writable: {
    columns: ['companyId', 'countryId', 'code', 'name', 'shortName', 'numericCode'],
    isAllowed: (ctx) => can(ctx, 'reference.write') || can(ctx, 'catalog.write'),
    key: ['code'],
    put: (ctx, input) => putCities(ctx, input as Parameters<typeof putCities>[1]),
  },
});
