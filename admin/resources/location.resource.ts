import { defineResource } from '../adapter/definition.ts';

export const location = defineResource({
  model: 'WarehouseLocation',
  label: 'Locations',
  group: 'Stock',
  title: ['code', 'name'],
  search: ['code', 'name'],
  list: ['code', 'name', 'warehouseId', 'parentId', 'locationType', 'companyId', 'isActive', 'deletedAt'],
  filters: ['companyId', 'warehouseId', 'locationType', 'isActive'],
  sort: { by: 'code', direction: 'asc' },
  related: [
    {
      model: 'StockLevel',
      by: 'locationId',
      label: 'Stock',
      list: ['productId', 'onHandE4', 'reservedE4', 'reorderPointE4', 'lastMovementAt'],
    },
  ],
});
