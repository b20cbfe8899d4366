import { z } from 'zod';
import { DomainError } from '../../server/core/errors.ts';
import { normalizeWireId } from '../../server/core/ids.ts';
import { listWarehouses, moveWarehouse, saveWarehouse } from '../../server/domain/stock/index.ts';
import { companyOf } from '../company.ts';
import { router, signedInProcedure } from './procedures.ts';

const inCompany = z.object({ company: z.string().max(96) });
const id = z.string().max(64);
const seen = z.int().or(z.nan());

/** Places that hold goods: of one store, or central. */
export const warehousesRouter = router({
  list: signedInProcedure.input(inCompany).query(async ({ ctx: { ctx }, input }) => {
    const company = await companyOf(ctx, input.company);
    return { company, ...(await listWarehouses(ctx, company.id)) };
  }),

  save: signedInProcedure
    .input(
      inCompany.extend({
        id: id.optional(),
        seen: seen.optional(),
        code: z.string(),
        name: z.string(),
        warehouseType: z.string(),
        /** Null: central. */
        storeId: z.int().nullable(),
        address: z.string(),
        description: z.string(),
        isActive: z.boolean(),
      }),
    )
    .mutation(async ({ ctx: { ctx }, input: { company, id: named, ...said } }) => {
      const { id: companyId } = await companyOf(ctx, company);
      return saveWarehouse(ctx, { ...said, companyId, ...(named !== undefined && { id: known(named) }) });
    }),

  /** Deletes or restores one of them. */
  move: signedInProcedure
    .input(inCompany.extend({ id, seen, isBack: z.boolean() }))
    .mutation(async ({ ctx: { ctx }, input: { company, id: named, ...how } }) => {
      const { id: companyId } = await companyOf(ctx, company);
      await moveWarehouse(ctx, { ...how, companyId, id: known(named) });
    }),
});

function known(named: string): string {
  const found = normalizeWireId(named);
  if (found === null) throw new DomainError('not_found');
  return found;
}
