import { defineResource } from '../adapter/definition.ts';

export const barcodeMask = defineResource({
  model: 'BarcodeMask',
  label: 'Barcode masks',
  group: 'Catalogue',
  title: ['startingDigits', 'description'],
  search: ['startingDigits', 'description'],
  list: ['startingDigits', 'description', 'barcodeLength', 'companyId', 'updatedAt', 'deletedAt'],
  filters: ['companyId', 'barcodeLength'],
  sort: { by: 'startingDigits', direction: 'asc' },
  labels: { startingDigits: 'Begins with', barcodeLength: 'Digits' },
});
