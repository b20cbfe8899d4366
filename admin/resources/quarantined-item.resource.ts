import { can } from '../../server/domain/tenancy/index.ts';
import { dismiss, quarantineView, reprocess } from '../actions/quarantine-view.ts';
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
  sortable: ['lastReceivedAt', 'repeatCount', 'resolvedAt'],
  values: { kind: ['transaction', 'closure'], resolution: ['accepted', 'dismissed'] },
  labels: { documentUuid: 'Document', repeatCount: 'Times received' },
  showComponent: 'DocumentShow',
  actions: [
    {
      name: 'document',
      isRead: true,
      isAllowed: (ctx) => can(ctx, 'quarantine.see'),
      run: async (ctx, id) => ({ data: await quarantineView(ctx, id) }),
    },
    reprocess,
    dismiss,
  ],
});
