/** Mail about people and companies. Only confirmed addresses of people who want mail get any; an invitation goes to the address
 *  that was typed. */
import { isLanguage, type Language } from '../../core/languages.ts';
import type { Ctx, Tx } from '../../db/index.ts';
import { queueMail } from '../mail/index.ts';

type Kind =
  | 'join-requested'
  | 'join-approved'
  | 'join-rejected'
  | 'invitation'
  | 'invitation-accepted'
  | 'owner-tag-given'
  | 'member-removed';

interface Letter {
  kind: Kind;
  facts: Record<string, string | number>;
  path: string;
  companyId?: number;
}

const reachable = { emailConfirmedAt: { not: null }, notifyByMail: true, isActive: true, deletedAt: null } as const;

/** A company with hundreds of administrators does not write to all of them. */
const mostTold = 20;

/** Writes to one person, if they can be reached. */
export async function tellPerson(ctx: Ctx, tx: Tx, userId: string, letter: Letter): Promise<void> {
  const user = await tx.user.findFirst({
    where: { id: userId, ...reachable },
    select: { email: true, language: true },
  });
  if (user !== null) await send(ctx, tx, user, letter);
}

/** Writes to the company's owners and administrators, owners first. */
export async function tellPrivileged(ctx: Ctx, tx: Tx, letter: Letter & { companyId: number }): Promise<void> {
  const members = await tx.companyMembership.findMany({
    where: { companyId: letter.companyId, OR: [{ isOwner: true }, { isAdministrator: true }], user: reachable },
    select: { user: { select: { email: true, language: true } } },
    orderBy: [{ isOwner: 'desc' }, { joinedAt: 'asc' }],
    take: mostTold,
  });
  for (const { user } of members) await send(ctx, tx, user, letter);
}

/** Writes to an address of which nothing is known, in the language of whoever asks for it. */
export async function tellAddress(ctx: Ctx, tx: Tx, email: string, letter: Letter): Promise<void> {
  await send(ctx, tx, { email, language: await ownLanguage(ctx, tx) }, letter);
}

async function ownLanguage(ctx: Ctx, tx: Tx): Promise<string> {
  if (ctx.actor.kind !== 'user') return '';
  const user = await tx.user.findUnique({ where: { id: ctx.actor.userId }, select: { language: true } });
  return user?.language ?? '';
}

async function send(
  ctx: Ctx,
  tx: Tx,
  to: { email: string | null; language: string },
  { companyId, ...letter }: Letter,
): Promise<void> {
  if (to.email === null) return;
  const language: Language = isLanguage(to.language) ? to.language : 'en';
  await queueMail(ctx, tx, { to: to.email, language, ...letter, ...(companyId !== undefined && { companyId }) });
}
