/** What a deletion rests on, read under the lock of its company: who owns it now, and who has approved. */

import { DomainError } from '../../core/errors.ts';
import { type Ctx, statement, type Tx } from '../../db/index.ts';

/** Written as it is: that locks the row without standing in the way of rows that refer to it, as FOR UPDATE would. */
const holdRow = statement({
  params: { id: 'int' },
  returns: { id: 'int', name: 'text', slug: 'text' },
  sql: (q) => `UPDATE companies SET version = version WHERE id = ${q.param('id')} AND deleted_at IS NULL
    RETURNING id, name, slug`,
});

/** What has become of a deletion: approvals are missing, the cool-off runs, or the company is gone. */
export type DeletionStage = 'waiting' | 'cooling-off' | 'deleted';

export interface LockedCompany {
  id: number;
  name: string;
  slug: string;
}

export interface Owner {
  userId: string;
  username: string;
}

export interface PendingRequest {
  id: string;
  coolOffDays: number;
  approvedAt: Date | null;
  eraseAt: Date | null;
  /** Everybody who approved and has not taken it back, owner or not. */
  approvedBy: ReadonlySet<string>;
}

export interface DeletionState {
  company: LockedCompany;
  owners: readonly Owner[];
  request: PendingRequest | null;
}

/** Makes everybody who changes the company's owners or its deletion wait for this transaction, and reads how things stand. Who
 *  acts does not matter here: it may be a person whose account ends in this very transaction.
 *  @throws not_found it was deleted meanwhile */
export async function lockState(ctx: Ctx, tx: Tx, companyId: number): Promise<DeletionState> {
  const [company] = await ctx.db.dialect.query(tx, holdRow, { id: companyId });
  if (company === undefined) throw new DomainError('not_found', { companyId });
  const owners = await tx.companyMembership.findMany({
    where: { companyId, isOwner: true },
    select: { userId: true, user: { select: { username: true } } },
    orderBy: { joinedAt: 'asc' },
  });
  return {
    company,
    owners: owners.map(({ userId, user }) => ({ userId, username: user.username })),
    request: await readPending(tx, companyId),
  };
}

async function readPending(tx: Tx, companyId: number): Promise<PendingRequest | null> {
  const request = await tx.companyDeletionRequest.findUnique({
    where: { pendingKey: companyId },
    select: { id: true, coolOffDays: true, approvedAt: true, eraseAt: true, approvals: { select: { userId: true } } },
  });
  if (request === null) return null;
  const { approvals, ...rest } = request;
  return { ...rest, approvedBy: new Set(approvals.map(({ userId }) => userId)) };
}

/** The completion test: there are owners, and each of the present ones has approved. Approvals of others neither help nor harm. */
export function isApprovedByAll({ owners }: Pick<DeletionState, 'owners'>, request: PendingRequest): boolean {
  return owners.length > 0 && owners.every(({ userId }) => request.approvedBy.has(userId));
}

/** The actor as a present owner of the company; the rights that a session was read with may be older than that.
 *  @throws forbidden */
export function requireOwner(ctx: Ctx, { owners }: Pick<DeletionState, 'owners'>): Owner {
  const { actor } = ctx;
  const owner = actor.kind === 'user' ? owners.find(({ userId }) => userId === actor.userId) : undefined;
  if (owner === undefined) {
    throw new DomainError('forbidden', { action: 'company.delete' }, 'Only an owner of the company can do this.');
  }
  return owner;
}

/** The pending deletion, for what can be done to it only.
 *  @throws conflict there is none: it was stopped, or never begun */
export function requirePending({ request }: Pick<DeletionState, 'request'>): PendingRequest {
  if (request !== null) return request;
  throw new DomainError('conflict', {}, 'No deletion of this company is under way: it was stopped meanwhile.');
}
