/** Customers, segments and loyalty programmes. */
export * from './put-customers.ts';
export { type NewLoyaltyEntry, recordPoints } from './record-points.ts';
export * as customerTables from './tables.ts';
