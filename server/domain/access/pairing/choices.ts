import type { Prisma } from '@prisma/client';
import type { Ctx } from '../../../db/index.ts';
import { scopeFor } from '../../tenancy/index.ts';

/** More are found by their names on the page of the store. */
const most = 500;

export interface PairingStore {
  id: number;
  uuid: string;
  code: string;
  name: string;
  company: { name: string; slug: string };
}

export interface PairingTill {
  id: number;
  uuid: string;
  code: string;
  name: string;
  store: PairingStore;
}

/** What a device can be let in as: tills that wait for a key, and stores for new ones, by company and store; at most 500 of
 *  each. */
export async function listPairingChoices(ctx: Ctx): Promise<{ tills: PairingTill[]; stores: PairingStore[] }> {
  const { companyIds, storeIds } = scopeFor(ctx, 'terminal.manage');
  const where: Prisma.StoreWhereInput = {
    ...{ deletedAt: null, company: { deletedAt: null } },
    ...(companyIds && { companyId: { in: [...companyIds] } }),
    ...(storeIds && { id: { in: [...storeIds] } }),
  };
  const works = { revokedAt: null, replacedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: ctx.now() } }] };
  const store = { id: true, uuid: true, code: true, name: true, company: { select: { name: true, slug: true } } };
  const { reader } = ctx.db;
  const [stores, tills] = await Promise.all([
    reader.store.findMany({
      where,
      select: store,
      orderBy: [{ company: { name: 'asc' } }, { code: 'asc' }],
      take: most,
    }),
    reader.terminal.findMany({
      where: { deletedAt: null, revokedAt: null, store: where, apiKeys: { none: works } },
      select: { id: true, uuid: true, code: true, name: true, store: { select: store } },
      orderBy: [{ store: { company: { name: 'asc' } } }, { store: { code: 'asc' } }, { code: 'asc' }],
      take: most,
    }),
  ]);
  return { tills, stores };
}
