import { defineResource } from '../adapter/definition.ts';

export const subDepartment = defineResource({
  model: 'DepartmentSubGroup',
  label: 'Sub-departments',
  group: 'Catalogue',
  title: ['code', 'name'],
  search: ['code', 'name'],
  list: ['code', 'name', 'companyId', 'mainGroupId', 'maxPriceE4', 'discountRateBasisPoints', 'deletedAt'],
  filters: ['companyId', 'mainGroupId', 'maxPriceE4'],
  sort: { by: 'code', direction: 'asc' },
  labels: { mainGroupId: 'Department' },
  related: [{ model: 'Product', by: 'subGroupId', label: 'Products', list: ['code', 'name', 'vatRateId', 'unitId'] }],
});
