/** Cashiers as the people of a shop look after them: who somebody is, what they type at a till, and where they work, in one
 *  step. Whoever manages chosen stores only does this for those who work nowhere else. */

import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { Vault } from '../../core/vault.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { nextVersions } from '../feed/index.ts';
import { refuseStale } from '../master-data/index.ts';
import { cashierPassword } from './cashier-password.ts';
import { cashierContext, explainingClashes, insertCashier, leaveTraces } from './cashiers.ts';
import { line, parseInput } from './codes.ts';
import { cashierReach, isWithin } from './read-cashiers.ts';
import { pick } from './update-store.ts';
import { writeAssignments } from './write-assignments.ts';

const profile = {
  /** Absent: the next free one for somebody new, the same for others. */
  number: z
    .int('Give a whole number.')
    .min(1, 'Give a number from 1 on.')
    .max(999_999, 'Give a number up to 999999.')
    .optional(),
  /** Tills lower-case what is typed. */
  userName: line(50)
    .min(1, 'Give a user name.')
    .refine((text) => !/\s/.test(text), 'Use no blanks: it is typed at the till.')
    .transform((text) => text.normalize('NFKC').toLowerCase()),
  firstName: line(50).min(1, 'Give a first name.'),
  lastName: line(50),
  description: line(100),
  isAdministrator: z.boolean(),
  isManager: z.boolean(),
};

const places = z
  .array(
    z.object({
      storeId: z.int(),
      /** Null: every active till of the store, later ones included. */
      terminalIds: z.array(z.int()).max(1000).nullable(),
    }),
  )
  .max(1000);

const addInput = z.object({ companyId: z.int(), ...profile, password: cashierPassword, places });

const changeInput = z.object({
  companyId: z.int(),
  cashierId: z.string(),
  seen: z.int(),
  /** Absent: only the places change. */
  profile: z.object(profile).optional(),
  /** Absent: as it is. */
  isActive: z.boolean().optional(),
  /** Absent: it stays. It is never shown. */
  password: cashierPassword.optional(),
  /** All stores where they work, as far as the actor reaches. */
  places,
});

/** Adds a cashier. Somebody who works nowhere yet can be added by whoever manages the whole company only.
 *  @throws invalid_input  a field breaks its rule, or a till is none of its store
 *  @throws already_exists somebody of the company has, or had, this user name or number
 *  @throws not_found      the company, or a store, is none that the actor sees
 *  @throws forbidden      the actor may not manage cashiers there, or nobody who works everywhere */
export async function addCashier(ctx: Ctx, raw: z.input<typeof addInput>, vault: Vault): Promise<{ id: string }> {
  const { companyId, password, places: wanted, ...said } = parseInput(addInput, raw);
  const reach = cashierReach(ctx, companyId, 'cashier.manage');
  refuseBeyond(reach, { isAdministrator: said.isAdministrator, places: wanted });
  if (reach !== null && wanted.length === 0) {
    throw new DomainError('invalid_input', { errors: [{ path: 'places', message: 'Choose at least one store.' }] });
  }
  refuseSame(password, said);
  const id = newId();
  const sealed = { passwordEncrypted: vault.seal(password, cashierContext(id)), passwordSetAt: ctx.now() };
  return explainingClashes(said, () =>
    inTransaction(ctx, async (tx) => {
      const created = await insertCashier(tx, ctx, { id, companyId, said, sealed });
      await writeAssignments({ tx, ctx }, { companyId, cashierId: id, reach, places: wanted });
      return created;
    }),
  );
}

/** Changes who a cashier is, what they type, and where they work, as far as the actor reaches.
 *  @throws stale and those of `addCashier` */
export async function changeCashier(ctx: Ctx, raw: z.input<typeof changeInput>, vault: Vault): Promise<void> {
  const {
    companyId,
    cashierId,
    seen,
    profile: said,
    password,
    isActive,
    places: wanted,
  } = parseInput(changeInput, raw);
  const reach = cashierReach(ctx, companyId, 'cashier.manage');
  refuseBeyond(reach, { isAdministrator: said?.isAdministrator ?? false, places: wanted });
  await explainingClashes(said ?? {}, () =>
    inTransaction(ctx, async (tx) => {
      const version = await nextVersions(tx, companyId);
      const before = await readCashier(tx, { companyId, cashierId, reach });
      refuseStale(before, seen);
      if (said || password !== undefined) {
        refuseOthers(before, reach);
        if (password !== undefined) refuseSame(password, said ?? before);
        const sealed = password && {
          passwordEncrypted: vault.seal(password, cashierContext(cashierId)),
          passwordSetAt: ctx.now(),
        };
        const changes = Object.fromEntries(Object.entries(said ?? {}).filter(([, value]) => value !== undefined));
        await tx.cashier.update({ where: { id: cashierId }, data: { ...changes, ...sealed, version } });
        if (before.isAdministrator && said?.isAdministrator === false)
          await leaveTraces(tx, { id: cashierId, companyId });
        await recordAudit(tx, ctx, {
          ...{ companyId, subjectType: 'cashier', subjectId: cashierId },
          action: password === undefined ? 'cashier.update' : 'cashier.set-password',
          before: pick(before, changes),
          after: changes,
        });
      }
      if (isActive !== undefined && isActive !== before.isActive) {
        await writeState({ tx, ctx }, { before, reach, becomes: isActive ? 'active' : 'inactive', version });
      }
      await writeAssignments({ tx, ctx }, { companyId, cashierId, reach, places: wanted });
    }),
  );
}

