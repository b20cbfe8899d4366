import { defineResource } from '../adapter/definition.ts';

export const segmentMember = defineResource({
  model: 'CustomerSegmentMember',
  label: 'Customers in segments',
  group: 'Customers',
  title: ['customerId', 'segmentId'],
  search: [],
  list: ['customerId', 'segmentId', 'companyId', 'assignedAt', 'assignedBy', 'reason', 'isActive', 'deletedAt'],
  filters: ['companyId', 'segmentId', 'customerId', 'isActive'],
  sort: { by: 'id', direction: 'asc' },
});
