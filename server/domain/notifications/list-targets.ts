import type { Ctx } from '../../db/index.ts';
import { can, scopeFor } from '../tenancy/index.ts';

const mostStores = 500;
const mostTerminals = 2000;

/** Whom the actor may tell something: stores by code, each with its terminals, and whether the whole company. */
export async function listTargets(ctx: Ctx, companyId: number) {
  const { companyIds, storeIds } = scopeFor(ctx, 'notification.send');
  const isEverywhere = can(ctx, 'notification.send', { companyId });
  if (companyIds !== null && !companyIds.includes(companyId)) return { isEverywhere: false, stores: [] };
  const stores = await ctx.db.reader.store.findMany({
    where: { companyId, deletedAt: null, ...(!isEverywhere && { id: { in: [...(storeIds ?? [])] } }) },
    select: { id: true, uuid: true, code: true, name: true },
    orderBy: { code: 'asc' },
    take: mostStores,
  });
  const terminals = await ctx.db.reader.terminal.findMany({
    where: { companyId, deletedAt: null, storeId: { in: stores.map(({ id }) => id) } },
    select: { uuid: true, code: true, name: true, storeId: true },
    orderBy: [{ storeId: 'asc' }, { code: 'asc' }],
    take: mostTerminals,
  });
  return {
    isEverywhere,
    stores: stores.map(({ id, ...store }) => ({
      ...store,
      terminals: terminals.filter(({ storeId }) => storeId === id).map(({ storeId: _, ...terminal }) => terminal),
    })),
  };
}
