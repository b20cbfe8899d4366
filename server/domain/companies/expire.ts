/** Requests and invitations that nobody has answered in time. */
import { type Ctx, inTransaction } from '../../db/index.ts';
import { closeInvitation } from './invitation-rows.ts';
import { closeRequest } from './join-requests.ts';

/** Rows of one transaction. */
const batch = 50;

/** Closes what has lapsed, each with its trace; a batch of each kind. Pages count them as lapsed before that.
 *  @returns how many were closed: when it is not zero there may be more */
export async function expireJoining(ctx: Ctx): Promise<number> {
  const lapsed = { status: 'pending', expiresAt: { lte: ctx.now() } };
  const how = { where: lapsed, select: { id: true, companyId: true }, orderBy: { id: 'asc' }, take: batch } as const;
  const [requests, invitations] = await Promise.all([
    ctx.db.reader.companyJoinRequest.findMany(how),
    ctx.db.reader.companyInvitation.findMany(how),
  ]);
  let closed = 0;
  // One transaction each: chains of several companies are not held together.
  for (const request of requests) {
    const isClosed = await inTransaction(ctx, (tx) => closeRequest(ctx, tx, { ...request, status: 'expired' }));
    closed += isClosed ? 1 : 0;
  }
  for (const invitation of invitations) {
    const isClosed = await inTransaction(ctx, (tx) => closeInvitation(ctx, tx, { ...invitation, status: 'expired' }));
    closed += isClosed ? 1 : 0;
  }
  return closed;
}
