import { defineResource } from '../adapter/definition.ts';

export const campaignType = defineResource({
  model: 'CampaignType',
  label: 'Campaign types',
  group: 'Campaigns',
  title: ['name'],
  search: ['code', 'name'],
  list: ['code', 'name', 'companyId', 'displayOrder', 'isActive', 'deletedAt'],
  filters: ['companyId', 'isActive'],
  sort: { by: 'displayOrder', direction: 'asc' },
  related: [
    {
      model: 'Campaign',
      by: 'campaignTypeId',
      label: 'Campaigns',
      list: ['code', 'name', 'companyId', 'startsAt', 'endsAt', 'isActive'],
    },
  ],
});
