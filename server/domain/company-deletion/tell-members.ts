import { isLanguage } from '../../core/languages.ts';
import type { Ctx, Tx } from '../../db/index.ts';
import { queueMail } from '../mail/index.ts';
import type { LockedCompany } from './state.ts';

interface Told {
  company: LockedCompany;
  kind: 'deletion-started' | 'deletion-cancelled' | 'deletion-complete';
  facts: Record<string, string | number>;
}

/** Writes to every member who has a confirmed address and wants mail. What tells of the end belongs to no company any more: it
 *  must not be erased with it. */
export async function tellMembers(ctx: Ctx, tx: Tx, { company, kind, facts }: Told): Promise<void> {
  const members = await tx.companyMembership.findMany({
    where: {
      companyId: company.id,
      user: { emailConfirmedAt: { not: null }, notifyByMail: true, isActive: true, deletedAt: null },
    },
    select: { user: { select: { email: true, language: true } } },
  });
  const isOver = kind === 'deletion-complete';
  for (const { user } of members) {
    if (user.email === null) continue;
    await queueMail(ctx, tx, {
      to: user.email,
      language: isLanguage(user.language) ? user.language : 'en',
      kind,
      facts,
      path: isOver ? '/companies/' : `/companies/${company.slug}/delete/`,
      ...(isOver ? {} : { companyId: company.id }),
    });
  }
}
