import { defineResource } from '../adapter/definition.ts';

export const segment = defineResource({
  model: 'CustomerSegment',
  label: 'Segments',
  group: 'Customers',
  title: ['name'],
  search: ['code', 'name'],
  list: ['code', 'name', 'segmentType', 'companyId', 'isActive', 'deletedAt'],
  filters: ['companyId', 'segmentType', 'isActive'],
  sort: { by: 'code', direction: 'asc' },
});
