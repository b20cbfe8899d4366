import { z } from 'zod';
import {
  changeProgramKey,
  getProgramKey,
  issueProgramKey,
  listProgramKeys,
  revokeProgramKey,
  rotateProgramKey,
} from '../../server/domain/access/index.ts';
import { getCompany } from '../../server/domain/companies/index.ts';
import { listStores } from '../../server/domain/stores/index.ts';
import { authorize } from '../../server/domain/tenancy/index.ts';
import { companyOf } from '../company.ts';
import { router, signedInProcedure } from './procedures.ts';

const inCompany = z.object({ company: z.string().max(96) });
const named = inCompany.extend({ keyId: z.string().max(64) });
/** What a key can be given afterwards, too. */
const settings = {
  name: z.string().max(1000),
  storeIds: z.array(z.number()).max(2000).nullable(),
  expiresAt: z.date().nullable(),
  origins: z.array(z.string().max(300)).max(100),
  requestsPerMinute: z.number().or(z.nan()).nullable(),
};

/** Keys for programs of a company. */
export const keysRouter = router({
  list: signedInProcedure.input(inCompany).query(async ({ ctx: { ctx }, input }) => {
    const company = await companyOf(ctx, input.company);
    return { company, keys: await listProgramKeys(ctx, company.id), now: ctx.now() };
  }),

  get: signedInProcedure.input(named).query(async ({ ctx: { ctx }, input }) => {
    const company = await getCompany(ctx, input.company);
    const key = await getProgramKey(ctx, { companyId: company.id, keyId: input.keyId });
    return { company, key, stores: await listStores(ctx, company.id), now: ctx.now() };
  }),

  /** For the form of a new one. */
  blank: signedInProcedure.input(inCompany).query(async ({ ctx: { ctx }, input }) => {
    const company = await getCompany(ctx, input.company);
    authorize(ctx, 'key.manage', { companyId: company.id });
    return { company, stores: await listStores(ctx, company.id), now: ctx.now() };
  }),

  create: signedInProcedure
    .input(inCompany.extend({ ...settings, actions: z.array(z.string().max(100)).max(200) }))
    .mutation(async ({ ctx: { ctx, publicUrl }, input: { company: slug, ...key } }) => {
      const { id: companyId } = await companyOf(ctx, slug);
      return { ...(await issueProgramKey(ctx, { ...key, companyId })), publicUrl };
    }),

  change: signedInProcedure
    .input(named.extend(settings))
    .mutation(async ({ ctx: { ctx }, input: { company: slug, ...key } }) => {
      const { id: companyId } = await companyOf(ctx, slug);
      await changeProgramKey(ctx, { ...key, companyId });
    }),

  rotate: signedInProcedure
    .input(named.extend({ overlapHours: z.number().or(z.nan()) }))
    .mutation(async ({ ctx: { ctx, publicUrl }, input: { company: slug, ...key } }) => {
      const { id: companyId } = await companyOf(ctx, slug);
      return { ...(await rotateProgramKey(ctx, { ...key, companyId })), publicUrl };
    }),

  revoke: signedInProcedure.input(named).mutation(async ({ ctx: { ctx }, input }) => {
    const { id: companyId } = await companyOf(ctx, input.company);
    await revokeProgramKey(ctx, { companyId, keyId: input.keyId });
  }),
});
