import { z } from 'zod';
import { chooseStores, getReportCompany } from '../../reports/companies.ts';
import { isDay } from '../../server/core/business-day.ts';
import { DomainError } from '../../server/core/errors.ts';
import { normalizeWireId } from '../../server/core/ids.ts';
import { getReceipt, listTransactions } from '../../server/domain/sales/index.ts';
import { router, signedInProcedure } from './procedures.ts';

const slug = z.string().max(96);
const pageSize = 50;

export const receiptsRouter = router({
  /** Receipts of a company, the latest first: of all time by arrival, of one business day by the time of sale. */
  list: signedInProcedure
    .input(
      z.object({
        company: slug,
        day: z.string().refine(isDay, 'a day such as 2026-11-20').optional(),
        /** Codes. */
        store: z.string().max(64).optional(),
        till: z.string().max(64).optional(),
        /** Number of the closure period. */
        period: z.coerce.number().int().min(0).max(2_147_483_647).optional(),
        after: z.string().max(64).optional(),
      }),
    )
    .query(async ({ ctx: { ctx }, input }) => {
      const company = await getReportCompany(ctx, input.company);
      const store = input.store === undefined ? undefined : chooseStores(company, input.store)[0];
      const { rows, next } = await listTransactions(ctx, {
        companyId: company.id,
        ...(store && { storeId: store.id }),
        ...(input.till !== undefined && { terminalCode: input.till }),
        ...(input.period !== undefined && { closureNumber: input.period }),
        ...(input.day !== undefined && { fromDay: input.day, toDay: input.day }),
        after: input.after ?? null,
        take: pageSize,
      });
      return { company: { slug: company.slug, name: company.name }, stores: company.stores, rows, next };
    }),

  /** One receipt with all its sections. */
  get: signedInProcedure
    .input(z.object({ company: slug, uuid: z.string().max(64) }))
    .query(async ({ ctx: { ctx }, input }) => {
      const uuid = normalizeWireId(input.uuid);
      if (uuid === null) throw new DomainError('not_found');
      const { id: companyId } = await getReportCompany(ctx, input.company);
      return getReceipt(ctx, { companyId, uuid });
    }),
});
