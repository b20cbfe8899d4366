/** Asking to join a company by its slug. Nobody learns by it which slugs exist: a request for one that no company has is kept,
 *  shown, withdrawn and forgotten like any other, and the answer is the same. */
import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { type Ctx, inTransaction, isUniqueViolation, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { holdCompany, insertMember, longText, networkOf, parseInput } from '../tenancy/index.ts';
import { changePeople, personOf } from './people.ts';
import { tellPerson, tellPrivileged } from './tell.ts';
import { countHourly } from './throttle.ts';

const dayMs = 86_400_000;
/** A request that nobody has answered lapses. */
const requestDays = 30;
/** Requests of one person, and from one network, in an hour. */
const mostOfPerson = 10;
const mostOfNetwork = 60;
/** The same slug, in a day: whoever was rejected may ask again, but not for ever. */
const mostOfSlug = 3;

export type RequestStatus = 'pending' | 'approved' | 'rejected' | 'withdrawn' | 'expired' | 'superseded';

const input = z.object({
  /** Of any case; the whole address of the company's page will do. */
  slug: z
    .string()
    .trim()
    .transform((text) => (/\/companies\/([^/?#]+)/.exec(text)?.[1] ?? text).toLowerCase())
    .pipe(z.string().min(1, 'Type the address of the company.').max(96, 'Use at most 96 characters.')),
  message: longText(500).default(''),
  /** The visitor's network address, for counting. */
  address: z.string().optional(),
});

/** `member`: the actor is one already. `already`: the same request is waiting. `asked`: it was noted; whether there is such a
 *  company is not said. */
export type Asked = { outcome: 'member'; slug: string } | { outcome: 'already' | 'asked' };

/** Asks the owners and administrators of a company to be taken in.
 *  @throws invalid_input     no slug, or the message is too long
 *  @throws too_many_requests with `retryAfterSeconds` */
export async function askToJoin(ctx: Ctx, raw: z.input<typeof input>): Promise<Asked> {
  const { slug, message, address } = parseInput(input, raw);
  const { userId } = personOf(ctx);
  try {
    return await inTransaction(ctx, async (tx) => {
      const company = await tx.company.findFirst({
        where: { slug, deletedAt: null },
        select: { id: true, name: true },
      });
      const membership = company && (await findMembership(tx, company.id, userId));
      if (membership) return { outcome: 'member', slug };
      if (address !== undefined)
        await countHourly(ctx, tx, { key: `join:network:${networkOf(address)}`, most: mostOfNetwork });
      await countHourly(ctx, tx, { key: `join:person:${userId}`, most: mostOfPerson });
      if (company !== null) await holdCompany(ctx, tx, company.id);
      const asking = { userId, slug, message, company };
      if (await isWaiting(ctx, tx, asking)) return { outcome: 'already' };
      await requireSeldom(ctx, tx, asking);
      await insertRequest(ctx, tx, asking);
      return { outcome: 'asked' };
    });
  } catch (error) {
    if (isUniqueViolation(error, 'company_join_requests', ['pending_key'])) return { outcome: 'already' };
    throw error;
  }
}

interface Asking {
  userId: string;
  slug: string;
  message: string;
  company: { id: number; name: string } | null;
}

function findMembership(tx: Tx, companyId: number, userId: string) {
  return tx.companyMembership.findUnique({ where: { companyId_userId: { companyId, userId } }, select: { id: true } });
}

function pendingKeyOf({ userId, slug }: { userId: string; slug: string }): string {
  return `${userId}:${slug}`;
}

/** Whether the same request waits already. One that has lapsed makes way; one that was made when the slug was nobody's, or
 *  somebody else's, goes to the company that has it now. The answer does not tell. */
async function isWaiting(ctx: Ctx, tx: Tx, asking: Asking): Promise<boolean> {
  const waiting = await tx.companyJoinRequest.findUnique({
    where: { pendingKey: pendingKeyOf(asking) },
    select: { id: true, companyId: true, expiresAt: true },
  });
  if (waiting === null) return false;
  if (waiting.expiresAt !== null && waiting.expiresAt <= ctx.now()) {
    await closeRequest(ctx, tx, { ...waiting, status: 'expired' });
    return false;
  }
  const companyId = asking.company?.id ?? null;
  if (waiting.companyId === companyId) return true;
  const { id } = waiting;
  const { message } = asking;
  await tx.companyJoinRequest.update({ where: { id }, data: { companyId, message }, select: { id: true } });
  await announce(ctx, tx, { id, asking });
  return true;
}

async function requireSeldom(ctx: Ctx, tx: Tx, { userId, slug }: Asking): Promise<void> {
  const since = new Date(ctx.now().getTime() - dayMs);
  const asked = await tx.companyJoinRequest.count({ where: { userId, slug, createdAt: { gt: since } } });
  if (asked < mostOfSlug) return;
  const text = 'You have asked this company several times today. Please try again tomorrow.';
  throw new DomainError('too_many_requests', { retryAfterSeconds: dayMs / 1000 }, text);
}

async function insertRequest(ctx: Ctx, tx: Tx, asking: Asking): Promise<void> {
  const { userId, slug, message, company } = asking;
  const id = newId();
  const createdAt = ctx.now();
  const expiresAt = new Date(createdAt.getTime() + requestDays * dayMs);
  const companyId = company?.id ?? null;
  await tx.companyJoinRequest.create({
    data: { id, companyId, userId, slug, message, pendingKey: pendingKeyOf(asking), createdAt, expiresAt },
    select: { id: true },
  });
  await announce(ctx, tx, { id, asking });
}

async function announce(ctx: Ctx, tx: Tx, { id, asking }: { id: string; asking: Asking }): Promise<void> {
  const { slug, message, company } = asking;
  const { username } = personOf(ctx);
  await recordAudit(tx, ctx, {
    companyId: company?.id ?? null,
    action: 'join-request.create',
    subjectType: 'join-request',
    subjectId: id,
    after: { username, slug, message },
  });
  if (company === null) return;
  await tellPrivileged(ctx, tx, {
    kind: 'join-requested',
    facts: { company: company.name, person: username, message },
    path: `/companies/${slug}/joining/`,
    companyId: company.id,
  });
}

/** Takes one's own request back.
 *  @throws not_found there is none of the actor's waiting under this id */
export async function withdrawRequest(ctx: Ctx, requestId: string): Promise<{ slug: string }> {
  const { userId } = personOf(ctx);
  return inTransaction(ctx, async (tx) => {
    const own = { id: requestId, userId, status: 'pending' };
    const request = await tx.companyJoinRequest.findFirst({ where: own, select: { companyId: true, slug: true } });
    if (request === null) throw new DomainError('not_found', { requestId });
    const closing = { id: requestId, companyId: request.companyId, status: 'withdrawn' } as const;
    if (!(await closeRequest(ctx, tx, closing))) throw new DomainError('not_found', { requestId });
    return { slug: request.slug };
  });
}

interface Resolution {
  companyId: number;
  requestId: string;
}

/** Takes the person in, without flags; what a member has already stays.
 *  @throws not_found the company is hidden from the actor, or no such request is waiting in it
 *  @throws forbidden the actor is neither owner nor administrator */
export async function approveRequest(ctx: Ctx, { companyId, requestId }: Resolution): Promise<{ username: string }> {
  return changePeople(ctx, { companyId, action: 'member.manage' }, async (tx, current) => {
    const request = await getWaiting(current, tx, { companyId, requestId });
    if (!(await closeRequest(current, tx, { ...request, status: 'approved' }))) throw new DomainError('not_found');
    const { userId, username, company } = request;
    const isMember = (await findMembership(tx, companyId, userId)) !== null;
    const member = { companyId, userId, username, isOwner: false, isAdministrator: false };
    if (!isMember) await insertMember(current, tx, member);
    const facts = { company: company.name };
    await tellPerson(current, tx, userId, { kind: 'join-approved', facts, path: `/companies/${company.slug}/` });
    return { username };
  });
}

const reasonField = longText(500);

/** Says no. The reason is told to the person.
 *  @throws not_found, forbidden as `approveRequest`
 *  @throws invalid_input the reason is too long */
export async function rejectRequest(
  ctx: Ctx,
  { reason: typed, ...which }: Resolution & { reason: string },
): Promise<{ username: string }> {
  const { reason } = parseInput(z.object({ reason: reasonField }), { reason: typed });
  return changePeople(ctx, { ...which, action: 'member.manage' }, async (tx, current) => {
    const request = await getWaiting(current, tx, which);
    if (!(await closeRequest(current, tx, { ...request, status: 'rejected', reason })))
      throw new DomainError('not_found');
    const facts = { company: request.company.name, message: reason };
    await tellPerson(current, tx, request.userId, { kind: 'join-rejected', facts, path: '/companies/' });
    return { username: request.username };
  });
}

async function getWaiting(ctx: Ctx, tx: Tx, { companyId, requestId }: Resolution) {
  const request = await tx.companyJoinRequest.findFirst({
    where: { id: requestId, companyId, status: 'pending', expiresAt: { gt: ctx.now() }, user: { deletedAt: null } },
    select: {
      id: true,
      userId: true,
      user: { select: { username: true } },
      company: { select: { name: true, slug: true } },
    },
  });
  if (request?.company == null) throw new DomainError('not_found', { companyId, requestId });
  const { id, userId, user, company } = request;
  return { id, companyId, userId, username: user.username, company };
}

interface Closing {
  id: string;
  companyId: number | null;
  status: Exclude<RequestStatus, 'pending'>;
  reason?: string;
}

/** Closes a waiting request, once: false when somebody else was faster. */
export async function closeRequest(ctx: Ctx, tx: Tx, { id, companyId, status, reason }: Closing): Promise<boolean> {
  const isResolved = status === 'approved' || status === 'rejected';
  const { count } = await tx.companyJoinRequest.updateMany({
    where: { id, status: 'pending' },
    data: {
      status,
      pendingKey: null,
      resolvedAt: ctx.now(),
      resolvedById: isResolved && ctx.actor.kind === 'user' ? ctx.actor.userId : null,
      ...(reason !== undefined && { reason }),
    },
  });
  if (count === 0) return false;
  await recordAudit(tx, ctx, {
    companyId,
    action: `join-request.${verbs[status]}`,
    subjectType: 'join-request',
    subjectId: id,
    before: { status: 'pending' },
    after: { status, ...(reason !== undefined && { reason }) },
  });
  return true;
}

const verbs: Readonly<Record<Exclude<RequestStatus, 'pending'>, string>> = {
  approved: 'approve',
  rejected: 'reject',
  withdrawn: 'withdraw',
  expired: 'expire',
  superseded: 'supersede',
};
