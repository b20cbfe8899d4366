/** The people who work tills. */
import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import { newId, normalizeWireId, readsAsNumber } from '../../core/ids.ts';
import type { Vault } from '../../core/vault.ts';
import { type Ctx, inTransaction, isUniqueViolation, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { nextVersions } from '../feed/index.ts';
import { refuseStale } from '../master-data/index.ts';
import { authorize } from '../tenancy/index.ts';
import { line, parseInput, taken } from './codes.ts';
import { known } from './create-store.ts';
import { pick } from './update-store.ts';

const profile = z.object({
  /** `no`: what the till shows; unique in the company for ever. */
  number: z.int().min(1).max(999_999),
  /** Tills lower-case what is typed, so anything else could never sign in. */
  userName: line(50)
    .min(1)
    .transform((text) => text.normalize('NFKC').toLowerCase()),
  firstName: line(50),
  lastName: line(50),
  identityNumber: line(24),
  description: line(100),
  isAdministrator: z.boolean(),
  isManager: z.boolean(),
  isActive: z.boolean(),
  /** The till compares clear text, so this must be able to go down in clear text. */
  password: line(50).min(1),
});

const createInput = profile
  .partial()
  .required({ userName: true, firstName: true, password: true })
  .extend({
    companyId: z.int(),
    /** Somebody whom tills know already keeps the id; absent: a new one. */
    id: z
      .string()
      .refine((text) => normalizeWireId(text) === text && !readsAsNumber(text), 'a UUID in lower case with dashes')
      .optional(),
  });
const updateInput = profile.partial().extend({ cashierId: z.string(), seen: z.int().optional() });

type CreateCashier = z.input<typeof createInput>;
type UpdateCashier = z.input<typeof updateInput>;

/** What a cashier's password is sealed for. */
export function cashierContext(cashierId: string): string {
  return `cashier:${cashierId}`;
}

/** Adds a cashier to a company; an administrator works in every store, others where `assignCashier` puts them. The number
 *  defaults to the next free one.
 *  @throws invalid_input  a field breaks its rule
 *  @throws already_exists somebody of the company has, or had, this user name or number
 *  @throws not_found      the company is none that the actor sees */
export async function createCashier(ctx: Ctx, raw: CreateCashier, vault: Vault): Promise<{ id: string }> {
  const { companyId, password, id: givenId, ...said } = parseInput(createInput, raw);
  authorize(ctx, 'cashier.manage', { companyId });
  const id = givenId ?? newId();
  const sealed = { passwordEncrypted: vault.seal(password, cashierContext(id)), passwordSetAt: ctx.now() };
  return explainingClashes(said, () =>
    inTransaction(ctx, (tx) => insertCashier(tx, ctx, { id, companyId, said, sealed })),
  );
}

interface NewCashier {
  id: string;
  companyId: number;
  said: Omit<z.output<typeof createInput>, 'companyId' | 'password' | 'id'>;
  sealed: { passwordEncrypted: string; passwordSetAt: Date | null };
}

/** Adds a cashier inside the caller's transaction, who has judged the right and the input. */
export async function insertCashier(
  tx: Tx,
  ctx: Ctx,
  { id, companyId, said, sealed }: NewCashier,
): Promise<{ id: string }> {
  const version = await nextVersions(tx, companyId);
  const data = {
    ...known(said),
    lastName: said.lastName ?? '',
    isActive: said.isActive ?? true,
    number: said.number ?? (await nextNumber(tx, companyId)),
  };
  await tx.cashier.create({
    data: { ...data, ...sealed, id, companyId, version, createdAt: ctx.now() },
    select: { id: true },
  });
  await record(tx, ctx, { companyId, action: 'cashier.create', cashierId: id, after: data });
  return { id };
}

/** Changes a cashier; what is not said stays. Somebody who is no administrator any more leaves a closed assignment in each
 *  store, so that the tills there are told to forget them.
 *  @throws invalid_input  a field breaks its rule
 *  @throws already_exists somebody else has, or had, this user name or number
 *  @throws not_found      the cashier is none that the actor sees */
export async function updateCashier(ctx: Ctx, raw: UpdateCashier, vault: Vault): Promise<void> {
  const { password, ...said } = parseInput(updateInput, raw);
  const sealed =
    password === undefined
      ? undefined
      : { passwordEncrypted: vault.seal(password, cashierContext(said.cashierId)), passwordSetAt: ctx.now() };
  await inTransaction(ctx, (tx) => updateCashierIn({ tx, ctx }, said, sealed));
}

/** The same inside the caller's transaction; the password is sealed already. */
export function updateCashierIn(
  { tx, ctx }: { tx: Tx; ctx: Ctx },
  raw: Omit<UpdateCashier, 'password'>,
  sealed?: { passwordEncrypted: string; passwordSetAt: Date },
): Promise<void> {
  const { cashierId, seen, ...said } = parseInput(updateInput.omit({ password: true }), raw);
  const changes = known(said);
  return explainingClashes(said, async () => {
    const { companyId } = await getCashier(tx, cashierId);
    authorize(ctx, 'cashier.manage', { companyId });
    const version = await nextVersions(tx, companyId);
    const before = await getCashier(tx, cashierId);
    refuseStale(before, seen);
    await tx.cashier.update({ where: { id: cashierId }, data: { ...changes, ...sealed, version } });
    if (before.isAdministrator && said.isAdministrator === false) await leaveTraces(tx, before);
    await record(tx, ctx, {
      companyId,
      action: sealed === undefined ? 'cashier.update' : 'cashier.set-password',
      cashierId,
      before: pick(before, changes),
      after: changes,
    });
  });
}

/** Marks a cashier as deleted, whoever else there is, as the program that they come from has them; people delete by
 *  `removeCashier`. From the next refresh on no till knows them. Documents keep naming them.
 *  @throws not_found the cashier is none that the actor sees */
export async function deleteCashier(ctx: Ctx, cashierId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { companyId } = await getCashier(tx, cashierId);
    authorize(ctx, 'cashier.manage', { companyId });
    const version = await nextVersions(tx, companyId);
    await tx.cashier.update({ where: { id: cashierId }, data: { deletedAt: ctx.now(), isActive: false, version } });
    await record(tx, ctx, { companyId, action: 'cashier.delete', cashierId });
  });
}

