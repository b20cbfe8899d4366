import { putUnits } from '../../server/domain/catalog/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
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
  writable: {
    columns: ['companyId', 'code', 'name', 'symbol', 'description'],
    kept: ['terminalFields'],
    isAllowed: (ctx) => can(ctx, 'catalog.write'),
    key: ['code'],
    put: (ctx, input) => putUnits(ctx, input as Parameters<typeof putUnits>[1]),
  },
});
