import { defineResource } from '../adapter/definition.ts';

export const outboxEvent = defineResource({
  model: 'OutboxEvent',
  label: 'Outgoing events',
  group: 'System',
  title: ['topic', 'createdAt'],
  search: ['topic'],
  list: ['createdAt', 'topic', 'companyId', 'storeId', 'attempts', 'deliveredAt', 'failedAt', 'lastError'],
  filters: ['companyId', 'storeId', 'topic', 'createdAt', 'deliveredAt', 'failedAt'],
  sort: { by: 'id', direction: 'desc' },
  labels: { failedAt: 'Given up', availableAt: 'Next attempt' },
  hidden: ['leasedBy', 'leasedUntil'],
});
