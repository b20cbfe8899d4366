import { putRegions } from '../../server/domain/reference/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
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
  writable: {
    columns: [
      'companyId',
      'countryId',
      'regionCode',
      'name',
      'iso31662',
      'regionType',
      'hasSpecialRequirements',
      'description',
    ],
    kept: ['displayOrder', 'metadata'],
    isAllowed: (ctx) => can(ctx, 'reference.write') || can(ctx, 'catalog.write'),
    key: ['countryId', 'regionCode'],
    put: (ctx, input) => putRegions(ctx, input as Parameters<typeof putRegions>[1]),
  },
});
