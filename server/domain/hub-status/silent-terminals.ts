/** Tills that should have called by now, the longest silent first. */

import type { Ctx } from '../../db/index.ts';
import { missedHours, pastSlots, silentHours, usualHours } from '../home/index.ts';

export interface SilentTerminal {
  id: number;
  code: string;
  store: string;
  company: string;
  lastSeenAt: Date;
  /** Hours in which its store usually sells that have passed since; null: nothing is known of its store's hours. */
  missedHours: number | null;
}

/** Candidates whose stores' hours are looked at; the quietest tills of a large hub are the ones that matter. */
const mostLookedAt = 40;
const mostShown = 5;
const hourMs = 3_600_000;

/** Active tills that were heard of once and not for two hours of their store's usual ones.
 *  @param companyIds whose tills; null: everybody's */
export async function readSilentTerminals(
  ctx: Ctx,
  companyIds: readonly number[] | null,
): Promise<{ silent: SilentTerminal[]; count: number; isMore: boolean }> {
  const now = ctx.now();
  const rows = await ctx.db.reader.terminalState.findMany({
    where: {
      ...(companyIds === null ? {} : { companyId: { in: [...companyIds] } }),
      lastSeenAt: { lt: new Date(now.getTime() - silentHours * hourMs) },
      terminal: { isActive: true, deletedAt: null, revokedAt: null },
    },
    orderBy: { lastSeenAt: 'asc' },
    take: mostLookedAt + 1,
    select: {
      lastSeenAt: true,
      terminal: {
        select: {
          id: true,
          code: true,
          company: { select: { name: true } },
          store: { select: { id: true, code: true, timeZone: true, dayStartMinutes: true } },
        },
      },
    },
  });
  const looked = rows.slice(0, mostLookedAt);
  const stores = [...new Map(looked.map(({ terminal }) => [terminal.store.id, terminal.store])).values()];
  const usual = stores.length === 0 ? new Map<number, Set<string>>() : await usualHours(ctx, stores);
  const slots = new Map(stores.map((store) => [store.id, pastSlots(now, store)]));
  const silent: SilentTerminal[] = [];
  for (const { lastSeenAt, terminal } of looked) {
    const { id, code, store, company } = terminal;
    const hours = usual.get(store.id);
    const missed = hours && lastSeenAt ? missedHours(lastSeenAt, slots.get(store.id) ?? [], hours) : null;
    if (lastSeenAt === null || (missed !== null && missed < silentHours)) continue;
    silent.push({ id, code, store: store.code, company: company.name, lastSeenAt, missedHours: missed });
  }
  return { silent: silent.slice(0, mostShown), count: silent.length, isMore: rows.length > mostLookedAt };
}
