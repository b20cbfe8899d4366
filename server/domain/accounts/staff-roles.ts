/** Who is hub staff, as what, and for which companies: superusers' work. */

import { DomainError } from '../../core/errors.ts';
import type { StaffRole } from '../../core/scope.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { nextVersions } from '../feed/index.ts';
import { authorize, endAllSessions } from '../tenancy/index.ts';
import { note } from './note.ts';

const isLast = 'This is the last superuser: make somebody else one first.';

/** Makes somebody staff, gives them another role, or (null) takes it away. Their sessions end: what they had open was another
 *  person's desk. Who is made staff anew sees every company until limited.
 *  @throws not_found, forbidden, not_signed_in
 *  @throws conflict it is so already, or nobody would administer the hub any more */
export async function setStaffRole(ctx: Ctx, input: { userId: string; role: StaffRole | null }): Promise<void> {
  const { userId, role } = input;
  authorize(ctx, 'staff.admin');
  await inTransaction(ctx, async (tx) => {
    const version = await nextVersions(tx, null);
    const before = await findPerson(tx, userId);
    if (before.staffRole === role) throw new DomainError('conflict', {}, 'The person has this role already.');
    if (role !== 'superuser') await requireOtherSuperuser(tx, userId);
    if (role === null) await tx.staffCompany.deleteMany({ where: { userId } });
    const staffLimited = role === null ? false : before.staffLimited;
    await tx.user.update({ where: { id: userId }, data: { staffRole: role, staffLimited, version } });
    await endAllSessions(tx, userId, ctx.now());
    const action = 'person.staff-role';
    await note(ctx, tx, { userId, action, before: { staffRole: before.staffRole }, after: { staffRole: role } });
  });
}

/** Limits staff to companies by their slugs, or (null) to none of them in particular: every company. An empty list sees nothing.
 *  @throws not_found, forbidden, not_signed_in
 *  @throws invalid_input a slug names no company
 *  @throws conflict the person is no staff, or the last superuser of the whole hub */
export async function limitStaff(ctx: Ctx, input: { userId: string; slugs: readonly string[] | null }): Promise<void> {
  const { userId, slugs } = input;
  authorize(ctx, 'staff.admin');
  await inTransaction(ctx, async (tx) => {
    const version = await nextVersions(tx, null);
    const before = await findPerson(tx, userId);
    if (before.staffRole === null) throw new DomainError('conflict', {}, 'The person is not staff of the hub.');
    if (slugs !== null) await requireOtherSuperuser(tx, userId);
    const companies = await companiesOf(tx, slugs ?? []);
    await tx.staffCompany.deleteMany({ where: { userId } });
    if (companies.length > 0) {
      await tx.staffCompany.createMany({ data: companies.map(({ id }) => ({ userId, companyId: id })) });
    }
    await tx.user.update({ where: { id: userId }, data: { staffLimited: slugs !== null, version } });
    await note(ctx, tx, {
      userId,
      action: 'person.staff-companies',
      before: { companies: before.staffLimited ? before.staffCompanies.map(({ company }) => company.slug) : 'all' },
      after: { companies: slugs === null ? 'all' : companies.map(({ slug }) => slug) },
    });
  });
}

/** The hub keeps somebody who administers it: an active superuser of every company, other than this one.
 *  @throws conflict */
export async function requireOtherSuperuser(tx: Tx, userId: string, message = isLast): Promise<void> {
  const active = { staffRole: 'superuser', staffLimited: false, isActive: true, deletedAt: null };
  const isOne = await tx.user.findFirst({ where: { ...active, id: userId }, select: { id: true } });
  if (isOne === null) return;
  const other = await tx.user.findFirst({ where: { ...active, id: { not: userId } }, select: { id: true } });
  if (other === null) {
    throw new DomainError('conflict', { companies: [] }, message);
  }
}

async function findPerson(tx: Tx, userId: string) {
  const person = await tx.user.findFirst({
    where: { id: userId, deletedAt: null, isActive: true },
    select: {
      staffRole: true,
      staffLimited: true,
      staffCompanies: { select: { company: { select: { slug: true } } }, orderBy: { companyId: 'asc' } },
    },
  });
  if (!person) throw new DomainError('not_found', { userId });
  return person;
}

async function companiesOf(tx: Tx, slugs: readonly string[]) {
  const wanted = [...new Set(slugs)];
  if (wanted.length === 0) return [];
  const companies = await tx.company.findMany({
    where: { slug: { in: wanted }, deletedAt: null },
    select: { id: true, slug: true },
    orderBy: { id: 'asc' },
  });
  const unknown = wanted.find((slug) => !companies.some((company) => company.slug === slug));
  if (unknown === undefined) return companies;
  const message = `No company has the short name ${unknown.slice(0, 96)}.`;
  throw new DomainError('invalid_input', { errors: [{ path: 'slugs', message }] }, message);
}
