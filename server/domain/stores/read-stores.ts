/** Stores, as the people who run their tills see them. */
import { DomainError } from '../../core/errors.ts';
import type { Ctx } from '../../db/index.ts';
import { authorize, scopeFor } from '../tenancy/index.ts';
import { readNetworks } from './networks.ts';
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

/** The most companies that a choice offers. */
const offeredCompanies = 500;

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
