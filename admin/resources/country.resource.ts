import { putCountries } from '../../server/domain/reference/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
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
  writable: {
    columns: ['companyId', 'name', 'isoAlpha2', 'isoAlpha3', 'isoNumeric'],
    isAllowed: (ctx) => can(ctx, 'reference.write') || can(ctx, 'catalog.write'),
    key: ['isoAlpha2'],
    put: (ctx, input) => putCountries(ctx, input as Parameters<typeof putCountries>[1]),
  },
});
