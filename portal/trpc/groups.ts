import { z } from 'zod';
import {
  moveDepartment,
  moveDivision,
  moveVatRate,
  saveDepartment,
  saveDivision,
  saveVatRate,
} from '../../server/domain/catalog/index.ts';
import { setUpCatalog } from '../../server/domain/provisioning/index.ts';
import { companyOf } from '../company.ts';
import { router, signedInProcedure } from './procedures.ts';

const inCompany = z.object({ company: z.string().max(96) });
const whole = z.int().or(z.nan()).optional();
const which = inCompany.extend({ id: z.string().max(64).optional(), seen: whole });
const moved = inCompany.extend({
  kind: z.enum(['vat', 'department', 'division']),
  id: z.string().max(64),
  seen: z.int().or(z.nan()),
  isBack: z.boolean(),
});

const moves = { vat: moveVatRate, department: moveDepartment, division: moveDivision } as const;

/** VAT rates, departments and their divisions. */
export const groupsRouter = router({
  saveVatRate: signedInProcedure
    .input(
      which.extend({
        number: whole,
        name: z.string(),
        rateBasisPoints: z.int().or(z.nan()),
        description: z.string().optional(),
      }),
    )
    .mutation(async ({ ctx: { ctx }, input: { company, ...rate } }) => {
      const { id: companyId } = await companyOf(ctx, company);
      return saveVatRate(ctx, { ...rate, companyId });
    }),

  saveDepartment: signedInProcedure
    .input(which.extend({ code: whole, name: z.string(), vatRateId: z.string().max(64) }))
    .mutation(async ({ ctx: { ctx }, input: { company, ...department } }) => {
      const { id: companyId } = await companyOf(ctx, company);
      return saveDepartment(ctx, { ...department, companyId });
    }),

  saveDivision: signedInProcedure
    .input(which.extend({ code: whole, name: z.string(), departmentId: z.string().max(64) }))
    .mutation(async ({ ctx: { ctx }, input: { company, ...division } }) => {
      const { id: companyId } = await companyOf(ctx, company);
      return saveDivision(ctx, { ...division, companyId });
    }),

  /** Deletes or restores one of them. */
  move: signedInProcedure.input(moved).mutation(async ({ ctx: { ctx }, input: { company, kind, ...named } }) => {
    const { id: companyId } = await companyOf(ctx, company);
    await moves[kind](ctx, { ...named, companyId });
  }),

  /** The usual rates and departments of a country, before there are products. */
  useCountry: signedInProcedure
    .input(inCompany.extend({ country: z.string().max(2) }))
    .mutation(async ({ ctx: { ctx }, input: { company, country } }) => {
      const { id: companyId } = await companyOf(ctx, company);
      await setUpCatalog(ctx, { companyId, country });
    }),
});
