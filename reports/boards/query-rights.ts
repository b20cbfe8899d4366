/** How far somebody's view of a window reaches, and whether that is still so while an answer goes on. */
import { DomainError } from '../../server/core/errors.ts';
import { type Ctx, deriveContext } from '../../server/db/index.ts';
import { readSessionAgain, scopeFor } from '../../server/domain/tenancy/index.ts';
import { type Asked, openWindow, type Window } from '../engine/window.ts';

/** Whatever decides about what is shown: those with the same text see the same. */
export function reachOf(ctx: Ctx, { company, stores }: Window): string {
  const scopes = [scopeFor(ctx, 'figures.see').storeIds, scopeFor(ctx, 'document.see').storeIds];
  return JSON.stringify([company.id, company.hiddenStores, stores.map(({ id }) => id), scopes]);
}

/** The reach of the session's person as things stand now; null: the session has ended, or nothing may be seen any more. */
export async function reachNow(
  ctx: Ctx,
  { sessionId, asked }: { sessionId: string; asked: Asked },
): Promise<string | null> {
  const live = await readSessionAgain(ctx.db, sessionId, ctx.now());
  if (live === null) return null;
  // People's doors: staff only looks, as `withUser` has it.
  const again = deriveContext(ctx, {
    actor: live.actor.staffRole === null ? live.actor : { ...live.actor, isAtPortal: true },
  });
  try {
    return reachOf(again, await openWindow(again, asked));
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}
