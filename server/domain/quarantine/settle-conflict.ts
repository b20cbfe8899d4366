import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { authorize } from '../tenancy/index.ts';
import { quarantineWhere } from './list-quarantine.ts';

const longestNote = 500;

/** Settles a conflict: somebody has looked at both bodies. The first stays, as it always does; the other one is kept beside it
 *  with the note, and repeats of it raise its count without bringing it back. Audited.
 *  @param note what was found, for those who come later; 1 to 500 characters
 *  @throws invalid_input there is no note, or a longer one
 *  @throws not_found     it does not exist, or not for this actor
 *  @throws conflict      it was settled already */
export async function settleConflict(ctx: Ctx, id: number, note: string): Promise<void> {
  authorize(ctx, 'quarantine.resolve');
  const text = note.trim();
  if (text === '' || text.length > longestNote) {
    const message = `Say why, in at most ${longestNote} characters.`;
    throw new DomainError('invalid_input', { errors: [{ path: 'note', message }] }, message);
  }
  await inTransaction(ctx, async (tx) => {
    const found = await tx.conflict.findFirst({
      where: { AND: [quarantineWhere(ctx, 'quarantine.resolve'), { id }] },
      select: { companyId: true, kind: true, documentUuid: true },
    });
    if (!found) throw new DomainError('not_found', { conflictId: id });
    const { count } = await tx.conflict.updateMany({
      where: { id, resolvedAt: null },
      data: { resolvedAt: ctx.now(), note: text },
    });
    if (count === 0) throw new DomainError('conflict', { conflictId: id }, 'This conflict has been settled already.');
    await recordAudit(tx, ctx, {
      companyId: found.companyId,
      action: 'conflict.settle',
      subjectType: 'conflict',
      subjectId: id,
      after: { note: text, kind: found.kind, document: found.documentUuid },
    });
  });
}
