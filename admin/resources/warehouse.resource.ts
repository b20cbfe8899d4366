import { defineResource } from '../adapter/definition.ts';

export const warehouse = defineResource({
  model: 'Warehouse',
  label: 'Warehouses',
  group: 'Stock',
  title: ['code', 'name'],
  search: ['code', 'name'],
  list: ['code', 'name', 'warehouseType', 'storeId', 'companyId', 'isActive', 'deletedAt'],
  filters: ['companyId', 'storeId', 'warehouseType', 'isActive'],
  sort: { by: 'code', direction: 'asc' },
  related: [
    {
      model: 'WarehouseLocation',
      by: 'warehouseId',
      label: 'Locations',
      list: ['code', 'name', 'parentId', 'locationType', 'isActive'],
    },
  ],
});
