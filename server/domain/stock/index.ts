/** Warehouses, what lies in them, and how it moves. */
export * from './put-stock.ts';
export { type NewMovement, recordMovements } from './record-movements.ts';
export * as stockTables from './tables.ts';
