import { defineResource } from '../adapter/definition.ts';

export const membership = defineResource({
  model: 'CompanyMembership',
  label: 'Members',
  group: 'Organisation',
  title: ['id'],
  search: [],
  list: ['userId', 'companyId', 'isOwner', 'isAdministrator', 'joinedAt'],
  filters: ['companyId', 'userId', 'isOwner', 'isAdministrator'],
  sort: { by: 'joinedAt', direction: 'desc' },
});
