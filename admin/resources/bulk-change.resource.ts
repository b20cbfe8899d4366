import { defineResource } from '../adapter/definition.ts';

export const bulkChange = defineResource({
  model: 'BulkChange',
  label: 'Changes of many rows',
  group: 'System',
  title: ['kind', 'model', 'createdAt'],
  search: ['model', 'createdByName'],
  list: ['createdAt', 'kind', 'model', 'companyId', 'createdByName', 'state', 'changed', 'refused'],
  filters: ['companyId', 'createdById', 'model', 'kind', 'state', 'createdAt'],
  sort: { by: 'createdAt', direction: 'desc' },
  references: { createdById: 'User' },
  values: {
    kind: ['edit', 'delete', 'restore'],
    state: ['collecting', 'checking', 'checked', 'applying', 'done', 'undoing', 'undone', 'failed', 'cancelled'],
  },
  labels: { model: 'List', createdById: 'Changed by', createdByName: 'Person', rowCount: 'Rows' },
  // They may hold personal data; the page of the change shows them to those who may see it.
  hidden: ['filter', 'changes', 'leasedBy', 'leasedUntil', 'nextPosition'],
  scope: (companyIds, userId) => ({ OR: [{ companyId: { in: [...companyIds] } }, { createdById: userId }] }),
});
