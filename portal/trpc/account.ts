import { z } from 'zod';
import { DomainError } from '../../server/core/errors.ts';
import { isSetupToken, signIn, useSetupToken } from '../../server/domain/tenancy/index.ts';
import { openProcedure, router } from './procedures.ts';

const username = z.string().max(1000);
const password = z.string().max(10_000);
const token = z.string().max(200);

/** Signing in and out, and the first account of a hub. */
export const accountRouter = router({
  signIn: openProcedure.input(z.object({ username, password })).mutation(async ({ ctx, input }) => {
    await ctx.browser.begin(await signIn(ctx.ctx, { ...input, visitor: ctx.browser.visitor }));
  }),

  signOut: openProcedure.mutation(({ ctx }) => ctx.browser.leave()),

  /** Whether a set-up link still works; otherwise it does not exist. */
  setUpLink: openProcedure.input(z.object({ token })).query(async ({ ctx, input }) => {
    if (!(await isSetupToken(ctx.ctx, input.token))) throw new DomainError('not_found');
  }),

  setUp: openProcedure.input(z.object({ token, username, password })).mutation(async ({ ctx, input }) => {
    await ctx.browser.begin(await useSetupToken(ctx.ctx, { ...input, visitor: ctx.browser.visitor }));
  }),
});
