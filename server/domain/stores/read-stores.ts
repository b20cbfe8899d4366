/** Stores, as the people who run their tills see them. */
import { DomainError } from '../../core/errors.ts';
import type { Ctx } from '../../db/index.ts';
import { authorize, scopeFor } from '../tenancy/index.ts';
import { readNetworks } from './networks.ts';
import { readFeatureFlags } from './store-references.ts';
import { stateOf, type TerminalState, terminalStates } from './terminal-state.ts';

/** What people see of a store beside its terminals. */
export const storeColumns = {
  id: true,
  uuid: true,
  code: true,
  name: true,
  timeZone: true,
  isActive: true,
  codeOnlyAccess: true,
  codeOnlyNetworks: true,
} as const;

/** The most companies, or warehouses, that a choice offers. */
const offeredCompanies = 500;
const offeredCities = 2000;

/** The companies of which the actor sees terminals, by name. */
export function listTerminalCompanies(ctx: Ctx): Promise<{ slug: string; name: string }[]> {
  const { companyIds } = scopeFor(ctx, 'terminal.see');
  return ctx.db.reader.company.findMany({
    where: { deletedAt: null, ...(companyIds && { id: { in: [...companyIds] } }) },
    select: { slug: true, name: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: offeredCompanies,
  });
}

/** The stores of a company whose terminals the actor sees, by code, each with its terminals counted by state.
 *  @throws forbidden the actor sees none of this company's terminals */
export async function listStores(ctx: Ctx, companyId: number) {
  const { companyIds, storeIds } = scopeFor(ctx, 'terminal.see');
  if (companyIds !== null && !companyIds.includes(companyId)) throw new DomainError('forbidden', { companyId });
  const stores = await ctx.db.reader.store.findMany({
    where: { companyId, deletedAt: null, ...(storeIds && { id: { in: [...storeIds] } }) },
    select: {
      ...storeColumns,
      terminals: {
        select: {
          isActive: true,
          revokedAt: true,
          deletedAt: true,
          syncPolicy: true,
          state: { select: { lastSeenAt: true, lastPushAt: true, lastInitAt: true } },
        },
      },
    },
    orderBy: { code: 'asc' },
  });
  const now = ctx.now();
  return stores.map(({ terminals, ...store }) => {
    const states = terminals.map(({ state, ...terminal }) => stateOf({ ...terminal, ...state }, now));
    const counts = Object.fromEntries(
      terminalStates.map((name) => [name, states.filter((state) => state === name).length]),
    ) as Record<TerminalState, number>;
    return { ...store, counts };
  });
}

/** A store by its wire id.
 *  @throws not_found it does not exist, or its terminals not for this actor */
export async function getStoreLife(ctx: Ctx, which: { companyId: number; uuid: string }) {
  const store = await ctx.db.reader.store.findFirst({ where: { ...which, deletedAt: null }, select: storeColumns });
  if (!store) throw new DomainError('not_found', { store: which.uuid });
  authorize(ctx, 'terminal.see', { companyId: which.companyId, storeId: store.id });
  return { ...store, codeOnlyNetworks: store.codeOnlyAccess ? readNetworks(store.codeOnlyNetworks) : [] };
}

/** Everything about a store that people say themselves, for the form that changes it.
 *  @throws not_found, forbidden the store is none that the actor manages */
export async function getStoreProfile(ctx: Ctx, which: { companyId: number; uuid: string }) {
  const store = await ctx.db.reader.store.findFirst({
    where: { ...which, deletedAt: null },
    select: {
      ...{ id: true, uuid: true, code: true, name: true, isActive: true, version: true, companyId: true },
      ...{
        brandName: true,
        street: true,
        blockNo: true,
        district: true,
        postalCode: true,
        cityId: true,
        countryId: true,
      },
      ...{ phoneNumber: true, email: true, timeZone: true, dayStartMinutes: true, currency: true },
      ...{ stockPolicy: true, warehouseId: true, featureFlags: true },
    },
  });
  if (!store) throw new DomainError('not_found', { store: which.uuid });
  authorize(ctx, 'store.manage', { companyId: which.companyId, storeId: store.id });
  return { ...store, featureFlags: readFeatureFlags(store.featureFlags) };
}

/** What the form of a store offers: countries and cities by name, and warehouses that the store can sell from.
 *  @param storeId null for a store that does not exist yet
 *  @throws not_found, forbidden the actor may neither open nor manage stores there */
export async function storeChoices(ctx: Ctx, { companyId, storeId }: { companyId: number; storeId: number | null }) {
  authorize(ctx, storeId === null ? 'store.create' : 'store.manage', {
    companyId,
    ...(storeId !== null && { storeId }),
  });
  const { reader } = ctx.db;
  const ownOrHub = { deletedAt: null, OR: [{ companyId }, { companyId: null }] };
  const [company, countries, cities, warehouses, codes] = await Promise.all([
    reader.company.findUniqueOrThrow({
      where: { id: companyId },
      select: { timeZone: true, currency: true, countryId: true, dayStartMinutes: true },
    }),
    reader.country.findMany({
      where: ownOrHub,
      select: { id: true, name: true, isoAlpha2: true },
      orderBy: { name: 'asc' },
    }),
    reader.city.findMany({
      where: ownOrHub,
      select: { id: true, name: true, countryId: true },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
      take: offeredCities,
    }),
    reader.warehouse.findMany({
      where: { companyId, deletedAt: null, OR: [{ storeId: null }, ...(storeId === null ? [] : [{ storeId }])] },
      select: { id: true, code: true, name: true, storeId: true },
      orderBy: { code: 'asc' },
      take: offeredCompanies,
    }),
    reader.store.findMany({ where: { companyId }, select: { code: true }, orderBy: { code: 'asc' } }),
  ]);
  return { company, countries, cities, warehouses, usedCodes: codes.map(({ code }) => code) };
}
