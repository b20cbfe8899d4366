import { z } from 'zod';
import { DomainError } from '../../server/core/errors.ts';
import {
  approvePairing,
  denyPairing,
  findWaitingDevice,
  listPairingChoices,
} from '../../server/domain/access/index.ts';
import { router, signedInProcedure } from './procedures.ts';

const shown = z.object({ code: z.string().max(100) });
const uuid = z.string().max(64);

/** Devices that wait to be let in. */
export const pairingRouter = router({
  /** The device that shows the code, and what it can be let in as. */
  find: signedInProcedure.input(shown).query(async ({ ctx: { ctx }, input }) => {
    const device = await findWaitingDevice(ctx, input.code);
    return { device, ...(await listPairingChoices(ctx)), now: ctx.now() };
  }),

  /** Lets it in as a till without a key, or as a new one in a store. */
  approve: signedInProcedure
    .input(
      shown.extend({
        as: z.union([
          z.object({ till: uuid }),
          z.object({ store: uuid, code: z.string().max(1000), name: z.string().max(1000) }),
        ]),
      }),
    )
    .mutation(async ({ ctx: { ctx }, input: { code, as } }) => {
      const { tills, stores } = await listPairingChoices(ctx);
      const till = 'till' in as ? tills.find((each) => each.uuid === as.till) : undefined;
      const store = 'store' in as ? stores.find((each) => each.uuid === as.store) : till?.store;
      if (!store || ('till' in as && !till)) throw new DomainError('not_found');
      const name = 'store' in as && as.name.trim() !== '' ? { name: as.name } : {};
      const which = 'store' in as ? { storeId: store.id, code: as.code, ...name } : { terminalId: till?.id ?? 0 };
      const paired = await approvePairing(ctx, code, which);
      return { ...paired, slug: store.company.slug };
    }),

  deny: signedInProcedure.input(shown).mutation(({ ctx: { ctx }, input }) => denyPairing(ctx, input.code)),
});
