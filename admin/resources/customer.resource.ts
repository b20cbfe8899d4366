import { defineResource } from '../adapter/definition.ts';

export const customer = defineResource({
  model: 'Customer',
  label: 'Customers',
  group: 'Customers',
  title: ['name', 'lastName'],
  search: ['name', 'lastName', 'phoneNormalized', 'email', 'taxId'],
  list: ['name', 'lastName', 'phoneNumber', 'email', 'companyId', 'isWalkIn', 'isActive', 'deletedAt'],
  filters: ['companyId', 'isActive', 'isWalkIn', 'createdAt'],
  sort: { by: 'lastName', direction: 'asc' },
  hidden: ['phoneNormalized'],
});
