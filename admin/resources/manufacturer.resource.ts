import { putManufacturers } from '../../server/domain/catalog/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import { defineResource } from '../adapter/definition.ts';

export const manufacturer = defineResource({
  model: 'Manufacturer',
  label: 'Manufacturers',
  group: 'Catalogue',
  title: ['name'],
  search: ['name'],
  list: ['name', 'description', 'companyId', 'updatedAt', 'deletedAt'],
  filters: ['companyId', 'updatedAt'],
  sort: { by: 'name', direction: 'asc' },
  writable: {
    columns: ['companyId', 'name', 'description'],
    isAllowed: (ctx) => can(ctx, 'catalog.write'),
    key: ['name'],
    put: (ctx, input) => putManufacturers(ctx, input as Parameters<typeof putManufacturers>[1]),
  },
});
