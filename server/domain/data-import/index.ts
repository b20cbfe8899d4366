/** Tables that staff takes over into any model whose rows people of the hub change. */
export { columnsFor, operationsFor } from './columns.ts';
export {
  bringTable,
  checkTable,
  getTable,
  listTables,
  maxFileBytes,
  previewTable,
  readFaults,
  runTable,
} from './imports.ts';
export { listPlaces } from './who.ts';
export { workOnTable } from './work.ts';