/** Lets a cashier go, or takes one back. From the next refresh on no till knows somebody who is inactive; documents keep
 *  naming them.
 *  @throws conflict nobody else could close the day
 *  @throws stale, not_found, forbidden */
export async function setCashierActive(
  ctx: Ctx,
  input: { companyId: number; cashierId: string; seen: number; isActive: boolean },
): Promise<void> {
  const { companyId, cashierId, seen, isActive } = input;
  const reach = cashierReach(ctx, companyId, 'cashier.manage');
  await inTransaction(ctx, async (tx) => {
    const version = await nextVersions(tx, companyId);
    const before = await readCashier(tx, { companyId, cashierId, reach });
    if (before.isActive === isActive && before.deletedAt === null) return;
    refuseStale(before, seen);
    await writeState({ tx, ctx }, { before, reach, becomes: isActive ? 'active' : 'inactive', version });
  });
}

/** Deletes a cashier: no till knows them from the next refresh on, documents keep naming them, and their name and number stay
 *  taken. `setCashierActive` takes them back, to where they worked.
 *  @throws conflict nobody else could close the day
 *  @throws stale, not_found, forbidden */
export async function removeCashier(
  ctx: Ctx,
  { companyId, cashierId, seen }: { companyId: number; cashierId: string; seen: number },
): Promise<void> {
  const reach = cashierReach(ctx, companyId, 'cashier.manage');
  await inTransaction(ctx, async (tx) => {
    const version = await nextVersions(tx, companyId);
    const before = await readCashier(tx, { companyId, cashierId, reach });
    if (before.deletedAt !== null) throw new DomainError('not_found', { cashierId });
    refuseStale(before, seen);
    await writeState({ tx, ctx }, { before, reach, becomes: 'deleted', version });
  });
}

interface Going {
  before: Awaited<ReturnType<typeof readCashier>>;
  reach: readonly number[] | null;
  becomes: 'active' | 'inactive' | 'deleted';
  version: number;
}

const traces = { active: 'cashier.activate', inactive: 'cashier.deactivate', deleted: 'cashier.delete' } as const;

async function writeState({ tx, ctx }: { tx: Tx; ctx: Ctx }, { before, reach, becomes, version }: Going) {
  const { id: cashierId, companyId } = before;
  refuseOthers(before, reach);
  const isActive = becomes === 'active';
  if (!isActive && before.isActive && before.isAdministrator) await refuseLast(tx, companyId);
  const after = { isActive, deletedAt: becomes === 'deleted' ? ctx.now() : null };
  await tx.cashier.update({ where: { id: cashierId }, data: { ...after, version } });
  await recordAudit(tx, ctx, {
    ...{ companyId, subjectType: 'cashier', subjectId: cashierId },
    action: traces[becomes],
    before: { isActive: before.isActive, deletedAt: before.deletedAt },
    after,
  });
}

async function readCashier(
  tx: Tx,
  { companyId, cashierId, reach }: { companyId: number; cashierId: string; reach: readonly number[] | null },
) {
  const cashier = await tx.cashier.findFirst({
    where: { id: cashierId, companyId },
    include: { stores: { where: { isActive: true }, select: { store: { select: { id: true } } } } },
  });
  const isSeen = reach === null || cashier?.stores.some(({ store }) => reach.includes(store.id));
  if (!cashier || !isSeen) throw new DomainError('not_found', { cashierId });
  return cashier;
}

/** Whoever manages chosen stores sends people there and nowhere else, and makes nobody an administrator of all. */
function refuseBeyond(
  reach: readonly number[] | null,
  wanted: { isAdministrator: boolean; places: readonly { storeId: number }[] },
): void {
  if (reach === null) return;
  if (wanted.isAdministrator) {
    throw new DomainError(
      'forbidden',
      {},
      'Only somebody who manages the whole company makes administrators of tills.',
    );
  }
  const foreign = wanted.places.find(({ storeId }) => !reach.includes(storeId));
  if (foreign) throw new DomainError('not_found', { storeId: foreign.storeId });
}

function refuseOthers(cashier: Awaited<ReturnType<typeof readCashier>>, reach: readonly number[] | null): void {
  if (reach === null || isWithin(cashier, reach)) return;
  const sentence = 'They also work in other stores: only somebody who manages those too changes who they are.';
  throw new DomainError('forbidden', { cashierId: cashier.id }, sentence);
}

async function refuseLast(tx: Tx, companyId: number): Promise<void> {
  const administrators = await tx.cashier.count({
    where: { companyId, deletedAt: null, isActive: true, isAdministrator: true },
  });
  if (administrators > 1) return;
  const sentence =
    'This is the last administrator: nobody else could close the day at a till. Make somebody else one first.';
  throw new DomainError('conflict', {}, sentence);
}

/** A number or name that stands on every receipt is no secret. */
function refuseSame(password: string, { userName, number }: { userName: string; number?: number | undefined }): void {
  if (password.toLowerCase() !== userName && password.replace(/^0+/, '') !== String(number)) return;
  const message = 'Choose something else than the user name or number: others see these.';
  throw new DomainError('invalid_input', { errors: [{ path: 'password', message }] });
}
