/** How every area writes its master data: declared tables, set-based puts. */
export type { Fields } from './fields.ts';
export * as field from './fields.ts';
export { holdRows, refuseStale, staleSentence } from './hold-rows.ts';
export { type PlannedRow, type Promised, planRows } from './plan-rows.ts';
export { type PutResult, putRows, putRowsIn } from './put-rows.ts';
export { type MasterTable, masterTable, type RowInput } from './table.ts';
