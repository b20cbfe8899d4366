import { z } from 'zod';
import { hideChecklist, readHome } from '../../server/domain/home/index.ts';
import { router, signedInProcedure } from './procedures.ts';

const slug = z.string().max(96);

export const homeRouter = router({
  /** A company at a glance: today, what needs somebody now, first steps. */
  get: signedInProcedure
    .input(z.object({ company: slug }))
    .query(async ({ ctx: { ctx }, input }) => ({ home: await readHome(ctx, input.company), now: ctx.now() })),

  /** Puts the finished list of first steps away. */
  hideChecklist: signedInProcedure
    .input(z.object({ company: slug }))
    .mutation(({ ctx: { ctx }, input }) => hideChecklist(ctx, input.company)),
});
