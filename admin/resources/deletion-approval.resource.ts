import { defineResource } from '../adapter/definition.ts';

export const deletionApproval = defineResource({
  model: 'CompanyDeletionApproval',
  label: 'Approvals of deletions',
  group: 'Organisation',
  title: ['userId', 'approvedAt'],
  search: [],
  list: ['requestId', 'userId', 'approvedAt'],
  filters: ['requestId', 'userId'],
  sort: { by: 'approvedAt', direction: 'desc' },
  labels: { requestId: 'Deletion request', userId: 'Owner' },
  scope: (companyIds) => ({ request: { companyId: { in: [...companyIds] } } }),
});
