import { roleActions } from '../actions/members.ts';
import { defineResource } from '../adapter/definition.ts';

export const membershipRole = defineResource({
  model: 'MembershipRole',
  label: 'Roles of members',
  group: 'Organisation',
  title: ['role', 'membershipId'],
  search: ['role'],
  list: ['membershipId', 'role', 'storeId', 'companyId', 'createdAt'],
  filters: ['companyId', 'membershipId', 'storeId', 'role'],
  sort: { by: 'id', direction: 'asc' },
  actions: roleActions,
  fieldLabels: { member: 'User name of the member' },
  values: { role: ['manager', 'accountant', 'stock', 'waiter', 'office'] },
  labels: { membershipId: 'Member', storeId: 'In store' },
});
