import { z } from 'zod';
import { DomainError } from '../../server/core/errors.ts';
import {
  askPasswordReset,
  completeSignIn,
  confirmAddress,
  isAskedForCode,
  readConfirmation,
  readReset,
  register,
  resetPassword,
} from '../../server/domain/accounts/index.ts';
import { requireSetupToken, signIn, useSetupToken } from '../../server/domain/tenancy/index.ts';
import { accountExternalRouter } from './account-external.ts';
import { accountOwnRouter } from './account-own.ts';
import { openProcedure, router } from './procedures.ts';

const username = z.string().max(1000);
const password = z.string().max(10_000);
const email = z.string().max(1000);
const token = z.string().max(200);
const code = z.string().max(100);

/** Signing in and out, making an account, and what links in mails are for. What signed-in people do with their account is `own`. */
export const accountRouter = router({
  own: accountOwnRouter,
  external: accountExternalRouter,

  /** `needsCode`: the password was right, and the second factor is asked for; nothing is open yet. */
  signIn: openProcedure.input(z.object({ username, password })).mutation(async ({ ctx, input }) => {
    const { visitor } = ctx.browser;
    const { isPartial, ...session } = await signIn(ctx.ctx, { ...input, visitor });
    await (isPartial ? ctx.browser.beginPartly(session) : ctx.browser.begin(session));
    return { needsCode: isPartial };
  }),

  /** Whether somebody has said the password in this browser and is asked for the second factor. */
  isAskedForCode: openProcedure.query(async ({ ctx }) => {
    const ticket = await ctx.browser.partly();
    return ticket !== null && isAskedForCode(ctx.ctx, ticket);
  }),

  completeSignIn: openProcedure.input(z.object({ code })).mutation(async ({ ctx, input }) => {
    const ticket = await ctx.browser.partly();
    if (ticket === null) throw new DomainError('expired', {}, 'That took too long. Please sign in again.');
    await ctx.browser.begin(await completeSignIn(ctx.ctx, { ticket, ...input, visitor: ctx.browser.visitor }));
  }),

  signOut: openProcedure.mutation(({ ctx }) => ctx.browser.leave()),

  register: openProcedure.input(z.object({ username, email, password })).mutation(async ({ ctx, input }) => {
    const { visitor } = ctx.browser;
    await ctx.browser.begin(await register(ctx.ctx, { ...input, language: ctx.language, visitor }));
  }),

  askPasswordReset: openProcedure.input(z.object({ email })).mutation(async ({ ctx, input }) => {
    await askPasswordReset(ctx.ctx, { ...input, address: ctx.browser.visitor.address });
  }),

  passwordReset: openProcedure.input(z.object({ token })).query(({ ctx, input }) => readReset(ctx.ctx, input.token)),

  resetPassword: openProcedure.input(z.object({ token, password })).mutation(async ({ ctx, input }) => {
    await resetPassword(ctx.ctx, input);
  }),

  confirmation: openProcedure
    .input(z.object({ token }))
    .query(({ ctx, input }) => readConfirmation(ctx.ctx, input.token)),

  confirmAddress: openProcedure.input(z.object({ token })).mutation(async ({ ctx, input }) => {
    await confirmAddress(ctx.ctx, input.token);
  }),

  /** Whether a set-up link still works. */
  setUpLink: openProcedure
    .input(z.object({ token }))
    .query(({ ctx, input }) => requireSetupToken(ctx.ctx, input.token)),

  setUp: openProcedure.input(z.object({ token, username, password })).mutation(async ({ ctx, input }) => {
    await ctx.browser.begin(await useSetupToken(ctx.ctx, { ...input, visitor: ctx.browser.visitor }));
  }),
});
