import { defineResource } from '../adapter/definition.ts';

export const company = defineResource({
  model: 'Company',
  label: 'Companies',
  group: 'Organisation',
  title: ['name'],
  search: ['name', 'slug', 'officeCode', 'vatNumber'],
  list: ['name', 'officeCode', 'slug', 'currency', 'timeZone', 'createdAt', 'deletedAt'],
  filters: ['currency', 'createdAt'],
  sort: { by: 'name', direction: 'asc' },
  hidden: ['versionCounter'],
  scope: (companyIds) => ({ id: { in: [...companyIds] } }),
});
