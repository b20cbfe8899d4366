import { defineResource } from '../adapter/definition.ts';

export const programPolicy = defineResource({
  model: 'LoyaltyProgramPolicy',
  label: 'Programme policies',
  group: 'Customers',
  title: ['programId', 'customerIdentifierType'],
  search: ['customerIdentifierType', 'integrationProvider'],
  list: ['programId', 'companyId', 'customerIdentifierType', 'voidPointsPolicy', 'requiresPhone', 'deletedAt'],
  filters: ['companyId', 'programId', 'customerIdentifierType'],
  sort: { by: 'id', direction: 'asc' },
  // May hold what another system is signed in to with.
  hidden: ['integrationSettings'],
});
