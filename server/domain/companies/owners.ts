/** The owner tag: only owners give it, nobody takes it from somebody else, and the last one stays. */
import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction, statement, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { retestDeletion } from '../company-deletion/index.ts';
import { authorize, foldUsername, holdCompany, parseInput } from '../tenancy/index.ts';
import { revokeBeyondRights } from './invitation-rows.ts';
import { insertInvitation } from './invite.ts';
import { changePeople, getMemberRow, type Member, personOf } from './people.ts';
import { tellPerson } from './tell.ts';
import { countHourly } from './throttle.ts';

/** An owner counts while somebody can sign in as them: a switched-off account could neither give the tag on nor approve. */
const otherOwner = `SELECT 1 FROM company_memberships o JOIN users p ON p.id = o.user_id AND p.is_active AND p.deleted_at IS NULL
  WHERE o.is_owner AND o.company_id = m.company_id AND o.user_id <> m.user_id`;

/** Takes the tag only while there is another owner. The company is held, so that two statements never see each other's tag. */
const dropTag = statement({
  params: { company: 'int', user: 'text' },
  sql: (q) => `UPDATE company_memberships AS m SET is_owner = FALSE
    WHERE m.company_id = ${q.param('company')} AND m.user_id = ${q.param('user')} AND m.is_owner AND EXISTS (${otherOwner})`,
});

const selectOwned = statement({
  params: { user: 'text' },
  returns: { company_id: 'int' },
  sql: (q) => `SELECT m.company_id FROM company_memberships m JOIN companies c ON c.id = m.company_id
    WHERE m.user_id = ${q.param('user')} AND m.is_owner AND c.deleted_at IS NULL ORDER BY m.company_id`,
});

const selectAlone = statement({
  params: { user: 'text' },
  returns: { slug: 'text', name: 'text' },
  sql: (q) => `SELECT c.slug, c.name FROM company_memberships m JOIN companies c ON c.id = m.company_id
    WHERE m.user_id = ${q.param('user')} AND m.is_owner AND c.deleted_at IS NULL AND NOT EXISTS (${otherOwner}) ORDER BY c.name, c.id`,
});

/** Gives one's own tag up; the administrator flag stays.
 *  @throws forbidden the actor is no owner
 *  @throws conflict  there is no other owner: add one first, or delete the company */
export async function dropOwnerTag(ctx: Ctx, companyId: number): Promise<void> {
  const { userId } = personOf(ctx);
  await changePeople(ctx, { companyId, action: 'owner.grant' }, async (tx, current) => {
    const { user, isOwner } = await getMemberRow(tx, companyId, userId);
    if (!isOwner) throw new DomainError('forbidden', { companyId, userId });
    const dropped = await ctx.db.dialect.execute(tx, dropTag, { company: companyId, user: userId });
    if (dropped === 0) {
      const text = 'You are the only owner. Give the owner tag to somebody else first, or delete the company.';
      throw new DomainError('conflict', { companyId }, text);
    }
    await recordAudit(tx, current, {
      companyId,
      action: 'owner.drop',
      subjectType: 'user',
      subjectId: userId,
      before: { username: user.username, isOwner: true },
      after: { isOwner: false },
    });
    await revokeBeyondRights(current, tx, { companyId, userId });
    await retestDeletion(current, tx, companyId);
  });
}

/** `tagged`: it was a member and is an owner now. `already`: it was one before. `invited`: it is no member, and was asked if there
 *  is such a person; whether there is, is not said. */
export type TagOutcome = 'tagged' | 'already' | 'invited';

const mostInHour = 40;
const nameField = z.string().trim().min(1, 'Type a user name.').max(150, 'Use at most 150 characters.');

/** Gives the owner tag, and with it the administrator flag. A member has it at once; anybody else gets an invitation to accept.
 *  @throws not_found      the company is hidden from the actor
 *  @throws forbidden      the actor is no owner
 *  @throws invalid_input  no name
 *  @throws already_exists an invitation to this name is waiting */
export async function giveOwnerTag(ctx: Ctx, input: { companyId: number; username: string }): Promise<TagOutcome> {
  const { companyId } = input;
  const { username } = parseInput(z.object({ username: nameField }), { username: input.username });
  authorize(ctx, 'owner.grant', { companyId });
  const { userId } = personOf(ctx);
  return inTransaction(ctx, async (tx) => {
    await countHourly(ctx, tx, { key: `owner:person:${userId}`, most: mostInHour });
    const current = await holdCompany(ctx, tx, companyId);
    authorize(current, 'owner.grant', { companyId });
    const member = await tx.companyMembership.findFirst({
      where: { companyId, user: { usernameFolded: foldUsername(username), deletedAt: null } },
      select: { userId: true },
    });
    if (member !== null) return tagMember(current, tx, await getMemberRow(tx, companyId, member.userId));
    const offer = { companyId, by: 'username', to: username, isOwner: true, isAdministrator: true } as const;
    await insertInvitation(current, tx, { ...offer, roles: [], message: '' });
    return 'invited';
  });
}

async function tagMember(ctx: Ctx, tx: Tx, member: Member): Promise<TagOutcome> {
  const { id, companyId, userId, user, isOwner, isAdministrator } = member;
  if (isOwner) return 'already';
  const after = { isOwner: true, isAdministrator: true };
  await tx.companyMembership.update({ where: { id }, data: after, select: { id: true } });
  await recordAudit(tx, ctx, {
    companyId,
    action: 'owner.grant',
    subjectType: 'user',
    subjectId: userId,
    before: { username: user.username, isOwner, isAdministrator },
    after,
  });
  const company = await tx.company.findUniqueOrThrow({ where: { id: companyId }, select: { name: true, slug: true } });
  const facts = { company: company.name, person: personOf(ctx).username };
  await tellPerson(ctx, tx, userId, {
    kind: 'owner-tag-given',
    facts,
    path: `/companies/${company.slug}/`,
    companyId,
  });
  await retestDeletion(ctx, tx, companyId);
  return 'tagged';
}

/** The companies that would be left without an owner if this person went, by name. They are held until the transaction ends, so
 *  that no other owner leaves meanwhile. Call it before anything else is written. */
export async function companiesWithoutOtherOwner(
  ctx: Ctx,
  tx: Tx,
  userId: string,
): Promise<{ slug: string; name: string }[]> {
  for (const { company_id } of await ctx.db.dialect.query(tx, selectOwned, { user: userId })) {
    await holdCompany(ctx, tx, company_id).catch(ignoreGone);
  }
  return ctx.db.dialect.query(tx, selectAlone, { user: userId });
}

/** It was deleted in this very moment: nobody owns it any more. */
function ignoreGone(error: unknown): void {
  if (!(error instanceof DomainError && error.code === 'not_found')) throw error;
}
