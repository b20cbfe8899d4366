import { defineResource } from '../adapter/definition.ts';

export const loyaltyProgram = defineResource({
  model: 'LoyaltyProgram',
  label: 'Loyalty programmes',
  group: 'Customers',
  title: ['name'],
  search: ['name'],
  list: ['name', 'companyId', 'storeId', 'pointsPerCurrencyE4', 'currencyPerPointE4', 'isActive', 'startsAt', 'endsAt'],
  filters: ['companyId', 'isActive'],
  sort: { by: 'name', direction: 'asc' },
  labels: { pointsPerCurrencyE4: 'Points per unit spent', currencyPerPointE4: 'Worth of a point' },
});
