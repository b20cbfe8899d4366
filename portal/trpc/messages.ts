import { z } from 'zod';
import { getCompany, updateCompany } from '../../server/domain/companies/index.ts';
import {
  findTarget,
  getNotification,
  listDeliveries,
  listNotifications,
  listTargets,
  notificationTypes,
  sendNotification,
  withdrawNotification,
} from '../../server/domain/notifications/index.ts';
import { companyOf } from '../company.ts';
import { router, signedInProcedure } from './procedures.ts';

const named = z.object({ company: z.string().max(96) });
const one = named.extend({ id: z.string().max(100) });
const hourMs = 60 * 60_000;
const chooseHours = 'choose how long it is told';

export const messagesRouter = router({
  /** What tills were told, the latest first, and whom the person may tell something. */
  list: signedInProcedure
    .input(named.extend({ before: z.int().min(1).nullable() }))
    .query(async ({ ctx: { ctx }, input }) => {
      const company = await getCompany(ctx, input.company);
      const sent = await listNotifications(ctx, { companyId: company.id, before: input.before, limit: 30 });
      return { company, ...sent, targets: await listTargets(ctx, company.id) };
    }),

  /** One of them with what became of it at each till. */
  get: signedInProcedure.input(one).query(async ({ ctx: { ctx }, input: { company: slug, id } }) => {
    const company = await getCompany(ctx, slug);
    const which = { companyId: company.id, id };
    return { company, message: await getNotification(ctx, which), deliveries: await listDeliveries(ctx, which) };
  }),

  send: signedInProcedure
    .input(
      named.extend({
        type: z.enum(notificationTypes, 'is none of the types'),
        title: z.string().max(10_000),
        body: z.string().max(10_000),
        store: z.string().max(64),
        terminal: z.string().max(64),
        /** How long it is told. */
        hours: z.number(chooseHours).min(1, chooseHours).max(8784, chooseHours),
      }),
    )
    .mutation(async ({ ctx: { ctx }, input: { company, store, terminal, hours, ...message } }) => {
      const { id: companyId } = await companyOf(ctx, company);
      const target = await findTarget(ctx, { companyId, store, terminal });
      const expiresAt = new Date(ctx.now().getTime() + hours * hourMs);
      return sendNotification(ctx, { ...target, ...message, expiresAt });
    }),

  withdraw: signedInProcedure.input(one).mutation(async ({ ctx: { ctx }, input: { company, id } }) => {
    const { id: companyId } = await companyOf(ctx, company);
    await withdrawNotification(ctx, { companyId, id });
  }),

  /** Whether saving prices tells the tills by itself. */
  setPrices: signedInProcedure
    .input(named.extend({ notifiesPrices: z.boolean() }))
    .mutation(async ({ ctx: { ctx }, input: { company, notifiesPrices } }) => {
      const { id: companyId } = await companyOf(ctx, company);
      await updateCompany(ctx, { companyId, notifiesPrices });
    }),
});
