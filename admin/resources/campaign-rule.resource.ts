import { defineResource } from '../adapter/definition.ts';

export const campaignRule = defineResource({
  model: 'CampaignRule',
  label: 'Campaign rules',
  group: 'Campaigns',
  title: ['campaignId', 'ruleType'],
  search: ['ruleType', 'ruleValue', 'description'],
  list: ['campaignId', 'ruleType', 'ruleValue', 'productId', 'mainGroupId', 'isInclude', 'companyId', 'deletedAt'],
  filters: ['companyId', 'campaignId', 'productId', 'mainGroupId', 'isInclude'],
  sort: { by: 'id', direction: 'asc' },
  references: {
    productId: 'Product',
    mainGroupId: 'DepartmentMainGroup',
    paymentTypeId: 'PaymentType',
    manufacturerId: 'Manufacturer',
  },
  labels: { mainGroupId: 'Department', isInclude: 'Includes', ruleType: 'Rule', ruleValue: 'Value' },
});
