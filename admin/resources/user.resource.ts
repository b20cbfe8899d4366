import type { Ctx } from '../../server/db/index.ts';
import { userActions } from '../actions/people.ts';
import { defineResource, type Row } from '../adapter/definition.ts';
import { companiesOf } from '../staff.ts';

export const user = defineResource({
  model: 'User',
  label: 'Users',
  group: 'Organisation',
  title: ['username'],
  search: ['usernameFolded', 'email', 'lastName'],
  list: ['username', 'firstName', 'lastName', 'companies', 'staffRole', 'isActive', 'lastSignedInAt'],
  filters: ['isActive', 'staffRole', 'staffLimited', 'lastSignedInAt'],
  actions: userActions,
  sort: { by: 'username', direction: 'asc' },
  orders: { username: 'usernameFolded' },
  values: { staffRole: ['superuser', 'operator', 'support'] },
  hidden: ['sessionVersion', 'pictureId', 'totpSecretEncrypted', 'totpLastStep', 'emailKey'],
  scope: (companyIds, userId) => ({
    OR: [{ id: userId }, { memberships: { some: { companyId: { in: [...companyIds] } } } }],
  }),
  virtual: [
    { name: 'companies', kind: 'text', label: 'Companies' },
    { name: 'staffCompanies', kind: 'text', label: 'As staff limited to' },
  ],
  enrich: addCompanies,
  related: [
    {
      model: 'CompanyMembership',
      by: 'userId',
      label: 'Companies',
      list: ['companyId', 'isOwner', 'isAdministrator', 'roles', 'joinedAt'],
    },
    {
      model: 'Session',
      by: 'userId',
      label: 'Sessions',
      list: ['door', 'address', 'agent', 'createdAt', 'lastSeenAt', 'endedAt'],
    },
    {
      model: 'AuditEntry',
      by: 'actorId',
      label: 'What they did',
      list: ['at', 'action', 'door', 'companyId', 'subjectType'],
    },
    {
      model: 'CompanyJoinRequest',
      by: 'userId',
      label: 'Join requests',
      list: ['slug', 'companyId', 'status', 'createdAt'],
    },
    {
      model: 'CompanyInvitation',
      by: 'userId',
      label: 'Invitations',
      list: ['companyId', 'status', 'createdAt', 'invitedById'],
    },
    { model: 'Cashier', by: 'userId', label: 'Cashiers', list: ['number', 'userName', 'companyId', 'isActive'] },
  ],
});

/** Names of the companies a person belongs to, of those that the viewer sees. */
async function addCompanies(ctx: Ctx, rows: readonly Row[]): Promise<void> {
  const limits = companiesOf(ctx);
  const memberships = await ctx.db.reader.companyMembership.findMany({
    where: {
      userId: { in: rows.map((row) => String(row['id'])) },
      ...(limits === null ? {} : { companyId: { in: [...limits] } }),
    },
    select: { userId: true, isOwner: true, isAdministrator: true, company: { select: { name: true } } },
    orderBy: { companyId: 'asc' },
  });
  const limited = await ctx.db.reader.staffCompany.findMany({
    where: {
      userId: { in: rows.map((row) => String(row['id'])) },
      ...(limits === null ? {} : { companyId: { in: [...limits] } }),
    },
    select: { userId: true, company: { select: { name: true } } },
    orderBy: { companyId: 'asc' },
  });
  for (const row of rows) {
    const staff = limited.filter(({ userId }) => userId === row['id']);
    row['staffCompanies'] = staff.map(({ company }) => company.name).join(', ');
    const own = memberships.filter(({ userId }) => userId === row['id']);
    row['companies'] = own.map(({ company, ...member }) => `${company.name}${tagOf(member)}`).join(', ');
  }
}

function tagOf({ isOwner, isAdministrator }: { isOwner: boolean; isAdministrator: boolean }): string {
  if (isOwner) return ' (owner)';
  return isAdministrator ? ' (administrator)' : '';
}
