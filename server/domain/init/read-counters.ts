import { DomainError } from '../../core/errors.ts';
import type { Ctx } from '../../db/index.ts';
import { authorize } from '../tenancy/index.ts';
import { readOwner, sequenceRows } from './own-rows.ts';
import type { WireRow } from './resource.ts';

/** The counters of the terminal that asks, as init has them: what a till that has lost its disk goes on with (protocol 1.6).
 *  @throws not_found the actor is no terminal, or it was deleted
 *  @throws unavailable */
export async function readCounters(ctx: Ctx): Promise<WireRow[]> {
  const { actor } = ctx;
  if (actor.kind !== 'terminal') throw new DomainError('not_found');
  const { companyId, storeId, terminalId } = actor;
  authorize(ctx, 'data.pull', { companyId, storeId });
  const { reader } = ctx.db;
  return sequenceRows(ctx, reader, await readOwner(reader, { terminalId }));
}
