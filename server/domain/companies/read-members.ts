/** The people of a company. Who is a member, owner or administrator is known to every member; roles for stores only to those whom
 *  they concern. */
import { DomainError } from '../../core/errors.ts';
import { foldForSearch } from '../../core/search-text.ts';
import type { Ctx } from '../../db/index.ts';
import { authorize, can, scopeFor } from '../tenancy/index.ts';

const pageSize = 25;
const personColumns = { id: true, username: true, usernameFolded: true, displayName: true, pictureId: true } as const;
const flagColumns = { id: true, isOwner: true, isAdministrator: true, joinedAt: true } as const;

export interface MemberSearch {
  companyId: number;
  /** Part of a user name or display name. */
  search: string;
  /** From 1. */
  page: number;
  /** `mine`: those with a role in the actor's own stores. Null: mine for a manager who is bound to stores, else everyone. */
  show: 'everyone' | 'mine' | null;
}

/** One page of a company's members, by user name, in four queries however many there are.
 *  @throws not_found the company is hidden from the actor */
export async function listMembers(ctx: Ctx, { companyId, search, page, show }: MemberSearch) {
  authorize(ctx, 'member.see', { companyId });
  const sight = sightOf(ctx, companyId);
  const isBound = Array.isArray(sight.storeIds);
  const isMine = show === null ? isBound : show === 'mine';
  const all = await ctx.db.reader.companyMembership.findMany({
    where: { companyId, ...(isMine && { OR: concerning(sight) }) },
    select: { ...flagColumns, user: { select: personColumns } },
  });
  const wanted = foldForSearch(search.trim());
  const found = all
    .filter(({ user }) => foldForSearch(`${user.username}\n${user.displayName}`).includes(wanted))
    .sort((a, b) => compare(a.user.usernameFolded, b.user.usernameFolded));
  const pages = Math.max(1, Math.ceil(found.length / pageSize));
  const shown = Math.min(Math.max(1, page), pages);
  const rows = found.slice((shown - 1) * pageSize, shown * pageSize);
  const roles = await rolesOf(ctx, sight, rows);
  return {
    members: rows.map((row) => ({ ...row, roles: roles.filter(({ membershipId }) => membershipId === row.id) })),
    ...{ total: found.length, page: shown, pages, isBound, isMine },
  };
}

/** One member, with the stores for which roles can be given.
 *  @throws not_found the company is hidden from the actor, or the person is no member */
export async function getMember(ctx: Ctx, { companyId, userId }: { companyId: number; userId: string }) {
  authorize(ctx, 'member.see', { companyId });
  const row = await ctx.db.reader.companyMembership.findUnique({
    where: { companyId_userId: { companyId, userId } },
    select: { ...flagColumns, user: { select: personColumns } },
  });
  if (row === null) throw new DomainError('not_found', { companyId, userId });
  return { ...row, roles: await rolesOf(ctx, sightOf(ctx, companyId), [row]) };
}

/** Members by the ids of their memberships, in two queries however many there are.
 *  @throws not_found the company is hidden from the actor */
export async function listMembersById(ctx: Ctx, companyId: number, ids: readonly string[]) {
  authorize(ctx, 'member.see', { companyId });
  const rows = await ctx.db.reader.companyMembership.findMany({
    where: { companyId, id: { in: [...ids] } },
    select: { ...flagColumns, user: { select: personColumns } },
  });
  const roles = await rolesOf(ctx, sightOf(ctx, companyId), rows);
  return rows.map((row) => ({ ...row, roles: roles.filter(({ membershipId }) => membershipId === row.id) }));
}

/** The stores that roles can be given for, by name.
 *  @throws not_found, forbidden the actor does not manage the company's people */
export async function listRoleStores(ctx: Ctx, companyId: number) {
  authorize(ctx, 'member.manage', { companyId });
  return ctx.db.reader.store.findMany({
    where: { companyId, deletedAt: null },
    select: { id: true, name: true, code: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
}

/** Whose roles somebody sees: of every store (null), of some stores, or only their own. */
interface Sight {
  userId: string | null;
  storeIds: readonly number[] | null | undefined;
}

function sightOf(ctx: Ctx, companyId: number): Sight {
  const userId = ctx.actor.kind === 'user' ? ctx.actor.userId : null;
  if (can(ctx, 'member.manage', { companyId }) || can(ctx, 'store.manage', { companyId }))
    return { userId, storeIds: null };
  const { companyIds, storeIds } = scopeFor(ctx, 'store.manage');
  return { userId, storeIds: companyIds?.includes(companyId) ? (storeIds ?? undefined) : undefined };
}

/** Memberships that concern somebody: their own, and those with a role in their stores. */
function concerning({ userId, storeIds }: Sight) {
  const own = { userId: userId ?? '' };
  if (storeIds === null) return [own, { roles: { some: {} } }];
  return [own, { roles: { some: { storeId: { in: [...(storeIds ?? [])] } } } }];
}

async function rolesOf(ctx: Ctx, sight: Sight, rows: readonly { id: string; user: { id: string } }[]) {
  const { userId, storeIds } = sight;
  const own = rows.filter(({ user }) => user.id === userId).map(({ id }) => id);
  const membershipId = { in: rows.map(({ id }) => id) };
  const seen =
    storeIds === null ? {} : { OR: [{ membershipId: { in: own } }, { storeId: { in: [...(storeIds ?? [])] } }] };
  const roles = await ctx.db.reader.membershipRole.findMany({
    where: { membershipId, ...seen },
    select: { membershipId: true, role: true, storeId: true, store: { select: { name: true, uuid: true } } },
    orderBy: [{ role: 'asc' }, { scopeKey: 'asc' }],
  });
  return roles.map(({ store, ...role }) => ({ ...role, store: store?.name ?? null, storeUuid: store?.uuid ?? null }));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
