import { defineResource } from '../adapter/definition.ts';

export const conflict = defineResource({
  model: 'Conflict',
  label: 'Conflicts',
  group: 'Sales',
  title: ['kind', 'documentUuid'],
  search: ['documentUuid'],
  list: ['lastReceivedAt', 'kind', 'documentUuid', 'terminalId', 'companyId', 'repeatCount', 'resolvedAt'],
  filters: ['companyId', 'terminalId', 'kind', 'lastReceivedAt', 'resolvedAt'],
  sort: { by: 'id', direction: 'desc' },
  sortable: ['lastReceivedAt', 'repeatCount', 'resolvedAt'],
  values: { kind: ['transaction', 'closure'] },
  labels: { documentUuid: 'Document', repeatCount: 'Times received' },
});
