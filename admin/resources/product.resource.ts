import { defineResource } from '../adapter/definition.ts';

export const product = defineResource({
  model: 'Product',
  label: 'Products',
  group: 'Catalogue',
  title: ['code', 'name'],
  search: ['code', 'nameFolded'],
  list: ['code', 'name', 'companyId', 'mainGroupId', 'vatRateId', 'purchasePriceE4', 'unitId', 'deletedAt'],
  filters: [
    'companyId',
    'mainGroupId',
    'subGroupId',
    'vatRateId',
    'manufacturerId',
    'storeId',
    'purchasePriceE4',
    'isScalable',
  ],
  sort: { by: 'code', direction: 'asc' },
  labels: { mainGroupId: 'Department', subGroupId: 'Sub-department', vatRateId: 'VAT rate' },
});
