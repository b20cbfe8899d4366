import { z } from 'zod';
import { DomainError } from '../../server/core/errors.ts';
import { normalizeWireId } from '../../server/core/ids.ts';
import type { Ctx } from '../../server/db/index.ts';
import { listNotifications } from '../../server/domain/notifications/index.ts';
import {
  getTerminalLife,
  listStores,
  managedAreas,
  moveTerminal,
  pairTerminal,
  retireTerminal,
  revokeTerminal,
  updateTerminal,
} from '../../server/domain/stores/index.ts';
import { getSyncHealth } from '../../server/domain/sync-health/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import { companyOf } from '../company.ts';
import { router, signedInProcedure } from './procedures.ts';

const named = z.object({ company: z.string().max(96), uuid: z.string().max(64) });
/** When the secret was issued that the page showed as the current one; null: it showed none. */
const replaces = z.date().nullable();
const graceHours = z.number().min(0, 'not negative');
const hourMs = 3_600_000;

export const tillsRouter = router({
  /** One till; where it is asked for, with everything that tells how it is doing. */
  get: signedInProcedure
    .input(named.extend({ isWatched: z.boolean().optional() }))
    .query(async ({ ctx: { ctx }, input }) => {
      const found = await findTill(ctx, input);
      const where = { companyId: found.company.id, storeId: found.store.id };
      const which = { companyId: found.company.id, terminalId: found.terminal.id };
      const isGone = found.terminal.state === 'retired';
      const isWatched = input.isWatched === true && !isGone;
      const [health, messages] = await Promise.all([
        isWatched ? getSyncHealth(ctx, which) : null,
        isWatched ? listNotifications(ctx, { ...which, limit: 5 }) : { list: [] },
      ]);
      return {
        ...found,
        health,
        messages: messages.list,
        maySend: !isGone && can(ctx, 'notification.send', where),
        mayManage: can(ctx, 'terminal.manage', where),
        mayReadReceipts: can(ctx, 'document.see', where),
        maySeeTroubles: can(ctx, 'quarantine.see', where),
        now: ctx.now(),
      };
    }),

  /** Stores that it can be moved to. */
  targets: signedInProcedure.input(named).query(async ({ ctx: { ctx }, input }) => {
    const { company, store } = await findTill(ctx, input);
    const stores = await listStores(ctx, company.id);
    return stores.filter(
      ({ id }) => id !== store.id && can(ctx, 'terminal.manage', { companyId: company.id, storeId: id }),
    );
  }),

  update: signedInProcedure
    .input(
      named.extend({
        name: z.string(),
        number: z.number().or(z.nan()),
        serialNumber: z.string(),
        syncMinutes: z.number().or(z.nan()).optional(),
        /** In what the hub has the say. */
        manages: z.partialRecord(z.enum(managedAreas), z.boolean()).optional(),
        networks: z.array(z.string().max(100)).max(1000),
        isActive: z.boolean(),
        /** By the names of the wire; empty: as the till has it. */
        devices: z.record(z.string().max(40), z.string().max(200)).optional(),
        /** Version of the till that the form showed. */
        seen: z.number().or(z.nan()).optional(),
      }),
    )
    .mutation(async ({ ctx: { ctx }, input: { company, uuid, ...said } }) => {
      const { terminal } = await findTill(ctx, { company, uuid });
      await updateTerminal(ctx, { ...said, terminalId: terminal.id });
    }),

  /** New settings with a new secret, which is shown in this answer and never again. */
  pair: signedInProcedure
    .input(named.extend({ graceHours, replaces }))
    .mutation(async ({ ctx: { ctx, publicUrl }, input: { company, uuid, ...how } }) => {
      const { terminal } = await findTill(ctx, { company, uuid });
      return pairTerminal(ctx, { ...how, terminalId: terminal.id, publicUrl });
    }),

  revoke: signedInProcedure.input(named.extend({ graceHours })).mutation(async ({ ctx: { ctx }, input }) => {
    const { terminal } = await findTill(ctx, input);
    const graceUntil = input.graceHours === 0 ? null : new Date(ctx.now().getTime() + input.graceHours * hourMs);
    await revokeTerminal(ctx, terminal.id, graceUntil);
  }),

  retire: signedInProcedure.input(named).mutation(async ({ ctx: { ctx }, input }) => {
    const { terminal } = await findTill(ctx, input);
    await retireTerminal(ctx, terminal.id);
  }),

  /** New settings too, where it had some. */
  move: signedInProcedure
    .input(named.extend({ storeId: z.number().or(z.nan()), code: z.string(), graceHours, replaces }))
    .mutation(async ({ ctx: { ctx, publicUrl }, input: { company, uuid, ...how } }) => {
      const { terminal } = await findTill(ctx, { company, uuid });
      return moveTerminal(ctx, { ...how, terminalId: terminal.id, publicUrl });
    }),
});

async function findTill(ctx: Ctx, input: { company: string; uuid: string }) {
  const uuid = normalizeWireId(input.uuid);
  if (uuid === null) throw new DomainError('not_found');
  const company = await companyOf(ctx, input.company);
  return { company, ...(await getTerminalLife(ctx, { companyId: company.id, uuid })) };
}
