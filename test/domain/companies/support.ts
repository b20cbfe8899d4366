/** People and companies for the tests of membership, made without the cost of real passwords. */
import { hash } from '@node-rs/argon2';
import { newId } from '../../../server/core/ids.ts';
import type { Actor, CompanyGrant } from '../../../server/core/scope.ts';
import { type Ctx, type Database, inTransaction } from '../../../server/db/index.ts';
import { createCompany, memberRoles } from '../../../server/domain/tenancy/index.ts';
import { contextOf, hubCtx } from '../../support/people.ts';

export const password = 'marble-Kettle-7-orbit';
/** As weak as it gets: it is only proved, never guessed. */
const passwordHash = hash(password, { memoryCost: 8, timeCost: 1, parallelism: 1 });

let people = 0;

export interface Somebody {
  id: string;
  username: string;
}

/** An account; with an address, one that is confirmed. */
export async function somebody(
  db: Database,
  { name, email }: { name?: string; email?: string } = {},
): Promise<Somebody> {
  people += 1;
  const username = name ?? `person.${people}`;
  const id = newId();
  const confirmed = email === undefined ? {} : { email, emailKey: email.toLowerCase(), emailConfirmedAt: new Date() };
  const data = { id, username, usernameFolded: username.toLowerCase(), passwordHash: await passwordHash, ...confirmed };
  await inTransaction(db, (tx) => tx.user.create({ data, select: { id: true } }));
  return { id, username };
}

/** The person as their next request finds them: with the rights that are stored at this moment. */
export async function acting(db: Database, { id: userId, username }: Somebody, now?: () => Date): Promise<Ctx> {
  const memberships = await db.reader.companyMembership.findMany({
    where: { userId, company: { deletedAt: null } },
    include: { roles: true, company: { select: { stores: { select: { id: true } } } } },
  });
  const grants = memberships.map(({ companyId, isOwner, isAdministrator, roles, company }): CompanyGrant => {
    const held = memberRoles.flatMap((role) => {
      const rows = roles.filter((row) => row.role === role);
      const isWhole = rows.some(({ storeId }) => storeId === null);
      return rows.length === 0
        ? []
        : [{ role, storeIds: isWhole ? null : rows.flatMap(({ storeId }) => storeId ?? []) }];
    });
    return { companyId, isOwner, isAdministrator, roles: held, allStoreIds: company.stores.map(({ id }) => id) };
  });
  const actor: Actor = { kind: 'user', userId, username, staffRole: null, staffCompanyIds: [], grants };
  return contextOf(hubCtx(db, now), actor);
}

/** What somebody is in a company. */
export type Standing = 'outsider' | 'member' | 'administrator' | 'owner';

/** A company with one person of each standing, and one more owner. */
export async function staffedCompany(db: Database) {
  const owner = await somebody(db);
  const company = await createCompany(hubCtx(db), { name: `Shop ${newId().slice(0, 8)}`, ownerUserId: owner.id });
  const join = async (standing: Standing) => {
    const person = await somebody(db);
    if (standing !== 'outsider') await enrol(db, company.id, { person, standing });
    return person;
  };
  return {
    ...company,
    owner,
    coOwner: await join('owner'),
    administrator: await join('administrator'),
    otherAdministrator: await join('administrator'),
    member: await join('member'),
    otherMember: await join('member'),
    outsider: await join('outsider'),
  };
}

export async function enrol(
  db: Database,
  companyId: number,
  { person, standing }: { person: Somebody; standing: Exclude<Standing, 'outsider'> },
): Promise<void> {
  const isOwner = standing === 'owner';
  const data = { id: newId(), companyId, userId: person.id, isOwner, isAdministrator: standing !== 'member' };
  await inTransaction(db, (tx) => tx.companyMembership.create({ data, select: { id: true } }));
}

/** What somebody is there now. */
export async function standingOf(db: Database, companyId: number, { id: userId }: Somebody): Promise<Standing> {
  const row = await db.reader.companyMembership.findUnique({ where: { companyId_userId: { companyId, userId } } });
  if (row === null) return 'outsider';
  return row.isOwner ? 'owner' : row.isAdministrator ? 'administrator' : 'member';
}

/** `done`, or the code of what was raised. */
export async function outcomeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === undefined) throw error;
    return code;
  }
}
