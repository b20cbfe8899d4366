/** Allowances of callers: counted in memory, settled in the database. */
export { settleQuietly, settleWindows } from './settle.ts';
export { type Standing, Windows } from './windows.ts';
