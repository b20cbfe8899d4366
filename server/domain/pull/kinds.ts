/** The types of rows that are pulled. Most carry versions; the rest are looked at in groups, and sent whole when one of a group has
 *  changed. */
import { feedResources, hubResources, kitchenResources, type Resource } from '../init/index.ts';
import type { Puller } from './places.ts';

const feedTypes: readonly string[] = feedResources.map(({ name }) => name);

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
export const kitchenTypes: ReadonlySet<string> = new Set(['store', ...kitchenResources.map(({ name }) => name)]);

/** Types with versions, as whoever pulls is told of them. */
export function resourcesFor({ isKitchen }: Pick<Puller, 'isKitchen'>, types: readonly string[]): readonly Resource[] {
  return (isKitchen ? kitchenResources : feedResources).filter(({ name }) => types.includes(name));
}

/** What is kept for several who ask is kept under their name: what they are told is the same. */
export function audienceOf({ companyId, storeId, isKitchen }: Puller): string {
  return `${companyId} ${storeId}${isKitchen ? ' kitchen' : ''}`;
}

/** Types that tell about people who buy. */
export const customerTypes: ReadonlySet<string> = new Set(['customers', 'coupons', 'customer_segments']);
