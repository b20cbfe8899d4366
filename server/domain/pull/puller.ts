/** Who pulls, and what they may be given. */
import { DomainError } from '../../core/errors.ts';
import type { Ctx } from '../../db/index.ts';
import { authorize, can, companyWhere, scopeFor } from '../tenancy/index.ts';
import { allTypes, customerTypes, kitchenTypes, tillTypes } from './kinds.ts';
import type { Puller } from './places.ts';

export interface Asker {
  puller: Puller;
  /** Types that they may have, in order. */
  types: readonly string[];
}

/** A terminal pulls for itself, a kitchen screen what it shows; a program or a person names a store by its wire id.
 *  @throws invalid_input a terminal named another store, or nobody named one
 *  @throws not_found     there is no such store for whoever asks
 *  @throws forbidden     it may be seen, but not the catalogue */
export async function readAsker(ctx: Ctx, storeUuid: string | null): Promise<Asker> {
  const { actor } = ctx;
  if (actor.kind === 'terminal') {
    const { companyId, storeId, terminalId } = actor;
    if (storeUuid !== null) refuseStore('is for programs and people: a device pulls for its own store');
    authorize(ctx, 'data.pull', { companyId, storeId });
    const isKitchen = actor.isKitchen ?? false;
    const types = isKitchen ? allTypes.filter((type) => kitchenTypes.has(type)) : allTypes;
    return { puller: { companyId, storeId, terminalId, isKitchen }, types };
  }
  if (storeUuid === null) refuseStore('is needed: the UUID of the store whose prices are meant');
  const scope = scopeFor(ctx, 'store.see');
  const store = await ctx.db.reader.store.findFirst({
    where: {
      ...{ uuid: storeUuid, deletedAt: null },
      ...companyWhere(scope),
      ...(scope.storeIds && { id: { in: [...scope.storeIds] } }),
    },
    select: { id: true, companyId: true },
  });
  if (!store) throw new DomainError('not_found', { storeUuid });
  const { id: storeId, companyId } = store;
  authorize(ctx, 'catalog.see', { companyId });
  const seesCustomers = can(ctx, 'customer.see', { companyId });
  const types = allTypes.filter((type) => !tillTypes.has(type) && (seesCustomers || !customerTypes.has(type)));
  return { puller: { companyId, storeId, terminalId: null, isKitchen: false }, types };
}

function refuseStore(message: string): never {
  throw new DomainError('invalid_input', { errors: [{ path: 'store', message }] });
}

/** The types that were asked for, in their order; without any all that may be given.
 *  @throws invalid_input one of them is unknown, or not for whoever asks */
export function chosenTypes(asker: Asker, asked: readonly string[] | null): readonly string[] {
  if (asked === null) return asker.types;
  const wrong = asked.filter((type) => !asker.types.includes(type));
  if (wrong.length === 0) return asker.types.filter((type) => asked.includes(type));
  const message = `may name ${asker.types.join(', ')}; not ${wrong.join(', ')}`;
  throw new DomainError('invalid_input', { errors: [{ path: 'types', message }] });
}
