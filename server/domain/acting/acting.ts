/** Staff at the merchants' door, doing for one company what its administrators may: with a reason, for an hour at most, and on
 *  record from its first moment to its last. What only owners may stays theirs. */

import { DomainError } from '../../core/errors.ts';
import type { Actor } from '../../core/scope.ts';
import { type Ctx, deriveContext, inTransaction, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { authorize } from '../tenancy/index.ts';

const lastsMs = 60 * 60_000;
const reasonLength = { least: 5, most: 500 };

/** Begins to act for a company, or goes on for another hour. Whoever acts for another company stops that first.
 *  @throws invalid_input  the reason is missing, short or long
 *  @throws not_found, forbidden, not_signed_in */
export async function beginActing(
  ctx: Ctx,
  input: { companyId: number; reason: string },
): Promise<{ slug: string; name: string; until: Date }> {
  const { companyId } = input;
  authorize(ctx, 'company.act', { companyId });
  const reason = input.reason.trim();
  if (reason.length < reasonLength.least || reason.length > reasonLength.most) {
    const message = 'Say why, in 5 to 500 characters: the company can read it.';
    throw new DomainError('invalid_input', { errors: [{ path: 'reason', message }] }, message);
  }
  const until = new Date(ctx.now().getTime() + lastsMs);
  return inTransaction(ctx, async (tx) => {
    const company = await tx.company.findFirst({
      where: { id: companyId, deletedAt: null },
      select: { name: true, slug: true },
    });
    if (!company) throw new DomainError('not_found', { companyId });
    const id = sessionOf(ctx);
    const before = await tx.session.findFirst({ where: { id, endedAt: null }, select: { actingCompanyId: true } });
    if (!before) throw new DomainError('not_signed_in');
    if (before.actingCompanyId !== null && before.actingCompanyId !== companyId) await end(ctx, tx, id, 'stopped');
    await tx.session.update({
      where: { id },
      data: { actingCompanyId: companyId, actingUntil: until },
      select: { id: true },
    });
    await recordAudit(tx, acting(ctx, { companyId, companyName: company.name, companySlug: company.slug, until }), {
      companyId,
      action: 'company.act.begin',
      subjectType: 'company',
      subjectId: companyId,
      after: { reason, until },
    });
    return { ...company, until };
  });
}

/** Stops acting. Without having begun nothing changes.
 *  @throws not_signed_in */
export async function stopActing(ctx: Ctx): Promise<void> {
  await inTransaction(ctx, (tx) => end(ctx, tx, sessionOf(ctx), 'stopped'));
}

/** Puts the end on record of whatever ended by itself: the hour is over, the person has signed out, the account was closed.
 *  @returns how many */
export async function endLapsedActing(ctx: Ctx): Promise<number> {
  const over = {
    OR: [{ actingUntil: { lte: ctx.now() } }, { endedAt: { not: null } }, { expiresAt: { lte: ctx.now() } }],
  };
  const sessions = await ctx.db.reader.session.findMany({
    where: { actingCompanyId: { not: null }, ...over },
    select: { id: true, endedAt: true },
    take: 100,
  });
  for (const { id, endedAt } of sessions) {
    await inTransaction(ctx, (tx) => end(ctx, tx, id, endedAt === null ? 'lapsed' : 'signed out'));
  }
  return sessions.length;
}

async function end(ctx: Ctx, tx: Tx, id: string, how: 'stopped' | 'lapsed' | 'signed out'): Promise<void> {
  const session = await tx.session.findUnique({
    where: { id },
    select: { actingCompanyId: true, actingUntil: true, user: { select: { id: true, username: true } } },
  });
  const companyId = session?.actingCompanyId ?? null;
  if (session === null || companyId === null) return;
  const ended = await tx.session.updateMany({
    where: { id, actingCompanyId: companyId },
    data: { actingCompanyId: null, actingUntil: null },
  });
  const company = await tx.company.findFirst({ where: { id: companyId }, select: { name: true, slug: true } });
  if (ended.count === 0 || company === null) return;
  const until = session.actingUntil ?? ctx.now();
  await recordAudit(tx, acting(ctx, { companyId, companyName: company.name, companySlug: company.slug, until }), {
    companyId,
    action: 'company.act.end',
    subjectType: 'company',
    subjectId: companyId,
    before: { person: session.user.username, until },
    after: { how },
  });
}

/** The same context, of somebody who acts for the company: what is written says so. */
function acting(ctx: Ctx, where: NonNullable<Extract<Actor, { kind: 'user' }>['acting']>): Ctx {
  return ctx.actor.kind === 'user' ? deriveContext(ctx, { actor: { ...ctx.actor, acting: where } }) : ctx;
}

function sessionOf(ctx: Ctx): string {
  if (ctx.sessionId === undefined) throw new DomainError('not_signed_in');
  return ctx.sessionId;
}
