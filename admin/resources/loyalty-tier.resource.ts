import { defineResource } from '../adapter/definition.ts';

export const loyaltyTier = defineResource({
  model: 'LoyaltyTier',
  label: 'Loyalty tiers',
  group: 'Customers',
  title: ['name'],
  search: ['code', 'name'],
  list: [
    'level',
    'name',
    'programId',
    'companyId',
    'minPoints',
    'pointsMultiplierE4',
    'discountBasisPoints',
    'isActive',
  ],
  filters: ['companyId', 'programId', 'isActive'],
  sort: { by: 'level', direction: 'asc' },
  related: [
    {
      model: 'LoyaltyMembership',
      by: 'tierId',
      label: 'Members',
      list: ['customerId', 'cardNumber', 'availablePoints', 'isActive'],
    },
  ],
});
