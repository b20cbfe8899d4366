import { defineResource } from '../adapter/definition.ts';

export const loyaltyMembership = defineResource({
  model: 'LoyaltyMembership',
  label: 'Loyalty members',
  group: 'Customers',
  title: ['customerId', 'cardNumber'],
  search: ['cardNumber'],
  list: ['customerId', 'programId', 'tierId', 'companyId', 'cardNumber', 'availablePoints', 'totalSpentE4', 'isActive'],
  filters: ['companyId', 'customerId', 'programId', 'tierId', 'availablePoints', 'isActive'],
  sort: { by: 'id', direction: 'asc' },
  related: [
    {
      model: 'LoyaltyEntry',
      by: 'membershipId',
      label: 'Points',
      list: ['occurredAt', 'entryType', 'points', 'balanceAfter', 'storeId', 'description'],
      order: ['occurredAt'],
    },
  ],
});
