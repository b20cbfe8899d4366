import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { nextVersions } from '../feed/index.ts';
import { authorize } from '../tenancy/index.ts';
import { getCashier } from './cashiers.ts';
import { parseInput } from './codes.ts';
import { getStore } from './update-store.ts';

const input = z.object({
  cashierId: z.string(),
  storeId: z.int(),
  /** Terminals of the store; absent: all of them, later ones included. An empty list: none. */
  terminalIds: z.array(z.int()).max(1000).optional(),
  /** False ends the assignment. */
  isActive: z.boolean().default(true),
});

type AssignCashier = z.input<typeof input>;

/** Says where a cashier works in one store; replaces what was said about that store before. Safe to repeat.
 *  @throws invalid_input a terminal is none of this store
 *  @throws not_found     the store, or the cashier in its company, is none that the actor sees */
export async function assignCashier(ctx: Ctx, raw: AssignCashier): Promise<void> {
  const { cashierId, storeId, terminalIds, isActive } = parseInput(input, raw);
  await inTransaction(ctx, async (tx) => {
    const { companyId } = await getStore(tx, storeId);
    authorize(ctx, 'cashier.manage', { companyId, storeId });
    const version = await nextVersions(tx, companyId);
    if ((await getCashier(tx, cashierId)).companyId !== companyId) throw new DomainError('not_found', { cashierId });
    if (terminalIds) await requireTerminals(tx, storeId, terminalIds);
    const stated = { allTerminals: terminalIds === undefined, isActive };
    const { id } = await tx.cashierStore.upsert({
      where: { cashierId_storeId: { cashierId, storeId } },
      create: { id: newId(), companyId, cashierId, storeId, ...stated },
      update: stated,
      select: { id: true },
    });
    await tx.cashierTerminal.deleteMany({ where: { cashierStoreId: id } });
    const chosen = [...new Set(terminalIds ?? [])].map((terminalId) => ({ cashierStoreId: id, terminalId }));
    if (chosen.length > 0) await tx.cashierTerminal.createMany({ data: chosen });
    await tx.cashier.update({ where: { id: cashierId }, data: { version }, select: { id: true } });
    const after = { storeId, terminalIds: terminalIds ?? 'all', isActive };
    await recordAudit(tx, ctx, {
      companyId,
      action: 'cashier.assign',
      subjectType: 'cashier',
      subjectId: cashierId,
      after,
    });
  });
}

async function requireTerminals(tx: Tx, storeId: number, terminalIds: readonly number[]): Promise<void> {
  const found = await tx.terminal.findMany({
    where: { id: { in: [...terminalIds] }, storeId, deletedAt: null },
    select: { id: true },
  });
  const ids = new Set(found.map(({ id }) => id));
  const errors = terminalIds.flatMap((id, index) =>
    ids.has(id) ? [] : [{ path: `terminalIds.${index}`, message: 'a terminal of this store' }],
  );
  if (errors.length > 0) throw new DomainError('invalid_input', { errors });
}
