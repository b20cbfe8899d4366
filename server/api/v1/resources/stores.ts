import { z } from 'zod';
import { normalizeWireId } from '../../../core/ids.ts';
import { storeSource } from '../../../domain/resources/index.ts';
import { createStore, type FeatureFlags, fiscalProfiles, updateStore } from '../../../domain/stores/index.ts';
import type { Operation } from '../../../http/operation.ts';
import { changedSince, containsAny, isFlag, isText } from './filters.ts';
import { changing, creating } from './resource.ts';
import { resourceOperations } from './resource-operations.ts';
import { saidOf } from './said.ts';
import { at, id, shown, text } from './values.ts';

const line = shown.text.nullable();
const flags = z.object({ restaurant_mode: z.boolean(), fiscal_profile: z.enum(fiscalProfiles) });

const item = z
  .object({
    id: shown.id,
    code: z.string().describe('Second part of what its terminals identify themselves by; fixed.'),
    name: shown.text,
    ...{ brand_name: line, description: line, web_page_url: line, street: line, block_no: line, district: line },
    ...{ postal_code: line, city_id: shown.id.nullable(), country_id: shown.id.nullable(), phone_number: line },
    email: line,
    time_zone: z.string().describe('IANA name.'),
    day_start_minutes: z.int().describe('Minutes after local midnight at which a business day begins.'),
    currency: z.string().describe('ISO 4217 letters.'),
    is_active: z.boolean().describe('False: closed, its terminals are refused.'),
    stock_policy: z.enum(['terminal', 'hub']).describe('Whose stock figures hold.'),
    warehouse_id: shown.id.nullable(),
    feature_flags: flags,
    created_at: shown.instant,
    updated_at: shown.instant,
    version: shown.version,
  })
  .meta({ id: 'Store' });

const profile = {
  ...{ brand_name: text(50).nullable(), description: text(100).nullable(), web_page_url: text(250).nullable() },
  ...{ street: text(150).nullable(), block_no: text(20).nullable(), district: text(100).nullable() },
  ...{ postal_code: text(20).nullable(), city_id: id.nullable(), country_id: id.nullable() },
  ...{ phone_number: text(20).nullable(), email: text(100).nullable(), time_zone: text(60) },
  ...{ day_start_minutes: z.int().min(0).max(1439), currency: text(3), stock_policy: z.enum(['terminal', 'hub']) },
  warehouse_id: id.nullable(),
  feature_flags: z.strictObject(flags.shape).partial(),
};
const optional = z.strictObject({ name: text(100), ...profile }).partial();

const body = optional.extend({ code: text(50), name: text(100) }).meta({ id: 'NewStore' });
const changes = optional.extend({ is_active: z.boolean().optional() }).meta({ id: 'StoreChanges' });

interface WantedFlags {
  restaurant_mode?: boolean | undefined;
  fiscal_profile?: FeatureFlags['fiscalProfile'] | undefined;
}

/** A switch that is not said stays as it was. */
function flagsOf(wanted: WantedFlags | undefined, before: FeatureFlags) {
  if (wanted === undefined) return {};
  const { restaurant_mode: restaurantMode, fiscal_profile: fiscalProfile } = wanted;
  return {
    featureFlags: {
      restaurantMode: restaurantMode ?? before.restaurantMode,
      fiscalProfile: fiscalProfile ?? before.fiscalProfile,
    },
  };
}

type Row = Awaited<ReturnType<ReturnType<typeof storeSource>['read']>>[number];

const show = (row: Row): z.input<typeof item> => ({
  ...{ id: row.uuid, code: row.code, name: row.name, brand_name: row.brandName, description: row.description },
  ...{ web_page_url: row.webPageUrl, street: row.street, block_no: row.blockNo, district: row.district },
  ...{ postal_code: row.postalCode, city_id: row.cityId, country_id: row.countryId },
  ...{ phone_number: row.phoneNumber, email: row.email, time_zone: row.timeZone, currency: row.currency },
  ...{ day_start_minutes: row.dayStartMinutes, is_active: row.isActive, warehouse_id: row.warehouseId },
  stock_policy: row.stockPolicy === 'hub' ? ('hub' as const) : ('terminal' as const),
  feature_flags: {
    restaurant_mode: row.featureFlags.restaurantMode,
    fiscal_profile: row.featureFlags.fiscalProfile,
  },
  ...{ created_at: at(row.createdAt), updated_at: at(row.updatedAt), version: row.version },
});

export function storeOperations(): Operation[] {
  return resourceOperations(storeSource, {
    ...{ one: 'Store', many: 'Stores', tag: 'Stores', path: 'stores', item },
    words: { one: 'store', many: 'stores' },
    namedBy: 'Id or code of the store.',
    named(name) {
      const uuid = normalizeWireId(name);
      const byCode = { is: 'equal', column: 'code', value: name } as const;
      if (uuid === null) return [byCode];
      return [{ is: 'any', of: [{ is: 'equal', column: 'uuid', value: uuid }, byCode] }];
    },
    filters: {
      ...{ search: containsAny(['name', 'code', 'district']), code: isText('code', 50, 'Exactly this code.') },
      ...{ is_active: isFlag('isActive'), currency: isText('currency', 3, 'ISO 4217 letters.'), ...changedSince },
    },
    sorts: { code: 'code', name: 'name', created_at: 'createdAt', updated_at: 'updatedAt' },
    defaultSort: 'code',
    versionOf: ({ version }) => version,
    show,
    instead: {
      ofOne: {
        DELETE:
          'A store keeps its books and is not deleted. To close it, change its `is_active` to false: its tills are refused then.',
      },
    },
    create: creating({
      right: 'store.create',
      summary: 'Open a store',
      description: 'Time zone, start of the day, currency and country are those of the company unless said otherwise.',
      body,
      async run({ ctx, companyId }, { feature_flags: wanted, ...said }) {
        const flagged = flagsOf(wanted, { restaurantMode: false, fiscalProfile: 'none' });
        const store = await createStore(ctx, { ...saidOf(said), ...flagged, companyId });
        return store.id;
      },
    }),
    change: changing({
      ...{ right: 'store.manage', storeOf: ({ id: storeId }: Row) => storeId },
      summary: 'Change, close or reopen a store',
      description: 'With `is_active` false its tills are refused from the next request on.',
      body: changes,
      run({ ctx, row }, { feature_flags: wanted, ...said }) {
        const flagged = flagsOf(wanted, row.featureFlags);
        return updateStore(ctx, { ...saidOf(said), ...flagged, storeId: row.id, version: row.version });
      },
    }),
  });
}
