/** Tables that staff takes over into any model whose rows people of the hub change. */
export { columnsFor, type ImportColumn, keysFor, operationsFor } from './columns.ts';
export {
  bringTable,
  checkTable,
  getTable,
  type ImportedTable,
  listTables,
  maxFileBytes,
  previewTable,
  readFaults,
  runTable,
} from './imports.ts';
export type { PlannedRow } from './plan-rows.ts';
export type { Fault as TableFault } from './read-cells.ts';
export { listPlaces } from './who.ts';
export { workOnTable } from './work.ts';
