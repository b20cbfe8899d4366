import { defineResource } from '../adapter/definition.ts';

export const redemptionPolicy = defineResource({
  model: 'LoyaltyRedemptionPolicy',
  label: 'Redemption policies',
  group: 'Customers',
  title: ['programId', 'pointsStep'],
  search: [],
  list: ['programId', 'companyId', 'pointsStep', 'minimumPoints', 'allowsPartial', 'maxBasketShareE4', 'deletedAt'],
  filters: ['companyId', 'programId', 'allowsPartial'],
  sort: { by: 'id', direction: 'asc' },
  kinds: { maxBasketShareE4: 'quantity' },
  labels: { pointsStep: 'Points in steps of', maxBasketShareE4: 'Largest share of a receipt' },
});
