import { defineResource } from '../adapter/definition.ts';

export const campaignProduct = defineResource({
  model: 'CampaignProduct',
  label: 'Products of campaigns',
  group: 'Campaigns',
  title: ['campaignId', 'productId'],
  search: [],
  list: [
    'campaignId',
    'productId',
    'discountValueE4',
    'discountBasisPoints',
    'isGiftProduct',
    'companyId',
    'deletedAt',
  ],
  filters: ['companyId', 'campaignId', 'productId', 'isGiftProduct', 'isActive'],
  sort: { by: 'id', direction: 'asc' },
  references: { productId: 'Product' },
});
