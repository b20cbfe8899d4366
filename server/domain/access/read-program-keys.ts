/** The keys of a company's programs, as the people who look after them see them. Their texts are nowhere. */
import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import type { Ctx } from '../../db/index.ts';
import { authorize } from '../tenancy/index.ts';

/** Keys that are over are shown for so long. */
const shownAfterMs = 30 * 86_400_000;
const mostShown = 300;

/** `replaced`: a newer one took its place, and it works until `overlapUntil`. */
type KeyState = 'works' | 'replaced' | 'expired' | 'revoked';

export interface ProgramKey {
  id: string;
  name: string;
  /** Its first characters. */
  prefix: string;
  actions: readonly string[];
  /** Null: every store. */
  stores: readonly { id: number; uuid: string; name: string; code: string }[] | null;
  origins: readonly string[];
  requestsPerMinute: number | null;
  state: KeyState;
  createdAt: Date;
  expiresAt: Date | null;
  overlapUntil: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  lastAddress: string | null;
  /** Null: the hub itself made it, or the account is gone. */
  maker: { userId: string; name: string } | null;
  /** True: whoever made it has left, or could not make it today. */
  isOrphaned: boolean;
}

/** Those that work first, then the others of the last thirty days, each the newest first.
 *  @throws forbidden, not_found */
export async function listProgramKeys(ctx: Ctx, companyId: number): Promise<ProgramKey[]> {
  authorize(ctx, 'key.manage', { companyId });
  const lately = { gt: new Date(ctx.now().getTime() - shownAfterMs) };
  const shown = { OR: [{ revokedAt: null }, { revokedAt: lately }] };
  const keys = await readKeys(ctx, companyId, shown);
  return keys
    .filter(({ state, overlapUntil }) => state !== 'expired' || overlapUntil === null || overlapUntil > lately.gt)
    .sort((a, b) => Number(isOver(a)) - Number(isOver(b)));
}

/** @throws forbidden, not_found */
export async function getProgramKey(
  ctx: Ctx,
  { companyId, keyId }: { companyId: number; keyId: string },
): Promise<ProgramKey> {
  authorize(ctx, 'key.manage', { companyId });
  const [key] = await readKeys(ctx, companyId, { id: keyId });
  if (key === undefined) throw new DomainError('not_found', { keyId });
  return key;
}

function isOver({ state }: ProgramKey): boolean {
  return state === 'expired' || state === 'revoked';
}

async function readKeys(ctx: Ctx, companyId: number, where: object): Promise<ProgramKey[]> {
  const { reader } = ctx.db;
  const rows = await reader.apiKey.findMany({
    where: { ...where, companyId, kind: 'program' },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    take: mostShown,
  });
  const stores = await reader.store.findMany({
    where: { companyId, id: { in: rows.flatMap((row) => storesOf(row) ?? []) } },
    select: { id: true, uuid: true, name: true, code: true },
    orderBy: [{ code: 'asc' }],
  });
  const makers = await readMakers(
    ctx,
    companyId,
    rows.flatMap(({ createdById }) => createdById ?? []),
  );
  const now = ctx.now();
  return rows.map((row) => {
    const storeIds = storesOf(row);
    const maker = row.createdById === null ? undefined : makers.get(row.createdById);
    return {
      ...{ id: row.id, name: row.name, prefix: row.prefix, requestsPerMinute: row.requestsPerMinute },
      ...{ createdAt: row.createdAt, expiresAt: row.expiresAt, overlapUntil: row.overlapUntil },
      ...{ revokedAt: row.revokedAt, lastUsedAt: row.lastUsedAt, lastAddress: row.lastAddress },
      actions: actionsOf(row),
      origins: texts.parse(JSON.parse(row.origins)),
      stores: storeIds === null ? null : stores.filter(({ id }) => storeIds.includes(id)),
      state: stateOf(row, now),
      maker: maker ? { userId: maker.userId, name: maker.name } : null,
      isOrphaned: row.createdById !== null && maker?.mayStill !== true,
    };
  });
}

interface Lasting {
  revokedAt: Date | null;
  expiresAt: Date | null;
  replacedAt: Date | null;
  overlapUntil: Date | null;
}

function stateOf({ revokedAt, expiresAt, replacedAt, overlapUntil }: Lasting, now: Date): KeyState {
  if (revokedAt !== null) return 'revoked';
  if (expiresAt !== null && expiresAt <= now) return 'expired';
  if (replacedAt === null) return 'works';
  return overlapUntil !== null && overlapUntil > now ? 'replaced' : 'expired';
}

/** Whatever a key can be given every administrator holds, and staff that may write. */
async function readMakers(ctx: Ctx, companyId: number, userIds: readonly string[]) {
  const people = await ctx.db.reader.user.findMany({
    where: { id: { in: [...new Set(userIds)] }, deletedAt: null },
    select: {
      ...{ id: true, username: true, displayName: true, isActive: true, staffRole: true },
      memberships: { where: { companyId }, select: { isOwner: true, isAdministrator: true } },
    },
  });
  return new Map(
    people.map(({ id, username, displayName, isActive, staffRole, memberships }) => {
      const isPrivileged = memberships.some((each) => each.isOwner || each.isAdministrator);
      const mayStill = isActive && (isPrivileged || staffRole === 'superuser' || staffRole === 'operator');
      return [id, { userId: id, name: displayName || username, mayStill }];
    }),
  );
}

const texts = z.array(z.string());
const numbers = z.array(z.int()).nullable();

export function actionsOf({ actions }: { actions: string }): string[] {
  return texts.parse(JSON.parse(actions));
}

/** Null: every store. */
export function storesOf({ storeIds }: { storeIds: string }): number[] | null {
  return numbers.parse(JSON.parse(storeIds));
}
