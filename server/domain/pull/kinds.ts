/** The types of rows that are pulled. Most carry versions; the rest are looked at in groups, and sent whole when one of a group has
 *  changed. */
import { feedResources, hubResources } from '../init/index.ts';

export const feedTypes: readonly string[] = feedResources.map(({ name }) => name);

/** Groups of types without versions, with what they are made of. */
export const groups = {
  hub: hubResources.map(({ name }) => name),
  till: ['store', 'pos_settings'],
  cashiers: ['cashiers'],
  screens: ['forms', 'form_controls'],
  loose: ['label_values', 'pos_virtual_keyboards', 'cashier_performance_targets'],
} as const satisfies Record<string, readonly string[]>;

export type GroupName = keyof typeof groups;

export const groupNames = Object.keys(groups) as GroupName[];

/** Types that are sent whole. */
export const wholeTypes: readonly string[] = groupNames.flatMap((name) => groups[name]);

/** Every type, in the order in which it should be taken: what is referred to comes first. */
export const allTypes: readonly string[] = [...wholeTypes, ...feedTypes];

/** Types that one till alone is given. */
export const tillTypes: ReadonlySet<string> = new Set(
  groupNames.flatMap((name) => (name === 'hub' ? [] : groups[name])),
);

/** What a kitchen screen shows with an order: what is made, of what kind, in which unit, in which store. */
export const kitchenTypes: ReadonlySet<string> = new Set([
  ...['store', 'product_units', 'department_main_groups', 'department_sub_groups', 'products', 'product_variants'],
  ...['product_attributes', 'product_barcodes'],
]);

/** Types that tell about people who buy. */
export const customerTypes: ReadonlySet<string> = new Set(['customers', 'coupons', 'customer_segments']);
