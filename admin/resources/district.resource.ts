import { putDistricts } from '../../server/domain/reference/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
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
  writable: {
    columns: ['companyId', 'cityId', 'code', 'name', 'shortName', 'numericCode'],
    isAllowed: (ctx) => can(ctx, 'reference.write') || can(ctx, 'catalog.write'),
    key: ['code'],
    put: (ctx, input) => putDistricts(ctx, input as Parameters<typeof putDistricts>[1]),
  },
});
