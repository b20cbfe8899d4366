import { z } from 'zod';
import { healthTroubles, listSyncHealth } from '../../server/domain/sync-health/index.ts';
import { companyOf } from '../company.ts';
import { router, signedInProcedure } from './procedures.ts';

export const syncRouter = router({
  /** How the tills of a company stand with the hub, the worst first. */
  list: signedInProcedure
    .input(
      z.object({
        company: z.string().max(96),
        trouble: z.enum(healthTroubles).optional(),
        after: z.object({ weight: z.int().min(0), id: z.int().min(0) }).nullable(),
      }),
    )
    .query(async ({ ctx: { ctx }, input: { company: slug, ...asked } }) => {
      const company = await companyOf(ctx, slug);
      return { company, now: ctx.now(), ...(await listSyncHealth(ctx, { companyId: company.id, ...asked })) };
    }),
});
