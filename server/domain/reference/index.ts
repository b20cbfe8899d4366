/** Countries, currencies, and the kinds of documents, discounts, campaigns and payments. */
export * from './put-reference.ts';
export { ensureReferenceData, seedReferenceData } from './seed-reference-data.ts';
export * as referenceTables from './tables.ts';
