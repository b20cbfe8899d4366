import { z } from 'zod';
import {
  changeAddress,
  changePassword,
  confirmTwoFactor,
  deleteAccount,
  endOtherSessions,
  endOwnSession,
  listOwnSessions,
  previewAccountEnd,
  readAccount,
  readAddress,
  readTwoFactor,
  replaceRecoveryCodes,
  resendConfirmation,
  signOutEverywhere,
  startTwoFactor,
  stopTwoFactor,
  updateProfile,
} from '../../server/domain/accounts/index.ts';
import { stopActing } from '../../server/domain/acting/index.ts';
import { router, signedInProcedure } from './procedures.ts';

const text = z.string().max(1000);
const password = z.string().max(10_000);
const proof = z.object({ proof: password });
/** Exactly what people decide about themselves: roles, flags and names of others' choosing are not among it. */
const profile = z
  .object({ displayName: text, language: text, timeZone: text, theme: text, notifyByMail: z.boolean() })
  .partial();

/** What signed-in people do with their own account. */
export const accountOwnRouter = router({
  profile: signedInProcedure.query(({ ctx: { ctx } }) => readAccount(ctx)),

  updateProfile: signedInProcedure.input(profile).mutation(({ ctx: { ctx }, input }) => updateProfile(ctx, input)),

  address: signedInProcedure.query(({ ctx: { ctx } }) => readAddress(ctx)),

  changeAddress: signedInProcedure
    .input(proof.extend({ email: text }))
    .mutation(({ ctx: { ctx }, input }) => changeAddress(ctx, input)),

  resendConfirmation: signedInProcedure.mutation(({ ctx: { ctx } }) => resendConfirmation(ctx)),

  changePassword: signedInProcedure
    .input(z.object({ current: password, password }))
    .mutation(async ({ ctx: { ctx, browser }, input }) => {
      await browser.begin(await changePassword(ctx, { ...input, visitor: browser.visitor }));
    }),

  twoFactor: signedInProcedure.query(({ ctx: { ctx } }) => readTwoFactor(ctx)),

  startTwoFactor: signedInProcedure
    .input(proof)
    .mutation(({ ctx: { ctx }, input }) => startTwoFactor(ctx, input.proof)),

  confirmTwoFactor: signedInProcedure
    .input(z.object({ code: z.string().max(100) }))
    .mutation(({ ctx: { ctx }, input }) => confirmTwoFactor(ctx, input.code)),

  stopTwoFactor: signedInProcedure.input(proof).mutation(({ ctx: { ctx }, input }) => stopTwoFactor(ctx, input.proof)),

  replaceRecoveryCodes: signedInProcedure
    .input(proof)
    .mutation(({ ctx: { ctx }, input }) => replaceRecoveryCodes(ctx, input.proof)),

  sessions: signedInProcedure.query(async ({ ctx: { ctx } }) => ({
    sessions: await listOwnSessions(ctx),
    now: ctx.now(),
  })),

  endSession: signedInProcedure
    .input(z.object({ reference: z.string().max(64) }))
    .mutation(async ({ ctx: { ctx, browser }, input }) => {
      const ended = await endOwnSession(ctx, input.reference);
      if (ended.isCurrent) await browser.leave();
      return ended;
    }),

  endOtherSessions: signedInProcedure.mutation(({ ctx: { ctx } }) => endOtherSessions(ctx)),

  stopActing: signedInProcedure.mutation(({ ctx: { ctx } }) => stopActing(ctx)),

  signOutEverywhere: signedInProcedure.mutation(async ({ ctx: { ctx, browser } }) => {
    await signOutEverywhere(ctx);
    await browser.leave();
  }),

  end: signedInProcedure.query(({ ctx: { ctx } }) => previewAccountEnd(ctx)),

  delete: signedInProcedure.input(proof).mutation(async ({ ctx: { ctx, browser }, input }) => {
    await deleteAccount(ctx, input.proof);
    await browser.leave();
  }),
});
