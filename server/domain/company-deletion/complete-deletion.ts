/** The moment in which a company ceases to exist for everybody: its people, its tills, its addresses. What it had is erased
 *  afterwards, in batches (`erase-company.ts`). */

import { DomainError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { signal } from '../../core/signals.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { nextVersions } from '../feed/index.ts';
import { retestDeletion } from './retest-deletion.ts';
import { isApprovedByAll, type LockedCompany, lockState } from './state.ts';
import { tellMembers } from './tell-members.ts';

/** Ends the company inside the caller's transaction, which has locked it and found every present owner's approval. Slug and
 *  office code are free at once; grants, terminals and pages look for a company that is not deleted and find none. */
export async function completeDeletion(
  ctx: Ctx,
  tx: Tx,
  { company, requestId }: { company: LockedCompany; requestId: string },
): Promise<void> {
  const now = ctx.now();
  await recordAudit(tx, ctx, {
    companyId: company.id,
    action: 'company.delete',
    subjectType: 'company',
    subjectId: company.id,
    before: { name: company.name, slug: company.slug },
    after: { request: requestId },
  });
  await tellMembers(ctx, tx, { company, kind: 'deletion-complete', facts: { company: company.name } });
  await tx.companyDeletionRequest.update({
    where: { id: requestId },
    data: { pendingKey: null, closedAt: now, outcome: 'completed' },
  });
  // No slug and no office code that somebody could choose begins like this.
  const gone = `~${newId()}`;
  await tx.company.update({
    where: { id: company.id },
    data: {
      deletedAt: now,
      name: 'Deleted company',
      slug: gone,
      officeCode: gone,
      companiesHouseNumber: '',
      vatNumber: '',
      registeredOffice: '',
      branding: '{}',
      fiscalSettings: '{}',
      version: await nextVersions(tx, null),
    },
    select: { id: true },
  });
  signal('companyDeleted', { companyId: company.id });
}

/** Deletes the companies whose cool-off is over, each after testing once more that its present owners have approved.
 *  @returns how many were deleted */
export async function completeDueDeletions(ctx: Ctx): Promise<number> {
  const due = await ctx.db.reader.companyDeletionRequest.findMany({
    where: { closedAt: null, eraseAt: { lte: ctx.now() } },
    select: { companyId: true },
    orderBy: { eraseAt: 'asc' },
    take: 100,
  });
  let deleted = 0;
  for (const { companyId } of due) {
    // Another process may have been faster.
    if (await completeIfDue(ctx, companyId).catch(falseIfGone)) deleted += 1;
  }
  return deleted;
}

function falseIfGone(error: unknown): false {
  if (error instanceof DomainError && error.code === 'not_found') return false;
  throw error;
}

async function completeIfDue(ctx: Ctx, companyId: number): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const state = await lockState(ctx, tx, companyId);
    const { request, company } = state;
    if (request === null || request.eraseAt === null || request.eraseAt > ctx.now()) return false;
    if (!isApprovedByAll(state, request)) {
      await retestDeletion(ctx, tx, companyId);
      return false;
    }
    await completeDeletion(ctx, tx, { company, requestId: request.id });
    return true;
  });
}
