/** Ways into a company: who asked to be taken in, and who was asked. */

import type { Ctx } from '../../../db/index.ts';
import { readRoles } from '../../companies/index.ts';
import { ofCompany } from '../reach.ts';
import type { ResourceSource } from '../read-rows.ts';

const texts = (ids: readonly (string | number)[]) => ({ id: { in: ids.map(String) } });

function source<Row extends { id: string | number }>(declared: ResourceSource<Row>): ResourceSource<Row> {
  return declared;
}

/** What has lapsed counts as expired before the job has closed it. */
function statusNow(row: { status: string; expiresAt: Date | null }, now: Date): string {
  return row.status === 'pending' && row.expiresAt !== null && row.expiresAt <= now ? 'expired' : row.status;
}

/** Requests to join the company, for whoever answers them. */
export const joinRequestSource = (companyId: number) =>
  source({
    model: 'CompanyJoinRequest',
    reach: ofCompany('member.manage', companyId),
    async read(ctx, ids) {
      const rows = await ctx.db.reader.companyJoinRequest.findMany({
        where: texts(ids),
        select: {
          ...{ id: true, message: true, status: true, reason: true, createdAt: true, resolvedAt: true },
          ...{ expiresAt: true, user: { select: { id: true, username: true, displayName: true } } },
        },
      });
      return rows.map((row) => ({ ...row, status: statusNow(row, ctx.now()) }));
    },
  });

/** Invitations of the company. Whether a name is anybody's is not for the company to know. */
export const invitationSource = (companyId: number) =>
  source({
    model: 'CompanyInvitation',
    reach: ofCompany('member.manage', companyId),
    async read(ctx, ids) {
      const rows = await ctx.db.reader.companyInvitation.findMany({
        where: texts(ids),
        select: {
          ...{ id: true, email: true, invitedName: true, isOwner: true, isAdministrator: true, roles: true },
          ...{ message: true, status: true, sentCount: true, createdAt: true, expiresAt: true, resolvedAt: true },
          invitedBy: { select: { username: true } },
        },
      });
      const stores = await storesOf(ctx, companyId);
      return rows.map(({ roles, ...row }) => ({
        ...row,
        status: statusNow(row, ctx.now()),
        roles: readRoles(roles).map(({ role, storeId }) => ({
          role,
          storeUuid: storeId === null ? null : (stores.get(storeId) ?? null),
          isEverywhere: storeId === null,
        })),
      }));
    },
  });

async function storesOf({ db }: Ctx, companyId: number): Promise<ReadonlyMap<number, string>> {
  const rows = await db.reader.store.findMany({ where: { companyId }, select: { id: true, uuid: true } });
  return new Map(rows.map(({ id, uuid }) => [id, uuid]));
}
