import { defineResource } from '../adapter/definition.ts';

export const reportDelivery = defineResource({
  model: 'ReportDelivery',
  label: 'Deliveries of reports',
  group: 'System',
  title: ['dueAt', 'receiver'],
  search: [],
  list: ['dueAt', 'scheduleId', 'companyId', 'attempts', 'sentAt', 'failedAt', 'lastError'],
  filters: ['companyId', 'scheduleId', 'dueAt', 'sentAt', 'failedAt'],
  sort: { by: 'id', direction: 'asc' },
  labels: { dueAt: 'Due', failedAt: 'Given up', availableAt: 'Next attempt' },
  hidden: ['figures'],
});
