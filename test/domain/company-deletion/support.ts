import type { Ctx, Database } from '../../../server/db/index.ts';
import { startDeletion } from '../../../server/domain/company-deletion/index.ts';
import { addMember, createCompany } from '../../../server/domain/tenancy/index.ts';
import { contextOf, goodPassword, hubCtx, makeUser, signedIn, testClock } from '../../support/people.ts';

export const dayMs = 86_400_000;

let companies = 0;

/** A company with owners and a member. The clock stands until it is moved. */
export async function ownedCompany(db: Database, owners: number) {
  companies += 1;
  const name = `Corner ${companies}`;
  const clock = testClock();
  const people: { id: string; username: string }[] = [];
  for (let index = 0; index < owners; index += 1) {
    const username = `owner${index}.${companies}`;
    people.push({ username, ...(await makeUser(db, username)) });
  }
  const [first, ...others] = people;
  if (!first) throw new Error('a company has an owner');
  const hub = hubCtx(db, clock.now);
  const company = await createCompany(hub, { name, ownerUserId: first.id });
  for (const { id } of others) await addMember(hub, { companyId: company.id, userId: id, isOwner: true });
  const member = `member.${companies}`;
  await addMember(hub, { companyId: company.id, userId: (await makeUser(db, member)).id });
  const ctxs: Ctx[] = [];
  for (const { username } of people) ctxs.push(await signedIn(db, username, clock.now));
  return {
    ...company,
    companyId: company.id,
    name,
    clock,
    people,
    member,
    hub,
    /** Signed in. */
    owner: (index: number): Ctx => ctxs[index] as Ctx,
  };
}

export type Owned = Awaited<ReturnType<typeof ownedCompany>>;

export function start(company: Owned, index = 0, coolOffDays = 7) {
  const { companyId, name } = company;
  return startDeletion(company.owner(index), { companyId, name, proof: goodPassword, coolOffDays });
}

/** The same person with the rights that they hold now. */
export async function again(db: Database, company: Owned, username: string): Promise<Ctx> {
  const ctx = await signedIn(db, username, company.clock.now);
  return contextOf(company.hub, ctx.actor);
}

export function pending(db: Database, companyId: number) {
  return db.reader.companyDeletionRequest.findUnique({
    where: { pendingKey: companyId },
    include: { approvals: true },
  });
}
