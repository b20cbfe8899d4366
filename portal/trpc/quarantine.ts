import { z } from 'zod';
import { getReportCompany } from '../../reports/companies.ts';
import { DomainError } from '../../server/core/errors.ts';
import type { Ctx } from '../../server/db/index.ts';
import {
  countTroubles,
  dismissQuarantined,
  getConflict,
  getRefused,
  listTroubles,
  reprocessQuarantined,
  settleConflict,
} from '../../server/domain/quarantine/index.ts';
import { authorize } from '../../server/domain/tenancy/index.ts';
import { companyOf } from '../company.ts';
import { router, signedInProcedure } from './procedures.ts';

const company = z.string().max(96);
const item = z.object({ company, item: z.string().max(20) });
const conflict = z.object({ company, conflict: z.string().max(20) });
const note = z.string().max(10_000);
const place = z.int().min(0).max(2_147_483_647).nullable();

export const quarantineRouter = router({
  /** What could not be booked, latest first, and how many wait. */
  list: signedInProcedure
    .input(
      z.object({
        company,
        /** Codes. */
        store: z.string().max(64).optional(),
        till: z.string().max(64).optional(),
        what: z.enum(['refused', 'conflict']).optional(),
        state: z.enum(['waiting', 'settled']).default('waiting'),
        after: z.object({ refused: place, conflict: place }).nullable().default(null),
      }),
    )
    .query(async ({ ctx: { ctx }, input: { company: slug, ...filter } }) => {
      const seen = await getReportCompany(ctx, slug, 'quarantine.see');
      const asked = { ...filter, companyId: seen.id };
      const [list, waiting] = await Promise.all([listTroubles(ctx, asked), countTroubles(ctx, asked)]);
      return { company: seen, waiting, ...list };
    }),

  /** One item that was refused. */
  item: signedInProcedure.input(item).query(async ({ ctx: { ctx }, input }) => {
    const which = await find(ctx, input.company, input.item);
    return { company: which.company, found: await getRefused(ctx, which) };
  }),

  /** One document that came again with other values. */
  conflict: signedInProcedure.input(conflict).query(async ({ ctx: { ctx }, input }) => {
    const which = await find(ctx, input.company, input.conflict);
    return { company: which.company, found: await getConflict(ctx, which) };
  }),

  /** Judges a refused item once more. */
  process: signedInProcedure.input(item).mutation(async ({ ctx: { ctx }, input }) => {
    const { id } = await findToResolve(ctx, input.company, input.item);
    return reprocessQuarantined(ctx, id);
  }),

  dismiss: signedInProcedure.input(item.extend({ note })).mutation(async ({ ctx: { ctx }, input }) => {
    const { id } = await findToResolve(ctx, input.company, input.item);
    await dismissQuarantined(ctx, id, input.note);
  }),

  settle: signedInProcedure.input(conflict.extend({ note })).mutation(async ({ ctx: { ctx }, input }) => {
    const which = await find(ctx, input.company, input.conflict);
    const { terminal } = await getConflict(ctx, which);
    authorize(ctx, 'quarantine.resolve', { companyId: which.companyId, storeId: terminal.store.id });
    await settleConflict(ctx, which.id, input.note);
  }),
});

async function find(ctx: Ctx, slug: string, id: string) {
  const found = await companyOf(ctx, slug);
  if (!/^[1-9]\d{0,8}$/.test(id)) throw new DomainError('not_found');
  return { company: found, companyId: found.id, id: Number(id) };
}

/** An item that the person may see and lacks the right to settle is forbidden; one that they may not see is not there. */
async function findToResolve(ctx: Ctx, slug: string, id: string) {
  const which = await find(ctx, slug, id);
  const { terminal } = await getRefused(ctx, which);
  authorize(ctx, 'quarantine.resolve', { companyId: which.companyId, storeId: terminal.store.id });
  return which;
}
