import { defineResource } from '../adapter/definition.ts';

export const stockMovement = defineResource({
  model: 'StockMovement',
  label: 'Stock movements',
  group: 'Stock',
  title: ['movementType', 'productId', 'occurredAt'],
  search: ['movementNumber', 'reference', 'transactionUuid'],
  list: [
    'occurredAt',
    'movementType',
    'productId',
    'quantityE4',
    'fromLocationId',
    'toLocationId',
    'companyId',
    'reason',
  ],
  filters: [
    'companyId',
    'productId',
    'movementType',
    'fromLocationId',
    'toLocationId',
    'quantityE4',
    'reason',
    'occurredAt',
  ],
  sort: { by: 'id', direction: 'desc' },
  references: { productId: 'Product', fromLocationId: 'WarehouseLocation', toLocationId: 'WarehouseLocation' },
  values: { movementType: ['SALE', 'RETURN', 'RECEIPT', 'ADJUSTMENT', 'TRANSFER', 'LOSS', 'DAMAGE'] },
});
