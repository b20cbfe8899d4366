import { defineResource } from '../adapter/definition.ts';

export const stockLevel = defineResource({
  model: 'StockLevel',
  label: 'Stock levels',
  group: 'Stock',
  title: ['productId', 'locationId'],
  search: [],
  list: [
    'productId',
    'locationId',
    'onHandE4',
    'reservedE4',
    'reorderPointE4',
    'averageCostE4',
    'companyId',
    'lastMovementAt',
  ],
  filters: ['companyId', 'productId', 'locationId', 'onHandE4', 'reorderPointE4', 'lastMovementAt'],
  sort: { by: 'id', direction: 'asc' },
  references: { productId: 'Product' },
  related: [
    {
      model: 'StockMovement',
      by: 'productId',
      from: 'productId',
      label: 'Movements of the product',
      list: ['occurredAt', 'movementType', 'quantityE4', 'fromLocationId', 'toLocationId', 'reason'],
      order: ['occurredAt'],
    },
  ],
});
