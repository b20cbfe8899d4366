/** Departments, VAT rates, products and their barcodes. */
export { moveDepartment, moveDivision, moveVatRate } from './delete-groups.ts';
export { deleteProduct, restoreProduct } from './delete-product.ts';
export { exportProducts } from './export-products.ts';
export { getProduct, historyOfProduct, usesOfProduct } from './get-product.ts';
export { type ListedProduct, listProducts } from './list-products.ts';
export * from './put-catalog.ts';
export { countProducts, readGroups, readUnits } from './read-groups.ts';
export { readShop } from './read-shop.ts';
export { addDivision, saveDepartment, saveDivision, saveVatRate } from './save-groups.ts';
export { changeProduct, createProduct, nextCode, noDivisionSentence } from './save-product.ts';
export * as catalogTables from './tables.ts';
