/** Products, customers and cashiers that documents name and the hub does not know: what staff says they are. */
export { adoptSeen } from './adopt-seen.ts';
export { getSeen, type Seen } from './get-seen.ts';
export { mergeSeen, reopenSeen } from './merge-seen.ts';
