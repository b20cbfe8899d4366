/** Countries, currencies, and the kinds of documents, discounts, campaigns and payments. */
export * from './put-reference.ts';
export { seedReferenceData } from './seed-reference-data.ts';
