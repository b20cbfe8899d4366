import { z } from 'zod';
import {
  approveDeletion,
  cancelDeletion,
  exportCompany,
  getDeletion,
  getExportContents,
  startDeletion,
  withdrawApproval,
} from '../../server/domain/company-deletion/index.ts';
import { companyOf } from '../company.ts';
import { router, signedInProcedure } from './procedures.ts';

const named = z.object({ company: z.string().max(96) });
const proof = z.string().max(10_000);

export const deletionRouter = router({
  /** How far the company's deletion has come, and what it takes away. */
  get: signedInProcedure.input(named).query(async ({ ctx: { ctx, deletionCoolOffDays }, input }) => {
    const { id } = await companyOf(ctx, input.company);
    return { ...(await getDeletion(ctx, id)), coolOffDays: deletionCoolOffDays };
  }),

  start: signedInProcedure
    .input(named.extend({ name: z.string().max(1000), proof }))
    .mutation(async ({ ctx: { ctx, deletionCoolOffDays: coolOffDays }, input }) => {
      const { id: companyId } = await companyOf(ctx, input.company);
      return startDeletion(ctx, { companyId, name: input.name, proof: input.proof, coolOffDays });
    }),

  approve: signedInProcedure.input(named.extend({ proof })).mutation(async ({ ctx: { ctx }, input }) => {
    const { id: companyId } = await companyOf(ctx, input.company);
    return approveDeletion(ctx, { companyId, proof: input.proof });
  }),

  withdraw: signedInProcedure.input(named).mutation(async ({ ctx: { ctx }, input }) => {
    const { id } = await companyOf(ctx, input.company);
    return withdrawApproval(ctx, id);
  }),

  cancel: signedInProcedure.input(named).mutation(async ({ ctx: { ctx }, input }) => {
    const { id } = await companyOf(ctx, input.company);
    await cancelDeletion(ctx, id);
  }),

  /** What its export would hold. */
  contents: signedInProcedure.input(named).query(async ({ ctx: { ctx }, input }) => {
    const company = await companyOf(ctx, input.company);
    return { company, contents: await getExportContents(ctx, company.id) };
  }),

  /** Everything of the company as a zip. Who calls over `/trpc` gets its name and nothing begins. */
  export: signedInProcedure.input(named).mutation(async ({ ctx: { ctx }, input }) => {
    const { id } = await companyOf(ctx, input.company);
    return exportCompany(ctx, id);
  }),
});
