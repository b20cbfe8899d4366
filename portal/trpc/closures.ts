import { z } from 'zod';
import { chooseStores, getReportCompany, listCompanies } from '../../reports/companies.ts';
import { isDay } from '../../server/core/business-day.ts';
import { DomainError } from '../../server/core/errors.ts';
import { normalizeWireId } from '../../server/core/ids.ts';
import type { Ctx } from '../../server/db/index.ts';
import {
  countVerdicts,
  getReconciliation,
  judgeAgain,
  listReconciliations,
  openPeriods,
} from '../../server/domain/reconciliation/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import { router, signedInProcedure } from './procedures.ts';

const slug = z.string().max(96);
const pageSize = 50;
const day = z.string().refine(isDay, 'a day such as 2026-11-20').optional();

export const closuresRouter = router({
  /** The companies whose closures the person may see. */
  companies: signedInProcedure.query(({ ctx }) => listCompanies(ctx.ctx, ['closure.see'])),

  /** Closures with their verdicts, and how many there are of each. */
  list: signedInProcedure
    .input(
      z.object({
        company: slug,
        /** Code. */
        store: z.string().max(64).optional(),
        verdict: z.enum(['matched', 'explained', 'unexplained']).optional(),
        from: day,
        to: day,
        order: z.enum(['worst', 'latest']).default('worst'),
        /** From 1. */
        page: z.int().min(1).max(10_000).default(1),
      }),
    )
    .query(async ({ ctx: { ctx }, input }) => {
      const company = await getReportCompany(ctx, input.company);
      const { verdict, from, to, order, page } = input;
      const narrowed = {
        companyId: company.id,
        ...(input.store !== undefined && { storeIds: chooseStores(company, input.store).map(({ id }) => id) }),
        ...(from && { fromDay: from }),
        ...(to && { toDay: to }),
      };
      const [counts, list] = await Promise.all([
        countVerdicts(ctx, narrowed),
        listReconciliations(ctx, {
          ...narrowed,
          ...(verdict && { verdict }),
          order,
          take: pageSize,
          skip: (page - 1) * pageSize,
        }),
      ]);
      return { company, counts, ...list };
    }),

  /** Running figures of the periods that no closure has ended yet. */
  open: signedInProcedure
    .input(
      z.object({
        company: slug,
        store: z.string().max(64).optional(),
        /** The last till of the page before. */
        after: z.string().max(64).optional(),
      }),
    )
    .query(async ({ ctx: { ctx }, input }) => {
      const company = await getReportCompany(ctx, input.company);
      const storeIds =
        input.store === undefined ? {} : { storeIds: chooseStores(company, input.store).map(({ id }) => id) };
      const after = input.after === undefined ? null : normalizeWireId(input.after);
      if (after === null && input.after !== undefined) throw new DomainError('not_found');
      return { company, ...(await openPeriods(ctx, { companyId: company.id, ...storeIds, after })) };
    }),

  /** One closure beside its documents. */
  get: signedInProcedure.input(z.object({ company: slug, uuid: z.string().max(64) })).query(async ({ ctx, input }) => {
    const { company, found } = await find(ctx.ctx, input);
    const mayJudge = can(ctx.ctx, 'closure.judge', { companyId: company.id, storeId: found.storeId });
    return { company, found, mayJudge };
  }),

  judge: signedInProcedure
    .input(z.object({ company: slug, uuid: z.string().max(64) }))
    .mutation(async ({ ctx, input }) => {
      const { found } = await find(ctx.ctx, input);
      const { verdict } = await judgeAgain(ctx.ctx, found.closureId);
      return { verdict };
    }),
});

async function find(ctx: Ctx, input: { company: string; uuid: string }) {
  const uuid = normalizeWireId(input.uuid);
  if (uuid === null) throw new DomainError('not_found');
  const company = await getReportCompany(ctx, input.company);
  return { company, found: await getReconciliation(ctx, { companyId: company.id, uuid }) };
}
