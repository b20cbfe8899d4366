/** A company never loses its last owner, whatever happens at the same moment. */
import { describe, expect, it } from 'vitest';
import { type Ctx, inTransaction } from '../../../server/db/index.ts';
import {
  companiesWithoutOtherOwner,
  dropOwnerTag,
  giveOwnerTag,
  grantAdministrator,
  leaveCompany,
  leaveEveryCompany,
  removeMember,
  revokeAdministrator,
} from '../../../server/domain/companies/index.ts';
import { createCompany } from '../../../server/domain/tenancy/index.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx } from '../../support/people.ts';
import { acting, enrol, outcomeOf, type Somebody, somebody, staffedCompany, standingOf } from './support.ts';

const test = withDatabase();
const as = (person: Somebody) => acting(test.db, person);
const owners = (companyId: number) => test.db.reader.companyMembership.count({ where: { companyId, isOwner: true } });

/** What closing an account does with companies. */
function closeAccount(ctx: Ctx, { id }: Somebody): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    if ((await companiesWithoutOtherOwner(ctx, tx, id)).length > 0) return false;
    await leaveEveryCompany(ctx, tx, id);
    return true;
  });
}

describe('fault 7: the last owner', () => {
  it('stays, when all owners drop the tag at once', async () => {
    for (let round = 0; round < 8; round += 1) {
      const shop = await staffedCompany(test.db);
      const third = await somebody(test.db);
      await enrol(test.db, shop.id, { person: third, standing: 'owner' });
      const contexts = await Promise.all([shop.owner, shop.coOwner, third].map(as));
      const outcomes = await Promise.all(contexts.map((ctx) => outcomeOf(dropOwnerTag(ctx, shop.id))));
      expect(outcomes.sort()).toEqual(['conflict', 'done', 'done']);
      expect(await owners(shop.id)).toBe(1);
    }
  });

  it('stays, when one drops the tag while the other closes the account', async () => {
    for (let round = 0; round < 8; round += 1) {
      const shop = await staffedCompany(test.db);
      const dropping = await as(shop.owner);
      const [dropped, closed] = await Promise.all([
        outcomeOf(dropOwnerTag(dropping, shop.id)),
        closeAccount(hubCtx(test.db), shop.coOwner),
      ]);
      expect([dropped === 'done', closed].filter(Boolean)).toHaveLength(1);
      expect(await owners(shop.id)).toBe(1);
    }
  });

  it('stays, when two owners of the same two companies close their accounts at once', async () => {
    const [one, two] = [await somebody(test.db), await somebody(test.db)];
    const shops = [];
    for (const name of ['Crossed A', 'Crossed B']) {
      const { id } = await createCompany(hubCtx(test.db), { name, ownerUserId: one.id });
      await enrol(test.db, id, { person: two, standing: 'owner' });
      shops.push(id);
    }
    const closed = await Promise.all([one, two].map((person) => closeAccount(hubCtx(test.db), person)));
    expect(closed.sort()).toEqual([false, true]);
    for (const id of shops) expect(await owners(id)).toBe(1);
  });

  it('is named to whoever wants to close the account, with every company concerned', async () => {
    const person = await somebody(test.db);
    for (const name of ['Alone B', 'Alone A']) await createCompany(hubCtx(test.db), { name, ownerUserId: person.id });
    const shared = await createCompany(hubCtx(test.db), { name: 'Shared', ownerUserId: person.id });
    await enrol(test.db, shared.id, { person: await somebody(test.db), standing: 'owner' });
    const alone = await inTransaction(test.db, (tx) => companiesWithoutOtherOwner(hubCtx(test.db), tx, person.id));
    expect(alone.map(({ name }) => name)).toEqual(['Alone A', 'Alone B']);
  });

  it('an owner who is tagged just then counts; whoever is removed just then cannot be tagged', async () => {
    for (let round = 0; round < 8; round += 1) {
      const shop = await staffedCompany(test.db);
      await dropOwnerTag(await as(shop.coOwner), shop.id);
      const [owner, administrator] = await Promise.all([as(shop.owner), as(shop.administrator)]);
      const target = { companyId: shop.id, userId: shop.member.id };
      const [tagged, removed] = await Promise.all([
        giveOwnerTag(owner, { companyId: shop.id, username: shop.member.username }),
        outcomeOf(removeMember(administrator, target)),
      ]);
      const standing = await standingOf(test.db, shop.id, shop.member);
      // Either the tag came first and the removal is refused, or the person is out and invited.
      expect([tagged, removed, standing]).toEqual(
        tagged === 'tagged' ? ['tagged', 'conflict', 'owner'] : ['invited', 'done', 'outsider'],
      );
    }
  });
});

describe('at the same moment', () => {
  it('two administrators who revoke each other: one of them stays', async () => {
    for (let round = 0; round < 8; round += 1) {
      const shop = await staffedCompany(test.db);
      const [one, two] = [shop.administrator, shop.otherAdministrator];
      const [first, second] = await Promise.all([as(one), as(two)]);
      const outcomes = await Promise.all([
        outcomeOf(revokeAdministrator(first, { companyId: shop.id, userId: two.id })),
        outcomeOf(revokeAdministrator(second, { companyId: shop.id, userId: one.id })),
      ]);
      expect(outcomes.sort()).toEqual(['done', 'forbidden']);
    }
  });

  it('somebody who leaves while being made administrator is either out or the grant came too late', async () => {
    for (let round = 0; round < 8; round += 1) {
      const shop = await staffedCompany(test.db);
      const [leaving, granting] = await Promise.all([as(shop.member), as(shop.owner)]);
      const target = { companyId: shop.id, userId: shop.member.id };
      const [left, granted] = await Promise.all([
        outcomeOf(leaveCompany(leaving, shop.id)),
        outcomeOf(grantAdministrator(granting, target)),
      ]);
      expect(left).toBe('done');
      expect(['done', 'not_found']).toContain(granted);
      expect(await standingOf(test.db, shop.id, shop.member)).toBe('outsider');
    }
  });
});
