/** The tables of the catalogue. Limits are those of the terminals (protocol 1.2). */

import { foldForSearch } from '../../core/search-text.ts';
import { field, masterTable } from '../master-data/index.ts';

const action = 'catalog.write';
const codeKey = ['code'] as const;
const codeUnique = [['company_id', 'code']] as const;

/** Main groups have codes 1 to 99, sub groups from 100 on (protocol 1.2, value hints). */
function codeBetween(from: number, to: number) {
  return (row: Record<string, unknown>) => {
    const code = Number(row.code);
    if (Number.isInteger(code) && code >= from && code <= to) return null;
    return { field: 'code' as const, message: `must be a number from ${from} to ${to}` };
  };
}

export const vatRates = masterTable({
  table: 'vat_rates',
  subject: 'vat_rate',
  action,
  key: ['number'],
  uniques: [['company_id', 'number']],
  fields: {
    number: field.integer(),
    name: field.text(50),
    rateBasisPoints: field.basisPoints(),
    description: field.optionalText(100),
  },
});

export const units = masterTable({
  table: 'product_units',
  subject: 'product_unit',
  action,
  key: codeKey,
  uniques: codeUnique,
  fields: {
    code: field.text(10),
    name: field.text(50),
    symbol: field.optionalText(10),
    description: field.optionalText(100),
    terminalFields: field.terminalFields(),
  },
});

export const manufacturers = masterTable({
  table: 'manufacturers',
  subject: 'manufacturer',
  action,
  key: ['name'],
  fields: { name: field.text(100), description: field.optionalText(250) },
});

const departmentFields = {
  code: field.text(10),
  name: field.text(50),
  description: field.optionalText(100),
  maxPriceE4: field.optionalAmountE4(),
  discountRateBasisPoints: field.optionalBasisPoints(),
};

export const mainGroups = masterTable({
  table: 'department_main_groups',
  subject: 'department',
  action,
  key: codeKey,
  uniques: codeUnique,
  references: { vatRateId: { table: 'vat_rates', key: 'text' } },
  check: codeBetween(1, 99),
  fields: { ...departmentFields, vatRateId: field.optionalReference() },
});

export const subGroups = masterTable({
  table: 'department_sub_groups',
  subject: 'sub_department',
  action,
  key: codeKey,
  uniques: codeUnique,
  references: { mainGroupId: { table: 'department_main_groups', key: 'text' } },
  check: codeBetween(100, 9_999_999),
  fields: { ...departmentFields, mainGroupId: field.optionalReference() },
});

export const products = masterTable({
  table: 'products',
  subject: 'product',
  action,
  key: codeKey,
  uniques: codeUnique,
  references: {
    mainGroupId: { table: 'department_main_groups', key: 'text' },
    subGroupId: { table: 'department_sub_groups', key: 'text' },
    vatRateId: { table: 'vat_rates', key: 'text' },
    unitId: { table: 'product_units', key: 'text' },
    manufacturerId: { table: 'manufacturers', key: 'text' },
    storeId: { table: 'stores', key: 'int' },
  },
  derived: { name_folded: { type: 'text', from: (row) => foldForSearch(String(row.name)) } },
  fields: {
    code: field.text(20),
    name: field.text(100),
    shortName: field.optionalText(50),
    description: field.optionalText(150),
    mainGroupId: field.reference(),
    subGroupId: field.reference(),
    vatRateId: field.optionalReference(),
    unitId: field.optionalReference(),
    manufacturerId: field.optionalReference(),
    storeId: field.optionalStore(),
    purchasePriceE4: field.optionalAmountE4(),
    vatNumber: field.defaultInteger(1),
    minStockE4: field.defaultAmountE4(0n),
    maxStockE4: field.defaultAmountE4(0n),
    isScalable: field.flag(false),
    allowsDiscount: field.flag(true),
    allowsReturn: field.flag(true),
    allowsNegativeStock: field.flag(false),
    terminalFields: field.terminalFields(),
  },
});

const productReference = { table: 'products', key: 'text' } as const;

export const variants = masterTable({
  table: 'product_variants',
  subject: 'product_variant',
  action,
  key: codeKey,
  uniques: codeUnique,
  references: { productId: productReference },
  fields: {
    code: field.text(50),
    name: field.text(100),
    productId: field.reference(),
    sortOrder: field.defaultInteger(0),
    isActive: field.flag(true),
    isDefault: field.flag(false),
    terminalFields: field.terminalFields(),
  },
});

export const attributes = masterTable({
  table: 'product_attributes',
  subject: 'product_attribute',
  action,
  key: ['productId', 'variantId', 'name'],
  references: { productId: productReference, variantId: { table: 'product_variants', key: 'text' } },
  fields: {
    productId: field.reference(),
    variantId: field.optionalReference(),
    name: field.text(100),
    value: field.optionalText(500),
    terminalFields: field.terminalFields(),
  },
});

export const barcodeMasks = masterTable({
  table: 'barcode_masks',
  subject: 'barcode_mask',
  action,
  fields: {
    startingDigits: field.optionalText(10),
    description: field.optionalText(150),
    barcodeLength: field.optionalInteger(),
    terminalFields: field.terminalFields(),
  },
});

export const barcodes = masterTable({
  table: 'product_barcodes',
  subject: 'product_barcode',
  action,
  key: ['barcode'],
  uniques: [['company_id', 'barcode']],
  references: { productId: productReference, barcodeMaskId: { table: 'barcode_masks', key: 'text' } },
  fields: {
    barcode: field.text(50),
    productId: field.reference(),
    oldBarcode: field.optionalText(50),
    barcodeMaskId: field.optionalReference(),
    purchasePriceE4: field.optionalAmountE4(),
    salePriceE4: field.optionalAmountE4(),
    serverNumber: field.optionalInteger(),
  },
});
