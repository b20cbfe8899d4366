import { defineResource } from '../adapter/definition.ts';

export const earnRule = defineResource({
  model: 'LoyaltyEarnRule',
  label: 'Earning rules',
  group: 'Customers',
  title: ['code', 'ruleType'],
  search: ['code', 'description'],
  list: ['code', 'ruleType', 'programId', 'companyId', 'priority', 'isActive', 'deletedAt'],
  filters: ['companyId', 'programId', 'ruleType', 'isActive'],
  sort: { by: 'priority', direction: 'asc' },
  kinds: { config: 'json' },
});
