/** What is sold: departments, products with their prices, and how they are recognised. */
import {
  bool,
  constant,
  type Field,
  ifKnown,
  int,
  money4,
  percent4,
  text,
  textOrNull,
  uuid,
  wholeUnits,
} from '../kinds.ts';
import { resource } from '../resource.ts';

export const productUnits = resource({
  name: 'product_units',
  table: 'product_units',
  owner: 'own',
  blocks: 'A+S',
  fields: {
    code: text('code'),
    name: text('name'),
    description: textOrNull('description'),
    symbol: textOrNull('symbol'),
  },
  extras: { int: 'base_id', float: 'base_amount' },
});

export const manufacturers = resource({
  name: 'product_manufacturers',
  table: 'manufacturers',
  owner: 'own',
  blocks: 'A+S',
  fields: { name: text('name'), description: textOrNull('description') },
});

const departmentFields = {
  code: text('code'),
  name: text('name'),
  description: textOrNull('description'),
  max_price: money4('max_price_e4'),
  discount_rate: percent4('discount_rate_basis_points'),
};

export const mainGroups = resource({
  name: 'department_main_groups',
  table: 'department_main_groups',
  owner: 'own',
  blocks: 'A+S',
  fields: { ...departmentFields, fk_vat_id: uuid('vat_rate_id') },
});

export const subGroups = resource({
  name: 'department_sub_groups',
  table: 'department_sub_groups',
  owner: 'own',
  blocks: 'A+S',
  fields: { ...departmentFields, main_group_id: uuid('main_group_id') },
});

interface PriceWords {
  param(name: 'store' | 'currency' | 'now'): string;
}

/** The price of a product in this store at this moment: the store's own, else the company's, the one that began last. */
function priceNow(q: PriceWords, productId: string): string {
  return `(SELECT p.price_e4 FROM prices p WHERE p.product_id = ${productId} AND p.deleted_at IS NULL
    AND (p.store_id IS NULL OR p.store_id = ${q.param('store')}) AND p.currency = ${q.param('currency')}
    AND (p.valid_from IS NULL OR p.valid_from <= ${q.param('now')})
    AND (p.valid_until IS NULL OR p.valid_until > ${q.param('now')})
    ORDER BY p.store_id IS NULL, p.valid_from DESC NULLS LAST, p.version DESC, p.id LIMIT 1)`;
}

const storeUuid = uuid('(SELECT s.uuid FROM stores s WHERE s.id = t.store_id)');

/** The store's own stock of a product, in whole units, with what is kept under ids that were merged into it. */
function ownStock(q: { list(name: 'locations'): string; sumBig(expression: string): string }): Field {
  const lies = () => `l.deleted_at IS NULL AND l.location_id IN ${q.list('locations')}`;
  return wholeUnits(`(SELECT ${q.sumBig('l.on_hand_e4')} FROM stock_levels l WHERE ${lies()} AND l.product_id IN (
    SELECT t.id UNION ALL SELECT r.uuid FROM seen_records r WHERE r.merged_into_id = t.id AND r.kind = 'product'))`);
}

/** A product without a price that holds now says nothing about it: a till that has one keeps it. */
function products(stockFromHub: boolean) {
  return resource({
    name: 'products',
    table: 'products',
    owner: 'own',
    blocks: 'A+S',
    isLarge: true,
    onlyStore: 'store_id',
    pricedBy: 'id',
    fields: {
      fk_server_id: constant(null),
      code: text('code'),
      name: text('name'),
      short_name: textOrNull('short_name'),
      description: textOrNull('description'),
      purchase_price: money4('purchase_price_e4'),
      sale_price: (q) => ifKnown(money4(priceNow(q, 't.id'))),
      ...(stockFromHub && { stock: ownStock }),
      min_stock: wholeUnits('min_stock_e4'),
      max_stock: wholeUnits('max_stock_e4'),
      vat_no: int('vat_number'),
      is_scalable: bool('is_scalable'),
      is_allowed_discount: bool('allows_discount'),
      is_allowed_return: bool('allows_return'),
      is_allowed_negative_stock: bool('allows_negative_stock'),
      fk_vat_id: uuid('vat_rate_id'),
      fk_product_unit_id: uuid('unit_id'),
      fk_department_main_group_id: uuid('main_group_id'),
      fk_department_sub_group_id: uuid('sub_group_id'),
      fk_manufacturer_id: uuid('manufacturer_id'),
      fk_store_id: storeUuid,
      fk_primary_warehouse_id: constant(null),
    },
    extras: {
      int: `discount_percent=0 stock_unit_no=1 shelf_life_days preparation_time cooking_time spice_level
        washing_temperature model_year warranty_period`,
      text: `old_code shelf_code keyboard_value description_on_screen description_on_shelf description_on_scale stock_unit
        lot_number allergen_info serving_size season style gender age_group brand collection origin_country
        warranty_description ingredients recipe_instructions care_instructions`,
      bool: `is_vegetarian=false is_vegan=false is_halal=false is_kosher=false is_gift_wrappable=false is_fragile=false
        is_hazardous=false requires_age_verification=false`,
      float: `calories_per_100g protein_per_100g carb_per_100g fat_per_100g fiber_per_100g sodium_per_100g weight length
        width height`,
      date: 'expiration_date production_date',
    },
  });
}

