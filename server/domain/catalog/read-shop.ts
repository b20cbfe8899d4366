import type { Ctx } from '../../db/index.ts';
import { authorize, can } from '../tenancy/index.ts';

/** What every page of the catalogue needs of a company: its currency, its stores, and where the actor may set prices.
 *  @throws not_found the company is none that the actor sees
 *  @throws forbidden the actor may not see the catalogue */
export async function readShop(ctx: Ctx, companyId: number) {
  authorize(ctx, 'catalog.see', { companyId });
  const company = await ctx.db.reader.company.findUniqueOrThrow({
    where: { id: companyId },
    select: {
      currency: true,
      timeZone: true,
      stores: {
        where: { deletedAt: null },
        select: { id: true, code: true, name: true, currency: true },
        orderBy: { code: 'asc' },
      },
    },
  });
  return {
    currency: company.currency,
    timeZone: company.timeZone,
    mayWrite: can(ctx, 'catalog.write', { companyId }),
    /** For the whole company. */
    mayPrice: can(ctx, 'price.write', { companyId }),
    stores: company.stores.map((store) => ({
      ...store,
      mayPrice: can(ctx, 'price.write', { companyId, storeId: store.id }),
    })),
  };
}
