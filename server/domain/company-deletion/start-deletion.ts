import { DomainError, type InputError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { type Ctx, inTransaction } from '../../db/index.ts';
import { proveIdentity } from '../accounts/index.ts';
import { recordAudit } from '../audit/index.ts';
import { authorize } from '../tenancy/index.ts';
import { retestDeletion } from './retest-deletion.ts';
import { type DeletionStage, lockState, requireOwner } from './state.ts';
import { tellMembers } from './tell-members.ts';

export interface StartDeletion {
  companyId: number;
  /** The company's name as it is written, typed by the person. */
  name: string;
  /** Password, or a code of the second factor. */
  proof: string;
  /** Promised to the members: days between the last approval and the erasing; 0: none. */
  coolOffDays: number;
}

/** Starts the deletion of a company and approves it for the starter. A sole owner has thereby approved it; several owners must
 *  each approve. When all have, the cool-off begins, and after it the company is erased.
 *  @throws not_found         the company is hidden from the actor
 *  @throws forbidden         the actor is no owner now
 *  @throws invalid_input     the name is not the company's
 *  @throws wrong_credentials, too_many_requests  the proof does not hold
 *  @throws conflict          a deletion is under way already */
export async function startDeletion(ctx: Ctx, input: StartDeletion): Promise<DeletionStage> {
  const { companyId, coolOffDays } = input;
  authorize(ctx, 'company.delete', { companyId });
  await requireName(ctx, input);
  await proveIdentity(ctx, input.proof);
  return inTransaction(ctx, async (tx) => {
    const state = await lockState(ctx, tx, companyId);
    const owner = requireOwner(ctx, state);
    if (state.request !== null) throw alreadyPending();
    const id = newId();
    const now = ctx.now();
    await tx.companyDeletionRequest.create({
      data: { id, companyId, requestedById: owner.userId, pendingKey: companyId, coolOffDays, createdAt: now },
      select: { id: true },
    });
    const approval = { id: newId(), requestId: id, userId: owner.userId, approvedAt: now };
    await tx.companyDeletionApproval.create({ data: approval, select: { id: true } });
    await recordAudit(tx, ctx, {
      companyId,
      action: 'company.deletion.start',
      subjectType: 'company',
      subjectId: companyId,
      after: { request: id, coolOffDays, owners: state.owners.map(({ username }) => username) },
    });
    const stage = await retestDeletion(ctx, tx, companyId);
    const facts = { company: state.company.name, person: owner.username, days: coolOffDays };
    if (stage !== 'deleted') await tellMembers(ctx, tx, { company: state.company, kind: 'deletion-started', facts });
    return stage ?? 'waiting';
  });
}

/** Whether the person means this company. Compared in the composed form: what looks alike counts as alike. */
async function requireName(ctx: Ctx, { companyId, name }: StartDeletion): Promise<void> {
  const company = await ctx.db.reader.company.findFirst({
    where: { id: companyId, deletedAt: null },
    select: { name: true },
  });
  if (company === null) throw new DomainError('not_found', { companyId });
  if (company.name.normalize('NFC') === name.normalize('NFC')) return;
  const errors: InputError[] = [{ path: 'name', message: 'Type the name of the company exactly as it is written.' }];
  throw new DomainError('invalid_input', { errors });
}

function alreadyPending(): DomainError {
  return new DomainError('conflict', {}, 'A deletion of this company is under way already.');
}
