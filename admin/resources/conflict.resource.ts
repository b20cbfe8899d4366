import { can } from '../../server/domain/tenancy/index.ts';
import { conflictView } from '../actions/conflict-view.ts';
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
  sortable: ['lastReceivedAt', 'repeatCount', 'resolvedAt'],
  values: { kind: ['transaction', 'closure'] },
  labels: { documentUuid: 'Document', repeatCount: 'Times received' },
  showComponent: 'DocumentShow',
  actions: [
    {
      name: 'document',
      isRead: true,
      isAllowed: (ctx) => can(ctx, 'quarantine.see'),
      run: async (ctx, id) => ({ data: await conflictView(ctx, id) }),
    },
  ],
});