interface CashierRecord {
  companyId: number;
  action: string;
  cashierId: string;
  before?: unknown;
  after?: unknown;
}

function record(tx: Tx, ctx: Ctx, { cashierId, ...rest }: CashierRecord): Promise<void> {
  return recordAudit(tx, ctx, { ...rest, subjectType: 'cashier', subjectId: cashierId });
}

/** A cashier who was not deleted.
 *  @throws not_found */
export async function getCashier(tx: Tx, cashierId: string) {
  const cashier = await tx.cashier.findFirst({ where: { id: cashierId, deletedAt: null } });
  if (!cashier) throw new DomainError('not_found', { cashierId });
  return cashier;
}

async function nextNumber(tx: Tx, companyId: number): Promise<number> {
  const { _max } = await tx.cashier.aggregate({ where: { companyId }, _max: { number: true } });
  return (_max.number ?? 0) + 1;
}

/** Closed assignments in each store where there is none: the tills there are told to forget somebody who was everywhere. */
export async function leaveTraces(
  tx: Tx,
  { id: cashierId, companyId }: { id: string; companyId: number },
): Promise<void> {
  const missing = await tx.store.findMany({
    where: { companyId, cashiers: { none: { cashierId } } },
    select: { id: true },
  });
  const closed = missing.map(({ id }) => ({ id: newId(), companyId, cashierId, storeId: id, isActive: false }));
  if (closed.length > 0) await tx.cashierStore.createMany({ data: closed });
}

/** Runs `work`; a user name or number that somebody has already is told in words. */
export async function explainingClashes<T>(
  said: { userName?: string | undefined; number?: number | undefined },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isUniqueViolation(error, 'cashiers', ['company_id', 'user_name'])) {
      throw taken('userName', `The company has, or had, a cashier named ${said.userName}.`);
    }
    if (isUniqueViolation(error, 'cashiers', ['company_id', 'number'])) {
      throw taken('number', `The company has, or had, a cashier with the number ${said.number}.`);
    }
    throw error;
  }
}
