/** Transactions: what terminals sold, stored once, with the figures that follow from it. The second half is what closures and
 *  quarantine, which take the same path into the database, are built with. */

export { basketBands } from './baskets.ts';
export { currentCodec, hashBody, packBody, unpackBody } from './body-codec.ts';
export {
  changeColumns,
  type DocumentRows,
  departmentColumns,
  discountColumns,
  headColumns,
  lineColumns,
  loyaltyColumns,
  paymentColumns,
  refundColumns,
  taxColumns,
} from './columns.ts';
export { type CompanyRollup, companyRollupOf, companyRollups } from './company-rollups.ts';
export { differencesOf, isThinner } from './compare.ts';
export { composePeriods, nextComposable } from './compose-periods.ts';
export { contentFault } from './flush.ts';
export { transactionKind } from './insert.ts';
export { recordBatch } from './judge.ts';
export {
  type DocumentKind,
  type Entry,
  type ItemOutcome,
  incomplete,
  keyOf,
  type NamedEntry,
  type ReadableEntry,
  type ReadContext,
  type Refusal,
  type Write,
} from './kinds.ts';
export type { Origin } from './made-at.ts';
export { markClosures } from './mark-closures.ts';
export { daysOfPeriod } from './pack-period.ts';
export { ColumnSums, unpackTotals } from './packed-columns.ts';
export { keysOfNumbers, numbersOfKeys, type PackedAccess, type PackedSubject } from './packed-keys.ts';
export {
  addFigures,
  type PackedSums,
  packedFigures,
  packedSubjects,
  packingOf,
  readPackedSums,
} from './packed-sums.ts';
export { type Draft, prepareItem } from './prepare.ts';
export { resolveQuarantined } from './quarantine.ts';
export { getReceipt, type Receipt } from './receipt.ts';
export { drainPushes, type PushResult, recordPush, recordSequences, recordTransactions } from './record.ts';
export { type RollupName, rollupOf } from './rollup-sql.ts';
export type { Rollup } from './rollup-words.ts';
export { idOrNull, readMoment, readTransaction } from './wire.ts';
export { section, type WireFields } from './wire-fields.ts';
export { isRow, RowReader, refuseDoubleIds, rowsOf, shown, Unreadable } from './wire-values.ts';
