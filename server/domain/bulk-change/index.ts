/** Changes of many rows by staff: collected, tried without effect, done batch by batch, and for a day undone. */
export { beginBulkChange, bulkColumns, mostRows } from './begin.ts';
export type { ColumnChange } from './changes.ts';
export { type BulkChange, type BulkRow, getBulkChange, listBulkChanges, readBulkRows } from './read.ts';
export { applyBulkChange, cancelBulkChange, undoBulkChange } from './steps.ts';
export { workOnBulkChange } from './work.ts';
