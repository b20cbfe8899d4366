import { defineResource } from '../adapter/definition.ts';

export const documentType = defineResource({
  model: 'DocumentType',
  label: 'Document types',
  group: 'Reference',
  title: ['name'],
  search: ['name', 'number'],
  list: ['number', 'name', 'displayName', 'companyId', 'deletedAt'],
  filters: ['companyId'],
  sort: { by: 'number', direction: 'asc' },
});
