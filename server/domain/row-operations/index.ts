/** Changing rows of any model that people of the hub may change. */

export { historyOfRow, type RowChange } from './history.ts';
export type { ColumnRule, RowFault, RowInput, RowOperations } from './operations.ts';
export { rowOperationsOf } from './registry.ts';
export { delegateOf, hubModels, type Reading } from './stored-rows.ts';
export { type Use, usesOf } from './uses.ts';
