/** Moving a terminal to another store of its company. */
import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import type { Ctx, Tx } from '../../db/index.ts';
import { nextVersions } from '../feed/index.ts';
import { authorize } from '../tenancy/index.ts';
import { type ChangedTerminal, changeTerminal } from './change-terminal.ts';
import { code, parseInput, taken } from './codes.ts';
import { nextNumber } from './create-terminal.ts';
import { freshSecret, graceHours, type IssuedSecret, keepFormer, requireSeen, settingsFor } from './pair-terminal.ts';

const input = z.object({
  terminalId: z.int(),
  /** Where to. */
  storeId: z.int32('choose a store'),
  /** Its code there; default: the one it has. */
  code: code.optional(),
  publicUrl: z.string(),
  graceHours: graceHours.default(0),
  /** As in `pairTerminal`. */
  replaces: z.date().nullish(),
});

type MoveTerminal = z.input<typeof input>;

/** Moves a terminal. What is recorded stays with the store where it was sold; its counters go on, because they are the till's.
 *  Its key works on: what it has made before is booked on the old store, as far as it says that it was made there.
 *  From now on the codes of the new store count, and with them a new secret: the old settings end at once, or deliver during
 *  the time of grace what was still in the outbox, booked on the old store. Cashiers who were chosen for this terminal in the
 *  old store are not taken along. It keeps its number, or gets the next free one of the store.
 *  @returns the new settings; null for a terminal that has no secret, or a revoked one, which stays revoked
 *  @throws invalid_input  it is in that store already, the store is another company's, or the code or grace breaks its rule
 *  @throws already_exists the store has, or had, a terminal with this code
 *  @throws stale          somebody else has paired or moved it meanwhile
 *  @throws not_found      the terminal or the store is none that the actor sees */
export async function moveTerminal(ctx: Ctx, raw: MoveTerminal): Promise<IssuedSecret | null> {
  const { terminalId, storeId, publicUrl, replaces, ...said } = parseInput(input, raw);
  const fresh = freshSecret(ctx);
  const moved = { officeCode: '', storeCode: '', terminalCode: '', kind: '', syncPolicy: '{}', isPaired: false };
  await changeTerminal(ctx, terminalId, {
    action: 'terminal.move',
    changes: { storeId },
    async also(tx, before) {
      requireSeen(before, replaces);
      const store = await findTarget(ctx, tx, before, storeId);
      const newCode = said.code ?? before.code;
      await requireFreeCode(tx, store, newCode);
      const number = await freeNumber(tx, storeId, before.number);
      const isPaired = before.secretHash !== null && before.revokedAt === null;
      if (isPaired) await keepFormer(tx, before, { at: ctx.now(), graceHours: said.graceHours });
      await leaveCashiers(tx, before);
      await leaveStore(tx, before, ctx.now());
      Object.assign(moved, {
        officeCode: before.company.officeCode,
        storeCode: store.code,
        terminalCode: newCode,
        kind: before.kind,
        syncPolicy: before.syncPolicy,
        isPaired,
      });
      return { code: newCode, number, ...(isPaired && fresh.columns) };
    },
  });
  return moved.isPaired ? settingsFor(fresh.secret, publicUrl, moved) : null;
}

async function findTarget(ctx: Ctx, tx: Tx, terminal: ChangedTerminal, storeId: number) {
  const store = await tx.store.findFirst({
    where: { id: storeId, deletedAt: null },
    select: { id: true, code: true, name: true, companyId: true },
  });
  if (!store) throw new DomainError('not_found', { storeId });
  authorize(ctx, 'terminal.manage', { companyId: store.companyId, storeId });
  if (store.companyId !== terminal.companyId) throw wrongStore('a store of the same company');
  if (storeId === terminal.storeId) throw wrongStore('another store than the one it is in');
  return store;
}

function wrongStore(message: string): DomainError {
  return new DomainError('invalid_input', { errors: [{ path: 'storeId', message }] });
}

async function requireFreeCode(tx: Tx, store: { id: number; name: string }, wanted: string): Promise<void> {
  const other = await tx.terminal.findFirst({ where: { storeId: store.id, code: wanted }, select: { id: true } });
  if (other) throw taken('code', `${store.name} has, or had, a till with the code ${wanted}. Choose another code.`);
}

async function freeNumber(tx: Tx, storeId: number, number: number): Promise<number> {
  const other = await tx.terminal.findFirst({ where: { storeId, number }, select: { id: true } });
  return other ? nextNumber(tx, storeId) : number;
}

/** What it delivers later and has made before belongs to the store that it leaves. */
async function leaveStore(tx: Tx, { id: terminalId, companyId, storeId, code }: ChangedTerminal, movedAt: Date) {
  const data = { terminalId, companyId, storeId, terminalCode: code, movedAt };
  await tx.terminalMove.create({ data, select: { id: true } });
}

/** The tills of the old store, and this one, hear of it with their next full load. */
async function leaveCashiers(tx: Tx, { id: terminalId, companyId }: ChangedTerminal): Promise<void> {
  const chosen = await tx.cashierTerminal.findMany({
    where: { terminalId },
    select: { cashierStore: { select: { cashierId: true } } },
  });
  if (chosen.length === 0) return;
  await tx.cashierTerminal.deleteMany({ where: { terminalId } });
  const version = await nextVersions(tx, companyId);
  const cashierIds = [...new Set(chosen.map(({ cashierStore }) => cashierStore.cashierId))];
  await tx.cashier.updateMany({ where: { id: { in: cashierIds } }, data: { version } });
}
