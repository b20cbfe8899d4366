import { defineResource } from '../adapter/definition.ts';

export const productImport = defineResource({
  model: 'ProductImport',
  label: 'Files of products',
  group: 'Catalogue',
  title: ['fileName', 'createdAt'],
  search: ['fileName', 'createdByName'],
  list: ['createdAt', 'companyId', 'fileName', 'createdByName', 'state', 'rowCount', 'changed', 'wrong'],
  filters: ['companyId', 'storeId', 'state', 'createdAt'],
  sort: { by: 'createdAt', direction: 'desc' },
  values: { state: ['draft', 'checking', 'checked', 'importing', 'done', 'failed'] },
  labels: { createdById: 'Brought by', createdByName: 'Person', rowCount: 'Rows', wrong: 'Refused' },
  references: { createdById: 'User' },
  hidden: ['leasedBy', 'leasedUntil', 'nextRow'],
});
