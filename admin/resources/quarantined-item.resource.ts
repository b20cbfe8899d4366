import { defineResource } from '../adapter/definition.ts';

export const quarantinedItem = defineResource({
  model: 'QuarantinedItem',
  label: 'Quarantine',
  group: 'Sales',
  title: ['kind', 'reasonCode'],
  search: ['documentUuid', 'reason'],
  list: ['lastReceivedAt', 'terminalId', 'companyId', 'kind', 'reasonCode', 'reason', 'repeatCount', 'resolvedAt'],
  filters: ['companyId', 'terminalId', 'kind', 'reasonCode', 'resolution', 'lastReceivedAt', 'resolvedAt'],
  sort: { by: 'id', direction: 'desc' },
  sortable: ['lastReceivedAt', 'repeatCount', 'resolvedAt'],
  values: { kind: ['transaction', 'closure'], resolution: ['accepted', 'dismissed'] },
  labels: { documentUuid: 'Document', repeatCount: 'Times received' },
});
