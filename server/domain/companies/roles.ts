/** Roles beside the two flags: for the whole company or for chosen stores. */
import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { Ctx, Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { memberRoles, parseInput } from '../tenancy/index.ts';
import type { RoleGrant } from './invitation-rows.ts';
import { changePeople, getMemberRow, type Outcome } from './people.ts';

/** More would be a company with hundreds of stores chosen one by one: there the whole company is meant. */
const mostRoles = 500;

export const rolesField = z
  .array(z.object({ role: z.enum(memberRoles, 'Choose a role.'), storeId: z.int('Choose a store.').nullable() }))
  .max(mostRoles, `Choose at most ${mostRoles}, or give the role for every store.`)
  .transform(distinct);

const input = z.object({ companyId: z.int(), userId: z.string(), roles: rolesField });

/** Gives a member exactly these roles. Whoever is owner or administrator gives any of them, also one that they have no use for:
 *  both hold every action of a company. A role for every store makes the same role for single stores needless.
 *  @throws not_found     the company is hidden from the actor, or the person is no member
 *  @throws forbidden     the actor is neither owner nor administrator
 *  @throws invalid_input a store is none of the company's */
export async function setRoles(ctx: Ctx, raw: z.input<typeof input>): Promise<Outcome> {
  const { companyId, userId, roles } = parseInput(input, raw);
  return changePeople(ctx, { companyId, action: 'member.manage' }, async (tx, current) => {
    const { id: membershipId, user } = await getMemberRow(tx, companyId, userId);
    await requireStores(tx, companyId, roles);
    const select = { id: true, role: true, storeId: true, scopeKey: true } as const;
    const held = await tx.membershipRole.findMany({
      where: { membershipId },
      select,
      orderBy: [{ role: 'asc' }, { scopeKey: 'asc' }],
    });
    const wanted = new Map(roles.map((entry) => [keyOf(entry), entry]));
    const gone = held.filter((entry) => !wanted.has(keyOf(entry)));
    const had = new Set(held.map(keyOf));
    const added = [...wanted].filter(([key]) => !had.has(key)).map(([, entry]) => entry);
    if (gone.length === 0 && added.length === 0) return { isChanged: false, username: user.username };
    await tx.membershipRole.deleteMany({ where: { id: { in: gone.map(({ id }) => id) } } });
    await insertRoles(current, tx, { companyId, membershipId, roles: added });
    await recordAudit(tx, current, {
      companyId,
      action: 'role.set',
      subjectType: 'user',
      subjectId: userId,
      before: { username: user.username, roles: held.map(({ role, storeId }) => ({ role, storeId })) },
      after: { roles },
    });
    return { isChanged: true, username: user.username };
  });
}

/** Writes roles that the member does not have yet. */
export async function insertRoles(
  ctx: Ctx,
  tx: Tx,
  { companyId, membershipId, roles }: { companyId: number; membershipId: string; roles: readonly RoleGrant[] },
): Promise<void> {
  const createdAt = ctx.now();
  await tx.membershipRole.createMany({
    data: roles.map(({ role, storeId }) => ({
      id: newId(),
      ...{ companyId, membershipId, role, storeId, createdAt },
      scopeKey: scopeKeyOf(storeId),
    })),
  });
}

/** Each role once, and none for a single store beside the same one for every store. */
export function distinct(roles: readonly RoleGrant[]): RoleGrant[] {
  const whole = new Set(roles.filter(({ storeId }) => storeId === null).map(({ role }) => role));
  const kept = roles.filter(({ role, storeId }) => storeId === null || !whole.has(role));
  return [...new Map(kept.map((entry) => [keyOf(entry), entry])).values()];
}

/** @throws invalid_input a store is none of the company's */
export async function requireStores(tx: Tx, companyId: number, roles: readonly RoleGrant[]): Promise<void> {
  const asked = [...new Set(roles.flatMap(({ storeId }) => storeId ?? []))];
  const known = await tx.store.count({ where: { companyId, id: { in: asked }, deletedAt: null } });
  if (known === asked.length) return;
  const message = 'Choose stores of this company.';
  throw new DomainError('invalid_input', { errors: [{ path: 'roles', message }] });
}

export function keyOf({ role, storeId }: { role: string; storeId: number | null }): string {
  return `${role} ${scopeKeyOf(storeId)}`;
}

function scopeKeyOf(storeId: number | null): string {
  return storeId === null ? 'company' : `store:${storeId}`;
}
