import type { Ctx, Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { completeDeletion } from './complete-deletion.ts';
import { type DeletionStage, type DeletionState, isApprovedByAll, lockState, type PendingRequest } from './state.ts';

const dayMs = 86_400_000;

/** Repeats the completion test of a pending deletion, inside the transaction that changed approvals or owners: call it last,
 *  after every change of who owns the company. It locks the company.
 *
 *  All present owners have approved: the cool-off begins (without one the company is deleted here and now). Some have not,
 *  because an owner was added or took the approval back: a cool-off that was running ends, and begins anew in full when all
 *  have approved. An owner who drops out never stops a running one.
 *  @returns null when no deletion is pending
 *  @throws not_found the company was deleted meanwhile */
export async function retestDeletion(ctx: Ctx, tx: Tx, companyId: number): Promise<DeletionStage | null> {
  const state = await lockState(ctx, tx, companyId);
  const { request } = state;
  if (request === null) return null;
  const isFull = isApprovedByAll(state, request);
  if (!isFull && request.approvedAt !== null) await reopen(ctx, tx, { state, request });
  if (!isFull) return 'waiting';
  if (request.approvedAt !== null) return 'cooling-off';
  return beginCoolOff(ctx, tx, { state, request });
}

interface Pending {
  state: DeletionState;
  request: PendingRequest;
}

async function beginCoolOff(ctx: Ctx, tx: Tx, { state, request }: Pending): Promise<DeletionStage> {
  const approvedAt = ctx.now();
  const eraseAt = new Date(approvedAt.getTime() + request.coolOffDays * dayMs);
  await tx.companyDeletionRequest.update({ where: { id: request.id }, data: { approvedAt, eraseAt } });
  await recordAudit(tx, ctx, {
    companyId: state.company.id,
    action: 'company.deletion.approved',
    subjectType: 'company',
    subjectId: state.company.id,
    after: { request: request.id, eraseAt },
  });
  if (request.coolOffDays > 0) return 'cooling-off';
  await completeDeletion(ctx, tx, { company: state.company, requestId: request.id });
  return 'deleted';
}

async function reopen(ctx: Ctx, tx: Tx, { state, request }: Pending): Promise<void> {
  const before = { eraseAt: request.eraseAt };
  await tx.companyDeletionRequest.update({ where: { id: request.id }, data: { approvedAt: null, eraseAt: null } });
  await recordAudit(tx, ctx, {
    companyId: state.company.id,
    action: 'company.deletion.reopened',
    subjectType: 'company',
    subjectId: state.company.id,
    before,
    after: { request: request.id, owners: state.owners.map(({ username }) => username) },
  });
}
