import { defineResource } from '../adapter/definition.ts';

export const barcode = defineResource({
  model: 'ProductBarcode',
  label: 'Barcodes',
  group: 'Catalogue',
  title: ['barcode'],
  search: ['barcode', 'oldBarcode'],
  list: ['barcode', 'productId', 'companyId', 'salePriceE4', 'purchasePriceE4', 'deletedAt'],
  filters: ['companyId', 'productId', 'salePriceE4'],
  sort: { by: 'barcode', direction: 'asc' },
});
