import { defineResource } from '../adapter/definition.ts';

export const paymentType = defineResource({
  model: 'PaymentType',
  label: 'Payment types',
  group: 'Reference',
  title: ['name'],
  search: ['name', 'number'],
  list: ['number', 'name', 'description', 'companyId', 'deletedAt'],
  filters: ['companyId'],
  sort: { by: 'number', direction: 'asc' },
});
