import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { nextVersions } from '../feed/index.ts';
import { authorize } from '../tenancy/index.ts';
import { parseInput } from './codes.ts';
import { known, storeProfile } from './create-store.ts';
import { checkNetworks, requireNarrow } from './networks.ts';
import { requireReferences } from './store-references.ts';

const input = storeProfile.partial().extend({
  storeId: z.int(),
  /** Of the row that the person has seen; absent: whatever it is. */
  version: z.int().optional(),
  isActive: z.boolean().optional(),
  layoutId: z.string().nullish(),
});

type UpdateStore = z.input<typeof input>;

/** Changes what is known about a store; what is not said stays. Its codes never change: tills carry them.
 *  @throws invalid_input a field breaks its rule
 *  @throws stale         somebody has changed the store since it was shown with `version`
 *  @throws not_found     the store is none that the actor sees */
export function updateStore(ctx: Ctx, raw: UpdateStore): Promise<void> {
  return inTransaction(ctx, (tx) => updateStoreIn({ tx, ctx }, raw));
}

/** The same inside the caller's transaction. */
export async function updateStoreIn(at: { tx: Tx; ctx: Ctx }, raw: UpdateStore): Promise<void> {
  const { storeId, version, terminalFields, featureFlags, ...profile } = parseInput(input, raw);
  const changes = {
    ...known(profile),
    ...(featureFlags && { featureFlags: JSON.stringify(featureFlags) }),
    ...(terminalFields && { terminalFields: JSON.stringify(terminalFields) }),
    // Its next sale finds the place in the new warehouse.
    ...(profile.warehouseId !== undefined && { stockLocationId: null }),
  };
  await changeStoreIn(at, storeId, {
    action: 'store.update',
    changes,
    version,
    also: ({ companyId }, tx) => requireReferences(tx, companyId, { ...profile, storeId }),
  });
}

/** Lets the tills of a store in without a secret, by their three codes alone, from these networks; an empty list closes it.
 *  Whoever reaches the hub from there and guesses the codes gets the store's cashiers with their passwords, so the networks
 *  should be the store's own.
 *  @throws invalid_input a network is none, or far wider than a store's own
 *  @throws not_found     the store is none that the actor sees */
export async function setCodeOnlyAccess(ctx: Ctx, storeId: number, networks: readonly string[]): Promise<void> {
  const checked = checkNetworks(networks);
  requireNarrow(checked);
  const changes = { codeOnlyAccess: checked.length > 0, codeOnlyNetworks: JSON.stringify(checked) };
  await changeStore(ctx, storeId, { action: 'store.code-only-access', changes });
}

interface Change {
  action: string;
  /** Columns and their new values. */
  changes: Record<string, unknown>;
  /** Of the row that the person has seen; undefined: any. */
  version?: number | undefined;
  /** Looks at the store as it is, locked; throws to call the change off. */
  also?(before: LockedStore, tx: Tx): void | Promise<void>;
}

type LockedStore = Awaited<ReturnType<typeof getStore>>;

/** Changes a store, with a version and a trace.
 *  @throws stale     its version is not the one that was seen
 *  @throws not_found the store is none that the actor sees */
export async function changeStore(ctx: Ctx, storeId: number, change: Change): Promise<void> {
  await inTransaction(ctx, (tx) => changeStoreIn({ tx, ctx }, storeId, change));
}

async function changeStoreIn(
  { tx, ctx }: { tx: Tx; ctx: Ctx },
  storeId: number,
  { action, changes, ...asked }: Change,
): Promise<void> {
  const { companyId } = await getStore(tx, storeId);
  authorize(ctx, 'store.manage', { companyId, storeId });
  const version = await nextVersions(tx, companyId);
  // Read after the counter is locked: two changes of one store must not both see the state before.
  const before = await getStore(tx, storeId);
  if (asked.version !== undefined && asked.version !== before.version) {
    const message =
      'Somebody has changed this store since the page was opened. Compare with what it says now, then save again.';
    throw new DomainError('stale', { storeId }, message);
  }
  await asked.also?.(before, tx);
  await tx.store.update({ where: { id: storeId }, data: { ...changes, version }, select: { id: true } });
  await recordAudit(tx, ctx, {
    companyId,
    action,
    subjectType: 'store',
    subjectId: storeId,
    before: pick(before, changes),
    after: changes,
  });
}

/** A store that was not deleted.
 *  @throws not_found */
export async function getStore(tx: Tx, storeId: number) {
  const store = await tx.store.findFirst({ where: { id: storeId, deletedAt: null } });
  if (!store) throw new DomainError('not_found', { storeId });
  return store;
}

/** The values that a change replaces, under the same names. */
export function pick(row: object, changes: object): Record<string, unknown> {
  return Object.fromEntries(Object.keys(changes).map((key) => [key, (row as Record<string, unknown>)[key]]));
}
