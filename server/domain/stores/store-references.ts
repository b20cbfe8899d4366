/** What a store points at must be its company's own, or the hub's. */
import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import type { Tx } from '../../db/index.ts';

/** Whose fiscal rules the programs of a store follow. */
export const fiscalProfiles = ['none', 'gb', 'tr', 'de'] as const;
export type FiscalProfile = (typeof fiscalProfiles)[number];

/** Switches of a store, handed to the programs that work there. */
export const featureFlags = z.object({
  restaurantMode: z.boolean().default(false),
  fiscalProfile: z.enum(fiscalProfiles, 'one of the fiscal profiles offered').default('none'),
});

export type FeatureFlags = z.output<typeof featureFlags>;

/** The switches as they are stored; what is not there, or not ours, is off. */
export function readFeatureFlags(stored: string): FeatureFlags {
  const parsed = featureFlags.safeParse(JSON.parse(stored));
  return parsed.success ? parsed.data : featureFlags.parse({});
}

interface References {
  /** Null for a new store. */
  storeId: number | null;
  warehouseId?: string | null | undefined;
  cityId?: string | null | undefined;
  countryId?: string | null | undefined;
}

/** Lets a store's change go on if what it names exists for it.
 *  @throws invalid_input naming the field */
export async function requireReferences(tx: Tx, companyId: number, named: References): Promise<void> {
  const errors: { path: string; message: string }[] = [];
  const ownOrHub = { deletedAt: null, OR: [{ companyId }, { companyId: null }] };
  if (named.warehouseId) {
    const where = {
      id: named.warehouseId,
      companyId,
      deletedAt: null,
      OR: [{ storeId: null }, { storeId: named.storeId }],
    };
    if ((await tx.warehouse.count({ where })) === 0) {
      errors.push({ path: 'warehouseId', message: 'a warehouse of this store, or a central one of the company' });
    }
  }
  if (named.countryId && (await tx.country.count({ where: { ...ownOrHub, id: named.countryId } })) === 0) {
    errors.push({ path: 'countryId', message: 'a country of the list' });
  }
  if (named.cityId) {
    const city = await tx.city.findFirst({ where: { ...ownOrHub, id: named.cityId }, select: { countryId: true } });
    if (!city) errors.push({ path: 'cityId', message: 'a city of the list' });
    else if (named.countryId && named.countryId !== city.countryId) {
      errors.push({ path: 'cityId', message: 'a city of the chosen country' });
    }
  }
  if (errors.length > 0) throw new DomainError('invalid_input', { errors });
}
