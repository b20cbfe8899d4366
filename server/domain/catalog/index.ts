/** Departments, VAT rates, products and their barcodes. */
export * from './put-catalog.ts';
export * as catalogTables from './tables.ts';
