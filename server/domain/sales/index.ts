/** Transactions: what terminals sold, stored once, with the figures that follow from it. */
export { hashBody, unpackBody } from './body-codec.ts';
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
export { drainPushes, type PushResult, recordSequences, recordTransactions } from './record.ts';
export { readTransaction } from './wire.ts';
