import { defineResource } from '../adapter/definition.ts';

export const vatRate = defineResource({
  model: 'VatRate',
  label: 'VAT rates',
  group: 'Catalogue',
  title: ['name'],
  search: ['name', 'number'],
  list: ['number', 'name', 'rateBasisPoints', 'companyId', 'deletedAt'],
  filters: ['companyId', 'rateBasisPoints'],
  sort: { by: 'number', direction: 'asc' },
  related: [
    { model: 'DepartmentMainGroup', by: 'vatRateId', label: 'Departments', list: ['code', 'name', 'maxPriceE4'] },
    { model: 'Product', by: 'vatRateId', label: 'Products', list: ['code', 'name', 'mainGroupId', 'unitId'] },
  ],
});
