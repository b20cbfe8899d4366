import { defineResource } from '../adapter/definition.ts';

export const customer = defineResource({
  model: 'Customer',
  label: 'Customers',
  group: 'Customers',
  title: ['name', 'lastName'],
  search: ['name', 'lastName', 'phoneNormalized', 'email', 'taxId'],
  list: ['name', 'lastName', 'phoneNumber', 'email', 'companyId', 'isWalkIn', 'isActive', 'deletedAt'],
  filters: ['companyId', 'isActive', 'isWalkIn', 'createdAt'],
  sort: { by: 'name', direction: 'asc' },
  orders: { name: 'nameFolded' },
  hidden: ['phoneNormalized'],
  related: [
    {
      model: 'Transaction',
      by: 'customerId',
      label: 'Receipts',
      list: ['occurredAt', 'storeId', 'terminalId', 'receiptNumber', 'transactionType', 'totalE4', 'isCancelled'],
    },
    {
      model: 'LoyaltyMembership',
      by: 'customerId',
      label: 'Loyalty',
      list: ['programId', 'tierId', 'cardNumber', 'availablePoints', 'totalSpentE4', 'isActive'],
    },
    {
      model: 'CustomerSegmentMember',
      by: 'customerId',
      label: 'Segments',
      list: ['segmentId', 'assignedAt', 'reason', 'isActive'],
    },
  ],
});
