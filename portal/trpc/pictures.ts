import { z } from 'zod';
import {
  getAvatar,
  getLogo,
  getPicture,
  putAvatar,
  putLogo,
  removeAvatar,
  removeLogo,
} from '../../server/domain/pictures/index.ts';
import { companyOf } from '../company.ts';
import { router, signedInProcedure } from './procedures.ts';

const named = z.object({ company: z.string().max(96) });
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** Pictures of people and logos of companies. */
export const picturesRouter = router({
  get: signedInProcedure
    .input(z.object({ id: z.string().max(64) }))
    .query(({ ctx: { ctx }, input }) => getPicture(ctx, input.id)),

  avatar: signedInProcedure.query(({ ctx: { ctx } }) => getAvatar(ctx)),

  putAvatar: signedInProcedure
    .input(z.object({ bytes }))
    .mutation(({ ctx: { ctx }, input }) => putAvatar(ctx, input.bytes)),

  removeAvatar: signedInProcedure.mutation(({ ctx: { ctx } }) => removeAvatar(ctx)),

  /** The company with its logo, for whoever may change it. */
  logo: signedInProcedure.input(named).query(async ({ ctx: { ctx }, input }) => {
    const company = await companyOf(ctx, input.company);
    return { company, pictureId: await getLogo(ctx, company.id) };
  }),

  putLogo: signedInProcedure.input(named.extend({ bytes })).mutation(async ({ ctx: { ctx }, input }) => {
    const { id } = await companyOf(ctx, input.company);
    return putLogo(ctx, { companyId: id, bytes: input.bytes });
  }),

  removeLogo: signedInProcedure.input(named).mutation(async ({ ctx: { ctx }, input }) => {
    const { id } = await companyOf(ctx, input.company);
    await removeLogo(ctx, id);
  }),
});
