/** Warehouses, what lies in them, and how it moves. */
export { listWarehouses, moveWarehouse, saveWarehouse, warehouseTypes } from './keep-warehouses.ts';
export { movementKind } from './movement-kind.ts';
export * from './put-stock.ts';
export { type NewMovement, recordMovements } from './record-movements.ts';
export * as stockTables from './tables.ts';
