import { deletionActions } from '../actions/company-actions.ts';
import { defineResource } from '../adapter/definition.ts';

export const deletionRequest = defineResource({
  model: 'CompanyDeletionRequest',
  label: 'Deletion requests',
  group: 'Organisation',
  title: ['companyId', 'createdAt'],
  search: [],
  list: ['companyId', 'requestedById', 'createdAt', 'approvedAt', 'coolOffDays', 'eraseAt', 'closedAt', 'outcome'],
  filters: ['companyId', 'outcome', 'createdAt', 'eraseAt', 'closedAt'],
  actions: deletionActions,
  sort: { by: 'createdAt', direction: 'desc' },
  values: { outcome: ['completed', 'cancelled'] },
  labels: {
    requestedById: 'Asked by',
    approvedAt: 'All owners approved',
    coolOffDays: 'Days to think',
    eraseAt: 'Erased from',
    closedById: 'Stopped by',
  },
  references: { closedById: 'User' },
  related: [{ model: 'CompanyDeletionApproval', by: 'requestId', label: 'Approvals', list: ['userId', 'approvedAt'] }],
});
