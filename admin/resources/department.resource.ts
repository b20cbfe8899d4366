import { defineResource } from '../adapter/definition.ts';

export const department = defineResource({
  model: 'DepartmentMainGroup',
  label: 'Departments',
  group: 'Catalogue',
  title: ['code', 'name'],
  search: ['code', 'name'],
  list: ['code', 'name', 'companyId', 'vatRateId', 'maxPriceE4', 'discountRateBasisPoints', 'deletedAt'],
  filters: ['companyId', 'vatRateId', 'maxPriceE4'],
  sort: { by: 'code', direction: 'asc' },
  labels: { vatRateId: 'VAT rate' },
  related: [
    { model: 'DepartmentSubGroup', by: 'mainGroupId', label: 'Sub-departments', list: ['code', 'name', 'maxPriceE4'] },
    { model: 'Product', by: 'mainGroupId', label: 'Products', list: ['code', 'name', 'subGroupId', 'vatRateId'] },
  ],
});
