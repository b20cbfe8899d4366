import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { nextVersions } from '../feed/index.ts';
import { authorize } from '../tenancy/index.ts';
import { readHome } from './read-home.ts';

/** Puts the list of first steps away, for everybody in the company. Safe to repeat.
 *  @throws conflict  a step is still open
 *  @throws not_found, forbidden the company is none whose details the actor edits */
export async function hideChecklist(ctx: Ctx, slug: string): Promise<void> {
  const { id: companyId, checklist } = await readHome(ctx, slug);
  authorize(ctx, 'company.edit', { companyId });
  if (checklist === null) return;
  if (checklist.some(({ isDone }) => !isDone)) {
    throw new DomainError('conflict', { companyId }, 'The list stays until each of its steps is done.');
  }
  const after = { checklistHiddenAt: ctx.now() };
  await inTransaction(ctx, async (tx) => {
    const version = await nextVersions(tx, null);
    await tx.company.update({ where: { id: companyId }, data: { ...after, version }, select: { id: true } });
    await recordAudit(tx, ctx, {
      ...{ companyId, action: 'company.hide-checklist', subjectType: 'company', subjectId: companyId },
      before: { checklistHiddenAt: null },
      after,
    });
  });
}
