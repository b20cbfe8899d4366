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
  related: [
    {
      model: 'LoyaltyTier',
      by: 'programId',
      label: 'Tiers',
      list: ['level', 'name', 'minPoints', 'pointsMultiplierE4', 'isActive'],
    },
    {
      model: 'LoyaltyEarnRule',
      by: 'programId',
      label: 'Earning rules',
      list: ['code', 'ruleType', 'priority', 'isActive'],
    },
    {
      model: 'LoyaltyRedemptionPolicy',
      by: 'programId',
      label: 'Redemption policies',
      list: ['pointsStep', 'minimumPoints', 'allowsPartial'],
    },
    {
      model: 'LoyaltyProgramPolicy',
      by: 'programId',
      label: 'Programme policies',
      list: ['customerIdentifierType', 'voidPointsPolicy', 'requiresPhone'],
    },
    {
      model: 'LoyaltyMembership',
      by: 'programId',
      label: 'Members',
      list: ['customerId', 'tierId', 'cardNumber', 'availablePoints', 'isActive'],
    },
  ],
});
