import { defineResource } from '../adapter/definition.ts';

export const loyaltyEntry = defineResource({
  model: 'LoyaltyEntry',
  label: 'Loyalty ledger',
  group: 'Customers',
  title: ['membershipId', 'entryType', 'points'],
  search: ['transactionUuid', 'reference'],
  list: ['occurredAt', 'membershipId', 'entryType', 'points', 'balanceAfter', 'storeId', 'companyId', 'description'],
  filters: ['companyId', 'membershipId', 'transactionUuid', 'entryType', 'points', 'occurredAt'],
  sort: { by: 'occurredAt', direction: 'desc' },
  references: { cashierId: 'Cashier' },
  values: { entryType: ['EARNED', 'REDEEMED', 'EXPIRED', 'ADJUSTED', 'BONUS', 'WELCOME', 'BIRTHDAY', 'REFUND'] },
});
