import { z } from 'zod';
import { DomainError } from '../../server/core/errors.ts';
import { normalizeWireId } from '../../server/core/ids.ts';
import type { Ctx } from '../../server/db/index.ts';
import { issueTerminalKey, listTerminalKeys, revokeTerminalKey } from '../../server/domain/access/index.ts';
import { getTerminalLife } from '../../server/domain/stores/index.ts';
import { companyOf } from '../company.ts';
import { router, signedInProcedure } from './procedures.ts';

const named = z.object({ company: z.string().max(96), uuid: z.string().max(64) });
const keyId = z.string().max(64);

/** Keys of one till. */
export const tillKeysRouter = router({
  list: signedInProcedure.input(named).query(async ({ ctx: { ctx }, input }) => {
    return listTerminalKeys(ctx, await placeOf(ctx, input));
  }),

  /** A new key, which is shown in this answer and never again. */
  issue: signedInProcedure
    .input(named.extend({ overlapHours: z.number().or(z.nan()), replaces: keyId.nullable() }))
    .mutation(async ({ ctx: { ctx, publicUrl }, input: { overlapHours, replaces, ...till } }) => {
      const terminalId = await findTill(ctx, till);
      const { text } = await issueTerminalKey(ctx, { terminalId, overlapHours, replaces });
      return { text, publicUrl };
    }),

  revoke: signedInProcedure.input(named.extend({ keyId })).mutation(async ({ ctx: { ctx }, input }) => {
    const terminalId = await findTill(ctx, input);
    await revokeTerminalKey(ctx, { terminalId, keyId: input.keyId });
  }),
});

async function findTill(ctx: Ctx, input: { company: string; uuid: string }): Promise<number> {
  const { terminal } = await getTerminalLife(ctx, await placeOf(ctx, input));
  return terminal.id;
}

async function placeOf(ctx: Ctx, input: { company: string; uuid: string }) {
  const uuid = normalizeWireId(input.uuid);
  if (uuid === null) throw new DomainError('not_found');
  const { id: companyId } = await companyOf(ctx, input.company);
  return { companyId, uuid };
}
