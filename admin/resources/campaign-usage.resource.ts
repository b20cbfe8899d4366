import { defineResource } from '../adapter/definition.ts';

export const campaignUsage = defineResource({
  model: 'CampaignUsage',
  label: 'Campaign usage',
  group: 'Campaigns',
  title: ['campaignId', 'usedAt'],
  search: ['transactionUuid', 'couponCode'],
  list: ['usedAt', 'campaignId', 'discountE4', 'storeId', 'companyId', 'customerId', 'couponCode'],
  filters: ['companyId', 'campaignId', 'transactionUuid', 'storeId', 'customerId', 'discountE4', 'usedAt'],
  sort: { by: 'createdAt', direction: 'desc' },
  references: { customerId: 'Customer', cashierId: 'Cashier' },
});
