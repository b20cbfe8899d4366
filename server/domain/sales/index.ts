/** Transactions: what terminals sold, stored once, with the figures that follow from it. The second half is what closures, which
 *  take the same path into the database, are built with. */
export { currentCodec, hashBody, unpackBody } from './body-codec.ts';
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
export { type DocumentKind, keyOf, type ReadableEntry, type ReadContext, type Write } from './kinds.ts';
export { drainPushes, type PushResult, recordPush, recordSequences, recordTransactions } from './record.ts';
export { idOrNull, readMoment, readTransaction } from './wire.ts';
export { section, type WireFields } from './wire-fields.ts';
export { isRow, RowReader, refuseDoubleIds, rowsOf, shown, Unreadable } from './wire-values.ts';
