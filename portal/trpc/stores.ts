import { z } from 'zod';
import { DomainError } from '../../server/core/errors.ts';
import { normalizeWireId } from '../../server/core/ids.ts';
import type { Ctx } from '../../server/db/index.ts';
import {
  createTerminal,
  getStoreLife,
  listStores,
  listTerminalCompanies,
  listTerminals,
  setCodeOnlyAccess,
} from '../../server/domain/stores/index.ts';
import { can, getCompanyBySlug } from '../../server/domain/tenancy/index.ts';
import { router, signedInProcedure } from './procedures.ts';

const slug = z.string().max(96);
const named = z.object({ company: slug, uuid: z.string().max(64) });

export const storesRouter = router({
  /** The companies of which the person sees tills. */
  companies: signedInProcedure.query(({ ctx }) => listTerminalCompanies(ctx.ctx)),

  /** Stores with their tills counted by state. */
  list: signedInProcedure.input(z.object({ company: slug })).query(async ({ ctx: { ctx }, input }) => {
    const company = await getCompanyBySlug(ctx, input.company);
    return { company, stores: await listStores(ctx, company.id) };
  }),

  /** One store with its tills. */
  get: signedInProcedure.input(named).query(async ({ ctx: { ctx }, input }) => {
    const { company, store } = await findStore(ctx, input);
    const where = { companyId: company.id, storeId: store.id };
    return {
      company,
      store,
      terminals: await listTerminals(ctx, where),
      mayManageTills: can(ctx, 'terminal.manage', where),
      mayManageStore: can(ctx, 'store.manage', where),
      now: ctx.now(),
    };
  }),

  /** Puts a till into the store. */
  register: signedInProcedure
    .input(named.extend({ code: z.string(), name: z.string().optional(), number: z.number().or(z.nan()).optional() }))
    .mutation(async ({ ctx: { ctx }, input: { company, uuid, ...till } }) => {
      const { store } = await findStore(ctx, { company, uuid });
      return createTerminal(ctx, { ...till, storeId: store.id });
    }),

  /** Networks from which the store's tills need no secret; an empty list closes it. */
  setCodeOnly: signedInProcedure
    .input(named.extend({ networks: z.array(z.string().max(100)).max(1000) }))
    .mutation(async ({ ctx: { ctx }, input }) => {
      const { store } = await findStore(ctx, input);
      await setCodeOnlyAccess(ctx, store.id, input.networks);
    }),
});

async function findStore(ctx: Ctx, input: { company: string; uuid: string }) {
  const uuid = normalizeWireId(input.uuid);
  if (uuid === null) throw new DomainError('not_found');
  const company = await getCompanyBySlug(ctx, input.company);
  return { company, store: await getStoreLife(ctx, { companyId: company.id, uuid }) };
}
