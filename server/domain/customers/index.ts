/** Customers, segments and loyalty programmes. */
export { erasedSentence, isWalkInName, neededSentence, phoneReader, walkInSentence } from './customer-rules.ts';
export { eraseCustomer } from './erase-customer.ts';
export { countOfCustomer, exportCustomer, getCustomer } from './get-customer.ts';
export { listCustomers } from './list-customers.ts';
export * from './put-customers.ts';
export { type NewLoyaltyEntry, recordPoints } from './record-points.ts';
export { saveCustomer, setCustomerActive } from './save-customer.ts';
export * as customerTables from './tables.ts';
