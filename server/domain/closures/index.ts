/** Closures: what terminals said at the end of a period. */
export { closureColumns, summaryColumns } from './columns.ts';
export { getClosure } from './get-closure.ts';
export { closureKind } from './insert.ts';
export { recordClosures } from './record-closures.ts';
export { readClosure } from './wire.ts';
