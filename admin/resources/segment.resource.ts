import { defineResource } from '../adapter/definition.ts';

export const segment = defineResource({
  model: 'CustomerSegment',
  label: 'Segments',
  group: 'Customers',
  title: ['name'],
  search: ['code', 'name'],
  list: ['code', 'name', 'segmentType', 'companyId', 'isActive', 'deletedAt'],
  filters: ['companyId', 'segmentType', 'isActive'],
  sort: { by: 'code', direction: 'asc' },
  related: [
    {
      model: 'CustomerSegmentMember',
      by: 'segmentId',
      label: 'Customers',
      list: ['customerId', 'assignedAt', 'isActive'],
    },
    {
      model: 'Campaign',
      by: 'segmentId',
      label: 'Campaigns',
      list: ['code', 'name', 'startsAt', 'endsAt', 'isActive'],
    },
  ],
});
