import { z } from 'zod';
import { DomainError } from '../../server/core/errors.ts';
import { normalizeWireId } from '../../server/core/ids.ts';
import type { Ctx } from '../../server/db/index.ts';
import {
  addCashier,
  changeCashier,
  getCashierLife,
  listCashierPlaces,
  listCashiers,
  setCashierActive,
} from '../../server/domain/stores/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import { companyOf } from '../company.ts';
import { router, signedInProcedure } from './procedures.ts';

const inCompany = z.object({ company: z.string().max(96) });
const named = inCompany.extend({ id: z.string().max(64) });
const seen = z.int().or(z.nan());
const places = z.array(z.object({ storeId: z.int(), terminalIds: z.array(z.int()).max(1000).nullable() })).max(1000);

const profile = {
  number: z.int().or(z.nan()).optional(),
  userName: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  description: z.string(),
  isAdministrator: z.boolean(),
  isManager: z.boolean(),
};

/** Cashiers. What they type at a till goes in and never comes out. */
export const cashiersRouter = router({
  list: signedInProcedure
    .input(
      inCompany.extend({
        search: z.string().max(100).optional(),
        state: z.enum(['active', 'inactive']).optional(),
        store: z.int().optional(),
        afterNumber: z.int().optional(),
      }),
    )
    .query(async ({ ctx: { ctx }, input: { company: slug, store, ...filter } }) => {
      const company = await companyOf(ctx, slug);
      const found = await listCashiers(ctx, { ...filter, companyId: company.id, storeId: store, most: 50 });
      return { company, ...found, places: await placesOf(ctx, company.id) };
    }),

  /** What the form of somebody new offers. */
  blank: signedInProcedure.input(inCompany).query(async ({ ctx: { ctx }, input }) => {
    const company = await companyOf(ctx, input.company);
    const places = await listCashierPlaces(ctx, company.id);
    return { company, places, mayManageAll: can(ctx, 'cashier.manage', { companyId: company.id }) };
  }),

  get: signedInProcedure.input(named).query(async ({ ctx: { ctx }, input }) => {
    const { company, cashierId } = await findIds(ctx, input);
    const cashier = await getCashierLife(ctx, { companyId: company.id, cashierId });
    const mayManageAll = can(ctx, 'cashier.manage', { companyId: company.id });
    return { company, cashier, places: await placesOf(ctx, company.id), mayManageAll };
  }),

  add: signedInProcedure
    .input(inCompany.extend({ ...profile, password: z.string(), places }))
    .mutation(async ({ ctx: { ctx, vault }, input: { company: slug, ...person } }) => {
      const company = await companyOf(ctx, slug);
      return addCashier(ctx, { ...person, companyId: company.id }, vault);
    }),

  change: signedInProcedure
    .input(named.extend({ seen, profile: z.object(profile).optional(), password: z.string().optional(), places }))
    .mutation(async ({ ctx: { ctx, vault }, input: { company: slug, id, ...changes } }) => {
      const { company, cashierId } = await findIds(ctx, { company: slug, id });
      await changeCashier(ctx, { ...changes, companyId: company.id, cashierId }, vault);
    }),

  setActive: signedInProcedure
    .input(named.extend({ seen, isActive: z.boolean() }))
    .mutation(async ({ ctx: { ctx }, input }) => {
      const { company, cashierId } = await findIds(ctx, input);
      const { seen: version, isActive } = input;
      await setCashierActive(ctx, { companyId: company.id, cashierId, seen: version, isActive });
    }),
});

async function findIds(ctx: Ctx, input: { company: string; id: string }) {
  const cashierId = normalizeWireId(input.id);
  if (cashierId === null) throw new DomainError('not_found');
  return { company: await companyOf(ctx, input.company), cashierId };
}

/** Where the person may send cashiers; nowhere for who only looks. */
async function placesOf(ctx: Ctx, companyId: number) {
  return can(ctx, 'cashier.manage') ? listCashierPlaces(ctx, companyId).catch(nothingWhenForbidden) : [];
}

function nothingWhenForbidden(error: unknown): never[] {
  if (error instanceof DomainError && error.code === 'forbidden') return [];
  throw error;
}
