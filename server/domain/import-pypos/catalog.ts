/** Departments, products, what they cost and how they are recognised. */

import { catalogTables } from '../catalog/index.ts';
import { pricingTables } from '../pricing/index.ts';
import { type Adoption, adoption, type Place } from './adopt.ts';
import type { Cells } from './cells.ts';

/** A till writes 0 where it has no price of its own. */
function positive(amount: bigint | null): bigint | null {
  return amount === 0n ? null : amount;
}

function units(count: number | null): bigint {
  return BigInt(count ?? 0) * 10_000n;
}

/** The store where the till names its own; anything else is a store that nobody knows. */
export function storeOf(c: Cells, { sourceStoreId, storeId }: Place): number | null {
  const id = c.reference('fk_store_id');
  if (id === null || id === sourceStoreId) return id === null ? null : storeId;
  c.notes.push('fk_store_id is another store than the till’s own: taken over for every store');
  return null;
}

const department = (c: Cells) => ({
  code: c.text('code', 10) ?? '',
  name: c.text('name', 50) ?? c.text('code', 10) ?? '',
  description: c.text('description', 100),
  maxPriceE4: c.e4('max_price'),
  discountRateBasisPoints: c.basisPoints('discount_rate'),
});

const parts: readonly Adoption[] = [
  adoption(catalogTables.vatRates, {
    from: 'vat',
    renumber: { field: 'number', from: 1, to: 9999 },
    row: (c) => ({
      ...c.keys,
      number: c.int('no') ?? 0,
      name: c.text('name', 50) ?? '-',
      rateBasisPoints: c.basisPoints('rate') ?? 0,
      description: c.text('description', 100),
    }),
  }),
  adoption(catalogTables.units, {
    from: 'product_unit',
    row: (c) => ({
      ...c.keys,
      code: c.text('code', 10) ?? '',
      name: c.text('name', 50) ?? '',
      symbol: c.text('symbol', 10),
      description: c.text('description', 100),
      terminalFields: c.rest(),
    }),
  }),
  adoption(catalogTables.manufacturers, {
    from: 'product_manufacturer',
    row: (c) => ({
      ...c.keys,
      name: c.text('name', 100) ?? '',
      description: c.text('description', 250),
    }),
  }),
  adoption(catalogTables.mainGroups, {
    from: 'department_main_group',
    renumber: { field: 'code', from: 1, to: 99 },
    row: (c) => ({ ...c.keys, ...department(c), vatRateId: c.reference('fk_vat_id') }),
  }),
  adoption(catalogTables.subGroups, {
    from: 'department_sub_group',
    renumber: { field: 'code', from: 100, to: 9999 },
    row: (c) => ({ ...c.keys, ...department(c), mainGroupId: c.reference('main_group_id') }),
  }),
];

const products = adoption(catalogTables.products, {
  from: 'product',
  row: (c, place) => ({
    ...c.keys,
    code: c.text('code', 20) ?? '',
    name: c.text('name', 100) ?? c.text('short_name', 50) ?? c.text('code', 20) ?? '',
    shortName: c.text('short_name', 50),
    description: c.text('description', 150),
    mainGroupId: c.reference('fk_department_main_group_id') ?? '',
    subGroupId: c.reference('fk_department_sub_group_id') ?? '',
    vatRateId: c.reference('fk_vat_id'),
    unitId: c.reference('fk_product_unit_id'),
    manufacturerId: c.reference('fk_manufacturer_id'),
    storeId: storeOf(c, place),
    purchasePriceE4: positive(c.e4('purchase_price')),
    vatNumber: c.int('vat_no') ?? 1,
    minStockE4: units(c.int('min_stock')),
    maxStockE4: units(c.int('max_stock')),
    isScalable: c.flag('is_scalable', false),
    allowsDiscount: c.flag('is_allowed_discount', true),
    allowsReturn: c.flag('is_allowed_return', true),
    allowsNegativeStock: c.flag('is_allowed_negative_stock', false),
    terminalFields: c.rest('sale_price', 'stock', 'fk_primary_warehouse_id'),
  }),
});

/** A product's price is a row of its own at the hub: the company's, in the till's currency. A deleted product has none. */
const prices = adoption(pricingTables.prices, {
  from: 'product',
  as: 'product.sale_price',
  row: (c, { currency }) =>
    c.flag('is_deleted', false) ? '' : { productId: c.keys.id, currency, priceE4: c.e4('sale_price') ?? 0n },
});

const details: readonly Adoption[] = [
  adoption(catalogTables.variants, {
    from: 'product_variant',
    row: (c) => ({
      ...c.keys,
      code: c.text('variant_code', 50) ?? '',
      name: c.text('variant_name', 100) ?? '',
      productId: c.reference('fk_product_id') ?? '',
      sortOrder: c.int('sort_order') ?? 0,
      isActive: c.flag('is_active', true),
      isDefault: c.flag('is_default', false),
      terminalFields: c.rest(),
    }),
  }),
  adoption(catalogTables.attributes, {
    from: 'product_attribute',
    row: (c) => ({
      ...c.keys,
      productId: c.reference('fk_product_id') ?? '',
      variantId: c.reference('fk_product_variant_id'),
      name: c.text('attribute_name', 100) ?? '',
      value: c.text('attribute_value', 500),
      terminalFields: c.rest(),
    }),
  }),
  adoption(catalogTables.barcodeMasks, {
    from: 'product_barcode_mask',
    row: (c) => ({
      ...c.keys,
      startingDigits: c.text('starting_digits', 10),
      description: c.text('description', 150),
      barcodeLength: c.int('barcode_length'),
      terminalFields: c.rest(),
    }),
  }),
  adoption(catalogTables.barcodes, {
    from: 'product_barcode',
    row: (c) => ({
      ...c.keys,
      barcode: c.text('barcode', 50) ?? '',
      productId: c.reference('fk_product_id') ?? '',
      oldBarcode: c.text('old_barcode', 50),
      barcodeMaskId: c.reference('fk_barcode_mask_id'),
      purchasePriceE4: positive(c.e4('purchase_price')),
      salePriceE4: positive(c.e4('sale_price')),
      serverNumber: c.int('fk_server_id'),
    }),
  }),
];

export const catalogAdoptions: readonly Adoption[] = [...parts, products, prices, ...details];
