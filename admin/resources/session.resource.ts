import { sessionActions } from '../actions/people.ts';
import { defineResource } from '../adapter/definition.ts';

export const session = defineResource({
  model: 'Session',
  label: 'Sessions',
  group: 'System',
  title: ['userId', 'address'],
  search: ['address', 'agent'],
  list: ['userId', 'door', 'deviceName', 'address', 'agent', 'createdAt', 'lastSeenAt', 'endedAt'],
  filters: ['userId', 'door', 'createdAt', 'lastSeenAt', 'endedAt'],
  actions: sessionActions,
  sort: { by: 'lastSeenAt', direction: 'desc' },
  values: { door: ['portal', 'admin', 'api'] },
  hidden: ['version'],
  scope: (companyIds, userId) => ({
    OR: [{ userId }, { user: { memberships: { some: { companyId: { in: [...companyIds] } } } } }],
  }),
});
