/** What a kitchen screen is told of goods: what they are and how they are made. What they cost, to buy or to sell, and how they are
 *  taxed, discounted and stored is none of its business. */
import type { WireRow } from './definition.ts';
import type { Extras } from './extras.ts';
import { feedResources } from './feed-resources.ts';
import { type Resource, resource } from './resource.ts';

/** Fields of each type beside those of blocks A and S; whatever is added to a row later is not among them by itself. */
const shown: Readonly<Record<string, string>> = {
  product_units: 'code name description symbol base_id base_amount',
  department_main_groups: 'code name description',
  department_sub_groups: 'code name description main_group_id',
  products: `code name short_name description description_on_screen is_scalable stock_unit lot_number serving_size
    fk_product_unit_id fk_department_main_group_id fk_department_sub_group_id fk_store_id
    preparation_time cooking_time spice_level recipe_instructions ingredients allergen_info origin_country
    is_vegetarian is_vegan is_halal is_kosher shelf_life_days expiration_date production_date weight
    calories_per_100g protein_per_100g carb_per_100g fat_per_100g fiber_per_100g sodium_per_100g`,
  product_variants: `fk_product_id variant_name variant_code sort_order is_active is_default size color weight
    additional_info`,
  product_attributes: `fk_product_id fk_product_variant_id attribute_name attribute_value attribute_type language category
    display_name unit text_value number_value boolean_value date_value display_order is_visible_on_product`,
  product_barcodes: 'fk_product_id barcode old_barcode',
};

const storeFields = new Set([
  ...['id', 'brand_name', 'company_name', 'is_active', 'fk_cashier_create_id', 'fk_cashier_update_id', 'created_at'],
  ...['updated_at', 'is_deleted', 'delete_description', 'deleted_at', 'deleted_by'],
]);

/** The types with versions that a kitchen screen pulls, in the order of the feed. */
export const kitchenResources: readonly Resource[] = feedResources.flatMap((each) => {
  const names = shown[each.name];
  return names === undefined ? [] : [narrowed(each, new Set(names.split(/\s+/)))];
});

/** The store as a kitchen screen knows it. */
export function kitchenStoreRow(row: WireRow): WireRow {
  return Object.fromEntries(Object.entries(row).filter(([name]) => storeFields.has(name)));
}

/** The same rows with fewer fields. A row without a price does not change with one. */
function narrowed({ definition }: Resource, names: ReadonlySet<string>): Resource {
  const { pricedBy: _priced, fields, extras, ...rest } = definition;
  return resource({
    ...rest,
    fields: Object.fromEntries(Object.entries(fields).filter(([name]) => names.has(name))),
    ...(extras && { extras: extrasOf(extras, names) }),
  });
}

function extrasOf(extras: Extras, names: ReadonlySet<string>): Extras {
  const entries = Object.entries(extras).map(([type, list]) => [
    type,
    list
      .split(/\s+/)
      .filter((entry) => names.has(/^\w*/.exec(entry)?.[0] ?? ''))
      .join(' '),
  ]);
  return Object.fromEntries(entries);
}
