import { defineResource } from '../adapter/definition.ts';

export const manufacturer = defineResource({
  model: 'Manufacturer',
  label: 'Manufacturers',
  group: 'Catalogue',
  title: ['name'],
  search: ['name'],
  list: ['name', 'description', 'companyId', 'updatedAt', 'deletedAt'],
  filters: ['companyId', 'updatedAt'],
  sort: { by: 'name', direction: 'asc' },
  related: [
    { model: 'Product', by: 'manufacturerId', label: 'Products', list: ['code', 'name', 'mainGroupId', 'vatRateId'] },
  ],
});
