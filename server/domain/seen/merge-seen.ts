import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { nextVersions } from '../feed/index.ts';
import { authorize } from '../tenancy/index.ts';
import { actionOf, getSeen, type Seen } from './get-seen.ts';

/** Says that what a till knows under an id of its own is a row of the hub. Documents, stock and totals keep the id they came
 *  with; wherever the hub names a row or adds up its stock, the ids that were merged into it belong to it, those of later
 *  documents too. Can be said anew, and taken back. Audited.
 *  @throws invalid_input the row does not exist in the company, or is deleted
 *  @throws not_found     the record does not exist, or not for this actor
 *  @throws conflict      the hub knows a row under the record's own id */
export async function mergeSeen(ctx: Ctx, { id, intoId }: { id: number; intoId: string }): Promise<void> {
  await settle(ctx, id, async (tx, seen) => {
    const row = await rowOf(tx, seen, intoId);
    if (!row) {
      const message = `There is no ${seen.kind} of this id in the company.`;
      throw new DomainError('invalid_input', { errors: [{ path: 'intoId', message }] }, message);
    }
    if (await rowOf(tx, seen, seen.uuid)) {
      const message = `The hub has a ${seen.kind} under this very id: nothing is to be merged.`;
      throw new DomainError('conflict', { seenRecordId: id }, message);
    }
    return { mergedIntoId: intoId, settledAt: ctx.now() };
  });
}

/** Takes it back: the record waits for somebody again. Audited.
 *  @throws not_found the record does not exist, or not for this actor
 *  @throws conflict  it was not merged */
export async function reopenSeen(ctx: Ctx, id: number): Promise<void> {
  await settle(ctx, id, async (_tx, { mergedIntoId, uuid }) => {
    if (mergedIntoId === null || mergedIntoId === uuid) {
      throw new DomainError('conflict', { seenRecordId: id }, 'This record was not merged into another row.');
    }
    return { mergedIntoId: null, settledAt: null };
  });
}

type Settled = Pick<Seen, 'mergedIntoId' | 'settledAt'>;

/** One transaction: the record, the feed's version of the rows that change their stock by it, and the trace. */
export async function settle(ctx: Ctx, id: number, decide: (tx: Tx, seen: Seen) => Promise<Settled>): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const seen = await getSeen(ctx, id, tx);
    const { companyId, kind, storeId } = seen;
    authorize(ctx, actionOf[kind], kind === 'cashier' ? { companyId, storeId } : { companyId });
    const settled = await decide(tx, seen);
    await tx.seenRecord.update({ where: { id }, data: settled });
    if (kind === 'product') await touchProducts(tx, companyId, [seen.mergedIntoId, settled.mergedIntoId]);
    await recordAudit(tx, ctx, {
      companyId,
      action: settled.settledAt === null ? 'seen.reopen' : 'seen.settle',
      subjectType: 'seenRecord',
      subjectId: id,
      before: { mergedIntoId: seen.mergedIntoId },
      after: { kind, uuid: seen.uuid, mergedIntoId: settled.mergedIntoId },
    });
  });
}

/** Tills with the hub's stock are to hear of the new sum. */
async function touchProducts(tx: Tx, companyId: number, ids: readonly (string | null)[]): Promise<void> {
  for (const id of new Set(ids)) {
    if (id === null) continue;
    const version = await nextVersions(tx, companyId);
    await tx.product.updateMany({ where: { id, companyId }, data: { version } });
  }
}

function rowOf(tx: Tx, { kind, companyId }: Seen, id: string): Promise<{ id: string } | null> {
  const query = { where: { id, companyId, deletedAt: null }, select: { id: true } } as const;
  if (kind === 'product') return tx.product.findFirst(query);
  return kind === 'customer' ? tx.customer.findFirst(query) : tx.cashier.findFirst(query);
}
