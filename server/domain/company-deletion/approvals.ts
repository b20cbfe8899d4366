/** What an owner says to a deletion that is under way: yes, no longer yes, or stop. */

import { newId } from '../../core/ids.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { proveIdentity } from '../accounts/index.ts';
import { recordAudit } from '../audit/index.ts';
import { authorize, can } from '../tenancy/index.ts';
import { retestDeletion } from './retest-deletion.ts';
import {
  type DeletionStage,
  type DeletionState,
  lockState,
  type PendingRequest,
  requireOwner,
  requirePending,
} from './state.ts';
import { tellMembers } from './tell-members.ts';

/** Approves the pending deletion for the actor. Approving twice changes nothing.
 *  @throws not_found, forbidden  as `startDeletion`
 *  @throws wrong_credentials, too_many_requests  the proof does not hold
 *  @throws conflict  nothing is pending */
export async function approveDeletion(ctx: Ctx, input: { companyId: number; proof: string }): Promise<DeletionStage> {
  const { companyId } = input;
  authorize(ctx, 'company.delete', { companyId });
  await proveIdentity(ctx, input.proof);
  return inTransaction(ctx, async (tx) => {
    const state = await lockState(ctx, tx, companyId);
    const owner = requireOwner(ctx, state);
    const request = requirePending(state);
    if (!request.approvedBy.has(owner.userId)) {
      const data = { id: newId(), requestId: request.id, userId: owner.userId, approvedAt: ctx.now() };
      await tx.companyDeletionApproval.create({ data, select: { id: true } });
      await note(ctx, tx, { state, request, action: 'company.deletion.approve' });
    }
    return (await retestDeletion(ctx, tx, companyId)) ?? 'waiting';
  });
}

/** Takes the actor's approval back, also during the cool-off, which then ends. A deletion that nobody approves any more is
 *  cancelled. Without an approval of the actor's nothing changes.
 *  @throws not_found, forbidden  as `startDeletion`
 *  @throws conflict  nothing is pending */
export async function withdrawApproval(ctx: Ctx, companyId: number): Promise<'waiting' | 'cancelled'> {
  authorize(ctx, 'company.delete', { companyId });
  return inTransaction(ctx, async (tx) => {
    const state = await lockState(ctx, tx, companyId);
    const owner = requireOwner(ctx, state);
    const request = requirePending(state);
    if (!request.approvedBy.has(owner.userId)) return 'waiting';
    await tx.companyDeletionApproval.deleteMany({ where: { requestId: request.id, userId: owner.userId } });
    await note(ctx, tx, { state, request, action: 'company.deletion.withdraw' });
    const isLeft = state.owners.some(({ userId }) => userId !== owner.userId && request.approvedBy.has(userId));
    if (!isLeft) {
      await close(ctx, tx, { state, request });
      return 'cancelled';
    }
    await retestDeletion(ctx, tx, companyId);
    return 'waiting';
  });
}

/** Stops a deletion. Any present owner may, at any time until the company is erased; at an owner's wish hub staff may too, which
 *  says why. Approving is the owners' alone.
 *  @throws not_found, forbidden  as `startDeletion`
 *  @throws conflict  nothing is pending: it was stopped already, or too late */
export async function cancelDeletion(ctx: Ctx, companyId: number, reason = ''): Promise<void> {
  authorize(ctx, 'company.keep', { companyId });
  await inTransaction(ctx, async (tx) => {
    const state = await lockState(ctx, tx, companyId);
    if (!isStaff(ctx, companyId)) requireOwner(ctx, state);
    await close(ctx, tx, { state, request: requirePending(state), reason });
  });
}

/** Staff who hold the action without being of the company. */
function isStaff(ctx: Ctx, companyId: number): boolean {
  const { actor } = ctx;
  if (actor.kind === 'system') return true;
  return actor.kind === 'user' && can({ actor: { ...actor, grants: [] } }, 'company.keep', { companyId });
}

interface Pending {
  state: DeletionState;
  request: PendingRequest;
  /** Of staff. */
  reason?: string;
}

async function close(ctx: Ctx, tx: Tx, { state, request, reason = '' }: Pending): Promise<void> {
  const { actor } = ctx;
  const closedById = actor.kind === 'user' ? actor.userId : null;
  await tx.companyDeletionRequest.update({
    where: { id: request.id },
    data: { pendingKey: null, closedAt: ctx.now(), outcome: 'cancelled', closedById },
  });
  await note(ctx, tx, { state, request, action: 'company.deletion.cancel', reason });
  const person = actor.kind === 'user' ? actor.username : '';
  const facts = { company: state.company.name, person };
  await tellMembers(ctx, tx, { company: state.company, kind: 'deletion-cancelled', facts });
}

async function note(
  ctx: Ctx,
  tx: Tx,
  { state, request, action, reason = '' }: Pending & { action: string },
): Promise<void> {
  const approvedBy = state.owners.filter(({ userId }) => request.approvedBy.has(userId));
  await recordAudit(tx, ctx, {
    companyId: state.company.id,
    action,
    subjectType: 'company',
    subjectId: state.company.id,
    before: { approvedBy: approvedBy.map(({ username }) => username), eraseAt: request.eraseAt },
    after: { request: request.id, ...(reason === '' ? {} : { reason }) },
  });
}
