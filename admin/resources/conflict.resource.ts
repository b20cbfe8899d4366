import { conflictView, settle } from '../actions/conflict-view.ts';
import { documentAction } from '../actions/document-action.ts';
import { defineResource } from '../adapter/definition.ts';

export const conflict = defineResource({
  model: 'Conflict',
  label: 'Conflicts',
  group: 'Sales',
  title: ['kind', 'terminalId', 'lastReceivedAt'],
  search: ['documentUuid'],
  list: ['lastReceivedAt', 'kind', 'documentUuid', 'terminalId', 'companyId', 'repeatCount', 'resolvedAt'],
  filters: ['companyId', 'terminalId', 'kind', 'documentUuid', 'lastReceivedAt', 'resolvedAt'],
  sort: { by: 'id', direction: 'desc' },
  values: {
    kind: ['transaction', 'closure', 'warehouse_movement', 'campaign_usage', 'kitchen_event', 'erp_sync', 'product'],
  },
  labels: { documentUuid: 'Document', repeatCount: 'Times received' },
  showComponent: 'DocumentShow',
  actions: [documentAction('quarantine.see', conflictView), settle],
});
