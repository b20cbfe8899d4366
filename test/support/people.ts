/** People and companies for tests, made through the operations. */

import type { Actor } from '../../server/core/scope.ts';
import type { Ctx, Database, Logger } from '../../server/db/index.ts';
import {
  addMember,
  createCompany,
  createStaff,
  createUser,
  readSession,
  scopeFor,
  signIn,
  systemCtx,
} from '../../server/domain/tenancy/index.ts';

/** A log that nobody reads. */
export const silentLog: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silentLog,
};

/** A clock that stands still until it is moved. */
export function testClock(start = '2026-03-02T10:00:00Z') {
  let at = new Date(start);
  return {
    now: () => at,
    pass(ms: number) {
      at = new Date(at.getTime() + ms);
    },
  };
}

export const goodPassword = 'marble-Kettle-7-orbit';

/** The hub itself, in a test. */
export function hubCtx(db: Database, now: () => Date = () => new Date()): Ctx {
  return systemCtx({ db, log: silentLog, now }, 'test', 'cli');
}

export const visitor = { door: 'portal', address: '192.0.2.10', agent: 'test' } as const;

/** A context of somebody who has signed in just now, with everything that a session brings. */
export async function signedIn(db: Database, username: string, now: () => Date = () => new Date()): Promise<Ctx> {
  const { id, version } = await signIn(hubCtx(db, now), { username, password: goodPassword, visitor });
  const live = await readSession(db, { id, version }, now());
  if (live === null) throw new Error(`${username} is not signed in`);
  return contextOf(hubCtx(db, now), live.actor);
}

/** The same context for another actor. */
export function contextOf(base: Ctx, actor: Actor): Ctx {
  return { ...base, actor, scope: scopeFor({ actor }, 'company.see'), door: 'portal' };
}

export function makeUser(db: Database, username: string): Promise<{ id: string }> {
  return createUser(hubCtx(db), { username, password: goodPassword });
}

export function makeStaff(
  db: Database,
  username: string,
  staff: { role: 'superuser' | 'operator' | 'support'; companyIds?: number[] },
) {
  const companyIds = staff.companyIds ?? null;
  return createStaff(hubCtx(db), { username, password: goodPassword, staffRole: staff.role, companyIds });
}

/** A company with its owner: `owner.<name>`. */
export async function makeCompany(db: Database, name: string) {
  const owner = await makeUser(db, `owner.${name.toLowerCase().replaceAll(' ', '-')}`);
  const company = await createCompany(hubCtx(db), { name, ownerUserId: owner.id });
  return { ...company, ownerId: owner.id, ownerName: `owner.${name.toLowerCase().replaceAll(' ', '-')}` };
}

export async function makeMember(db: Database, companyId: number, username: string) {
  const { id } = await makeUser(db, username);
  await addMember(hubCtx(db), { companyId, userId: id });
  return { id };
}
