/** Closing a store, for a while or for good. */
import { DomainError } from '../../core/errors.ts';
import type { Ctx } from '../../db/index.ts';
import { authorize } from '../tenancy/index.ts';
import { stateOf } from './terminal-state.ts';
import { changeStore } from './update-store.ts';

/** What closing a store would end. */
export interface ClosingEffect {
  /** Terminals that are let in now and would be refused; kitchen screens are counted apart. */
  tills: number;
  kitchens: number;
  /** Of these, heard of within the last hour: they may have sales on their way. */
  live: number;
  /** Replaced or revoked secrets that may still deliver for a time of grace; they end as well. */
  graces: number;
}

/** Says how many devices would be refused.
 *  @throws not_found the store is none that the actor manages */
export async function closingEffect(ctx: Ctx, store: { companyId: number; storeId: number }): Promise<ClosingEffect> {
  authorize(ctx, 'store.manage', store);
  const now = ctx.now();
  const [terminals, graces] = await Promise.all([
    ctx.db.reader.terminal.findMany({
      where: { storeId: store.storeId, deletedAt: null },
      select: {
        ...{
          kind: true,
          isActive: true,
          revokedAt: true,
          graceUntil: true,
          deletedAt: true,
          secretHash: true,
          syncPolicy: true,
        },
        state: { select: { lastSeenAt: true, lastPushAt: true, lastInitAt: true } },
      },
    }),
    ctx.db.reader.terminalFormerSecret.count({ where: { storeId: store.storeId, validUntil: { gt: now } } }),
  ]);
  const states = terminals.map(({ state, ...terminal }) => ({
    ...terminal,
    state: stateOf({ ...terminal, ...state }, now),
  }));
  const open = states.filter(
    ({ state, secretHash }) => state === 'live' || state === 'silent' || (state === 'never' && secretHash),
  );
  return {
    tills: open.filter(({ kind }) => kind !== 'kitchen').length,
    kitchens: open.filter(({ kind }) => kind === 'kitchen').length,
    live: open.filter(({ state }) => state === 'live').length,
    graces:
      graces + states.filter(({ state, graceUntil }) => state === 'revoked' && graceUntil && graceUntil > now).length,
  };
}

/** Closes a store: from the next request on the hub refuses its tills and kitchen screens, whatever they have to deliver. They
 *  keep what they have sold; nothing recorded changes. `reopenStore` takes it back.
 *  @throws conflict  it is closed already
 *  @throws stale     somebody has changed the store since it was shown with `version`
 *  @throws not_found the store is none that the actor sees */
export async function closeStore(ctx: Ctx, storeId: number, version?: number): Promise<void> {
  await changeStore(ctx, storeId, {
    action: 'store.close',
    changes: { isActive: false },
    version,
    also: ({ isActive }) => {
      if (!isActive) throw new DomainError('conflict', { storeId }, 'This store is closed already.');
    },
  });
}

/** Lets the tills of a closed store in again; those that were revoked or switched off stay out.
 *  @throws conflict, stale, not_found as `closeStore` */
export async function reopenStore(ctx: Ctx, storeId: number, version?: number): Promise<void> {
  await changeStore(ctx, storeId, {
    action: 'store.reopen',
    changes: { isActive: true },
    version,
    also: ({ isActive }) => {
      if (isActive) throw new DomainError('conflict', { storeId }, 'This store is open already.');
    },
  });
}
