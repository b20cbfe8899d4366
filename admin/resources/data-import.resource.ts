import { defineResource } from '../adapter/definition.ts';

export const dataImport = defineResource({
  model: 'DataImport',
  label: 'Files taken over',
  group: 'System',
  title: ['fileName', 'model'],
  search: ['fileName', 'model', 'createdByName'],
  list: ['createdAt', 'fileName', 'model', 'companyId', 'createdByName', 'state', 'rowCount', 'wrong'],
  filters: ['companyId', 'createdById', 'model', 'state', 'createdAt'],
  sort: { by: 'createdAt', direction: 'desc' },
  references: { createdById: 'User' },
  values: { state: ['draft', 'checking', 'checked', 'importing', 'done', 'failed'] },
  labels: { model: 'List', createdById: 'Brought by', createdByName: 'Person', rowCount: 'Rows', wrong: 'Refused' },
  hidden: ['leasedBy', 'leasedUntil', 'nextRow'],
  scope: (companyIds, userId) => ({ OR: [{ companyId: { in: [...companyIds] } }, { createdById: userId }] }),
});