export const productsWithStock = products(true);
/** Without `stock`: the till's own figure stays (protocol, trap 15). */
export const productsWithoutStock = products(false);

export const variants = resource({
  name: 'product_variants',
  table: 'product_variants',
  owner: 'own',
  blocks: 'A+S',
  partOf: { table: 'products', column: 'product_id', hasStore: true },
  isLarge: true,
  fields: {
    fk_product_id: uuid('product_id'),
    variant_name: text('name'),
    variant_code: text('code'),
    sort_order: int('sort_order'),
    is_active: bool('is_active'),
    is_default: bool('is_default'),
  },
  extras: {
    text: `color color_hex size fabric pattern shoe_size_eu shoe_size_us shoe_size_uk shoe_width sole_material
      upper_material closure_type storage_capacity ram_capacity processor_type screen_size connectivity shade finish
      skin_type metal_type stone_type ring_size dimensions additional_info`,
    float: 'heel_height carat_weight chain_length weight',
  },
});

export const attributes = resource({
  name: 'product_attributes',
  table: 'product_attributes',
  owner: 'own',
  blocks: 'A+S',
  partOf: { table: 'products', column: 'product_id', hasStore: true },
  isLarge: true,
  fields: {
    fk_product_id: uuid('product_id'),
    fk_product_variant_id: uuid('variant_id'),
    attribute_name: text('name'),
    attribute_value: textOrNull('value'),
  },
  extras: {
    int: 'display_order=0',
    text: 'attribute_type=text language=en category display_name unit text_value',
    bool: 'is_searchable=true is_filterable=true is_visible_on_product=true boolean_value',
    float: 'number_value',
    datetime: 'date_value',
  },
});

/** A barcode without prices of its own has the product's. */
export const barcodes = resource({
  name: 'product_barcodes',
  table: 'product_barcodes',
  owner: 'own',
  pricedBy: 'product_id',
  blocks: 'A+S',
  partOf: { table: 'products', column: 'product_id', hasStore: true },
  isLarge: true,
  fields: {
    fk_server_id: int('server_number'),
    fk_product_id: uuid('product_id'),
    barcode: text('barcode'),
    old_barcode: textOrNull('old_barcode'),
    fk_barcode_mask_id: uuid('barcode_mask_id'),
    purchase_price: ifKnown(
      money4('coalesce(t.purchase_price_e4, (SELECT p.purchase_price_e4 FROM products p WHERE p.id = t.product_id))'),
    ),
    sale_price: (q) => ifKnown(money4(`coalesce(t.sale_price_e4, ${priceNow(q, 't.product_id')})`)),
  },
});

export const barcodeMasks = resource({
  name: 'product_barcode_masks',
  table: 'barcode_masks',
  owner: 'own',
  blocks: 'A+S',
  fields: {
    barcode_length: int('barcode_length'),
    starting_digits: textOrNull('starting_digits'),
    description: textOrNull('description'),
  },
  extras: {
    int: `code_started_at code_length quantity_started_at quantity_length weight_started_at weight_length
      price_started_at price_length color_started_at color_length size_started_at size_length`,
  },
});
