import { joinActions } from '../actions/members.ts';
import { defineResource } from '../adapter/definition.ts';

export const joinRequest = defineResource({
  model: 'CompanyJoinRequest',
  label: 'Join requests',
  group: 'Organisation',
  title: ['userId', 'slug'],
  search: ['message', 'slug'],
  list: ['userId', 'slug', 'companyId', 'status', 'createdAt', 'resolvedAt', 'resolvedById'],
  filters: ['companyId', 'userId', 'status', 'createdAt'],
  sort: { by: 'createdAt', direction: 'desc' },
  actions: joinActions,
  labels: { slug: 'Asked for' },
  values: { status: ['pending', 'approved', 'rejected', 'withdrawn', 'expired', 'superseded'] },
});
