import type { Ctx } from '../../server/db/index.ts';
import { membershipActions } from '../actions/members.ts';
import { defineResource, type Row } from '../adapter/definition.ts';

export const membership = defineResource({
  model: 'CompanyMembership',
  label: 'Members',
  group: 'Organisation',
  title: ['userId', 'companyId'],
  search: [],
  list: ['userId', 'companyId', 'isOwner', 'isAdministrator', 'roles', 'joinedAt'],
  filters: ['companyId', 'userId', 'isOwner', 'isAdministrator'],
  sort: { by: 'joinedAt', direction: 'desc' },
  actions: membershipActions,
  labels: { isOwner: 'Owner', isAdministrator: 'Administrator' },
  virtual: [{ name: 'roles', kind: 'text', label: 'Roles' }],
  enrich: addRoles,
  related: [{ model: 'MembershipRole', by: 'membershipId', label: 'Roles', list: ['role', 'storeId', 'createdAt'] }],
});

/** "manager, stock in STORE-001": the roles a member holds beside the two tags. */
async function addRoles(ctx: Ctx, rows: readonly Row[]): Promise<void> {
  const roles = await ctx.db.reader.membershipRole.findMany({
    where: { membershipId: { in: rows.map((row) => String(row['id'])) } },
    select: { membershipId: true, role: true, store: { select: { code: true } } },
    orderBy: [{ role: 'asc' }, { scopeKey: 'asc' }],
  });
  for (const row of rows) {
    const own = roles.filter(({ membershipId }) => membershipId === row['id']);
    row['roles'] = own.map(({ role, store }) => (store === null ? role : `${role} in ${store.code}`)).join(', ');
  }
}
