import { z } from 'zod';
import { chooseStores, getReportCompany } from '../../reports/companies.ts';
import { isDay } from '../../server/core/business-day.ts';
import { DomainError } from '../../server/core/errors.ts';
import { normalizeWireId } from '../../server/core/ids.ts';
import { listReceipts } from '../../server/domain/resources/index.ts';
import { getReceipt } from '../../server/domain/sales/index.ts';
import { router, signedInProcedure } from './procedures.ts';

const slug = z.string().max(96);
const pageSize = 50;

export const receiptsRouter = router({
  /** Receipts of a company, the latest first. */
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
        after: z.string().max(2000).optional(),
      }),
    )
    .query(async ({ ctx: { ctx }, input }) => {
      const company = await getReportCompany(ctx, input.company);
      const store = input.store === undefined ? undefined : chooseStores(company, input.store)[0];
      const { rows, next } = await listReceipts(ctx, {
        companyId: company.id,
        storeId: store?.id,
        terminalCode: input.till,
        closureNumber: input.period,
        day: input.day,
        after: input.after,
        most: pageSize,
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
