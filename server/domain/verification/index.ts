/** Proving the hub against itself. */

export { checkWindow } from './check-window.ts';
export type { Difference } from './difference.ts';
export type { TerminalTotals } from './totals.ts';
export { type VerifyOptions, type VerifyResult, verify } from './verify.ts';
