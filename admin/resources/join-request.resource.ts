import { defineResource } from '../adapter/definition.ts';

export const joinRequest = defineResource({
  model: 'CompanyJoinRequest',
  label: 'Join requests',
  group: 'Organisation',
  title: ['id'],
  search: ['message'],
  list: ['userId', 'companyId', 'status', 'createdAt', 'resolvedAt', 'resolvedById'],
  filters: ['companyId', 'userId', 'status', 'createdAt'],
  sort: { by: 'createdAt', direction: 'desc' },
  values: { status: ['pending', 'approved', 'rejected', 'withdrawn'] },
});
