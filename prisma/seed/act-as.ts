/** Who does something in the demonstration: its people, through the door that they use. */
import type { Actor } from '../../server/core/scope.ts';
import { type Ctx, deriveContext } from '../../server/db/index.ts';
import type { Account } from './people.ts';

/** Ids of accounts by username. */
export type People = ReadonlyMap<string, string>;
type Person = Extract<Actor, { kind: 'user' }>;

export function as(ctx: Ctx, people: People, username: Account, grants: Person['grants'] = []): Ctx {
  const userId = people.get(username) ?? '';
  const actor: Person = { kind: 'user', userId, username, staffRole: null, staffCompanyIds: null, grants };
  const companyIds = grants.map((grant) => grant.companyId);
  return deriveContext(ctx, { actor, scope: { companyIds, storeIds: null }, door: 'portal' });
}
