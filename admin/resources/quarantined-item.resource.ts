import { documentAction } from '../actions/document-action.ts';
import { dismiss, quarantineView, reprocess, reprocessAll } from '../actions/quarantine-view.ts';
import { defineResource } from '../adapter/definition.ts';

export const quarantinedItem = defineResource({
  model: 'QuarantinedItem',
  label: 'Quarantine',
  group: 'Sales',
  title: ['kind', 'reasonCode', 'terminalId'],
  search: ['documentUuid', 'reason'],
  list: ['lastReceivedAt', 'terminalId', 'companyId', 'kind', 'reasonCode', 'reason', 'repeatCount', 'resolvedAt'],
  filters: ['companyId', 'terminalId', 'kind', 'reasonCode', 'resolution', 'lastReceivedAt', 'resolvedAt'],
  sort: { by: 'id', direction: 'desc' },
  values: {
    kind: ['transaction', 'closure', 'warehouse_movement', 'campaign_usage', 'kitchen_event', 'erp_sync', 'product'],
    resolution: ['accepted', 'dismissed'],
  },
  labels: { documentUuid: 'Document', repeatCount: 'Times received' },
  showComponent: 'DocumentShow',
  actions: [documentAction('quarantine.see', quarantineView), reprocess, reprocessAll, dismiss],
});
