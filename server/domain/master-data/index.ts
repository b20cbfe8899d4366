/** How every area writes its master data: declared tables, set-based puts. */
export * as field from './fields.ts';
export { type PlannedRow, type Promised, planRows } from './plan-rows.ts';
export { type PutResult, putRows } from './put-rows.ts';
export { type MasterTable, masterTable, type RowInput } from './table.ts';
