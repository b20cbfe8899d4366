/** The decision table of the old hub (gate-reference 2.1), with the additions of 2.6, row by row as data. */
import { describe, expect, it } from 'vitest';
import { newId } from '../../../server/core/ids.ts';
import { type Ctx, inTransaction } from '../../../server/db/index.ts';
import {
  approveRequest,
  askToJoin,
  dropOwnerTag,
  getCompany,
  giveOwnerTag,
  grantAdministrator,
  invite,
  leaveCompany,
  listInvitations,
  listMembers,
  listRequests,
  rejectRequest,
  removeMember,
  revokeAdministrator,
  setRoles,
  updateCompany,
} from '../../../server/domain/companies/index.ts';
import { createCompany } from '../../../server/domain/tenancy/index.ts';
import { withDatabase } from '../../support/database.ts';
import { acting, outcomeOf, type Somebody, type Standing, somebody, staffedCompany, standingOf } from './support.ts';

const test = withDatabase();

type Shop = Awaited<ReturnType<typeof staffedCompany>>;

interface Row {
  action: string;
  /** What comes of it for outsider, member, administrator, owner. */
  outcomes: readonly [string, string, string, string];
  act(ctx: Ctx, shop: Shop): Promise<unknown>;
}

const hidden = 'not_found';
const no = 'forbidden';
const yes = 'done';

/** A request to join that waits. */
async function waiting(shop: Shop): Promise<string> {
  const person = await somebody(test.db);
  await askToJoin(await acting(test.db, person), { slug: shop.slug });
  const row = await test.db.reader.companyJoinRequest.findFirstOrThrow({ where: { userId: person.id } });
  return row.id;
}

const everyone = { search: '', page: 1, show: 'everyone' } as const;

const table: readonly Row[] = [
  {
    action: 'know that a company exists',
    outcomes: [hidden, yes, yes, yes],
    act: (ctx, { slug }) => getCompany(ctx, slug),
  },
  { action: 'create a company', outcomes: [yes, yes, yes, yes], act: (ctx) => createCompany(ctx, { name: 'Mine' }) },
  {
    action: 'ask to join by slug (a member is told that they are one)',
    outcomes: [yes, yes, yes, yes],
    act: (ctx, { slug }) => askToJoin(ctx, { slug }),
  },
  {
    action: 'see members and badges',
    outcomes: [hidden, yes, yes, yes],
    act: (ctx, { id: companyId }) => listMembers(ctx, { companyId, ...everyone }),
  },
  {
    action: 'see pending join requests',
    outcomes: [hidden, no, yes, yes],
    act: (ctx, { id }) => listRequests(ctx, id),
  },
  { action: 'see invitations', outcomes: [hidden, no, yes, yes], act: (ctx, { id }) => listInvitations(ctx, id) },
  {
    action: 'edit name and registration fields',
    outcomes: [hidden, no, yes, yes],
    act: (ctx, { id: companyId }) => updateCompany(ctx, { companyId, name: 'New name', vatNumber: '1' }),
  },
  {
    action: 'approve a join request',
    outcomes: [hidden, no, yes, yes],
    act: async (ctx, shop) => approveRequest(ctx, { companyId: shop.id, requestId: await waiting(shop) }),
  },
  {
    action: 'reject a join request',
    outcomes: [hidden, no, yes, yes],
    act: async (ctx, shop) => rejectRequest(ctx, { companyId: shop.id, requestId: await waiting(shop), reason: '' }),
  },
  {
    action: 'invite',
    outcomes: [hidden, no, yes, yes],
    act: (ctx, { id: companyId }) => invite(ctx, { companyId, by: 'email', to: `${newId()}@shop.test` }),
  },
  {
    action: 'invite an owner',
    outcomes: [hidden, no, no, yes],
    act: (ctx, { id: companyId }) => invite(ctx, { companyId, by: 'email', to: `${newId()}@shop.test`, isOwner: true }),
  },
  {
    action: 'grant administrator to a member',
    outcomes: [hidden, no, yes, yes],
    act: (ctx, { id: companyId, otherMember }) => grantAdministrator(ctx, { companyId, userId: otherMember.id }),
  },
  {
    action: 'revoke administrator of another administrator',
    outcomes: [hidden, no, yes, yes],
    act: (ctx, { id: companyId, otherAdministrator }) =>
      revokeAdministrator(ctx, { companyId, userId: otherAdministrator.id }),
  },
  {
    action: 'revoke administrator of an owner',
    outcomes: [hidden, 'conflict', 'conflict', 'conflict'],
    act: (ctx, { id: companyId, coOwner }) => revokeAdministrator(ctx, { companyId, userId: coOwner.id }),
  },
  {
    action: 'give the owner tag to a member',
    outcomes: [hidden, no, no, yes],
    act: (ctx, { id: companyId, otherMember }) => giveOwnerTag(ctx, { companyId, username: otherMember.username }),
  },
  {
    action: 'drop own owner tag',
    outcomes: [hidden, no, no, yes],
    act: (ctx, { id }) => dropOwnerTag(ctx, id),
  },
  {
    action: 'give scoped roles',
    outcomes: [hidden, no, yes, yes],
    act: (ctx, { id: companyId, otherMember }) =>
      setRoles(ctx, { companyId, userId: otherMember.id, roles: [{ role: 'manager', storeId: null }] }),
  },
  {
    action: 'remove a member',
    outcomes: [hidden, no, yes, yes],
    act: (ctx, { id: companyId, otherMember }) => removeMember(ctx, { companyId, userId: otherMember.id }),
  },
  {
    action: 'remove another administrator',
    outcomes: [hidden, no, yes, yes],
    act: (ctx, { id: companyId, otherAdministrator }) =>
      removeMember(ctx, { companyId, userId: otherAdministrator.id }),
  },
  {
    action: 'take the owner tag from someone else, by removing them',
    outcomes: [hidden, no, 'conflict', 'conflict'],
    act: (ctx, { id: companyId, coOwner }) => removeMember(ctx, { companyId, userId: coOwner.id }),
  },
  {
    action: 'leave (an owner drops the tag first)',
    outcomes: [hidden, yes, yes, 'conflict'],
    act: (ctx, { id }) => leaveCompany(ctx, id),
  },
];

const callers = ['outsider', 'member', 'administrator', 'owner'] as const;

describe('F-TEN-8: owner tag and administrator, by the decision table', () => {
  for (const { action, outcomes, act } of table) {
    it(`${action}: outsider, member, administrator, owner`, async () => {
      const found: string[] = [];
      for (const caller of callers) {
        const shop = await staffedCompany(test.db);
        const ctx = await acting(test.db, shop[caller]);
        found.push(await outcomeOf(act(ctx, shop)));
      }
      expect(found).toEqual(outcomes);
    });
  }

  it('an action that was refused has changed nothing and left no trace', async () => {
    for (const { outcomes, act } of table) {
      for (const [index, caller] of callers.entries()) {
        if (outcomes[index] === yes) continue;
        const shop = await staffedCompany(test.db);
        const snapshot = async () => ({
          people: await test.db.reader.companyMembership.findMany({
            where: { companyId: shop.id },
            orderBy: { id: 'asc' },
          }),
          invitations: await test.db.reader.companyInvitation.count({ where: { companyId: shop.id } }),
          company: await test.db.reader.company.findUnique({ where: { id: shop.id }, select: { name: true } }),
        });
        const before = await snapshot();
        await outcomeOf(act(await acting(test.db, shop[caller]), shop));
        expect(await snapshot()).toEqual(before);
      }
    }
  });
});

/** The corner cases in words of the table. */
describe('F-TEN-8: corner cases', () => {
  const as = (person: Somebody) => acting(test.db, person);
  const standings = async (shop: Shop, people: readonly Somebody[]): Promise<Standing[]> =>
    Promise.all(people.map((person) => standingOf(test.db, shop.id, person)));

  it('nobody revokes their own administrator flag', async () => {
    const shop = await staffedCompany(test.db);
    const own = { companyId: shop.id, userId: shop.administrator.id };
    expect(await outcomeOf(revokeAdministrator(await as(shop.administrator), own))).toBe('forbidden');
    const owners = { companyId: shop.id, userId: shop.owner.id };
    expect(await outcomeOf(revokeAdministrator(await as(shop.owner), owners))).toBe('conflict');
    expect(await standings(shop, [shop.administrator, shop.owner])).toEqual(['administrator', 'owner']);
  });

  it('revoking from somebody who is no administrator changes nothing, whoever asks', async () => {
    const shop = await staffedCompany(test.db);
    const target = { companyId: shop.id, userId: shop.otherMember.id };
    for (const caller of [shop.member, shop.administrator, shop.owner]) {
      expect(await revokeAdministrator(await as(caller), target)).toMatchObject({ isChanged: false });
    }
  });

  it('after dropping the tag the administrator flag stays; then another administrator may revoke it', async () => {
    const shop = await staffedCompany(test.db);
    await dropOwnerTag(await as(shop.coOwner), shop.id);
    expect(await standingOf(test.db, shop.id, shop.coOwner)).toBe('administrator');
    const target = { companyId: shop.id, userId: shop.coOwner.id };
    expect(await revokeAdministrator(await as(shop.administrator), target)).toMatchObject({ isChanged: true });
    expect(await standingOf(test.db, shop.id, shop.coOwner)).toBe('member');
  });

  it('the last owner keeps the tag, and is told what to do', async () => {
    const shop = await staffedCompany(test.db);
    await dropOwnerTag(await as(shop.coOwner), shop.id);
    await expect(dropOwnerTag(await as(shop.owner), shop.id)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/Give the owner tag to somebody else first, or delete the company/),
    });
    expect(await standingOf(test.db, shop.id, shop.owner)).toBe('owner');
  });

  it('an owner whose account is switched off is none that a company can be left to', async () => {
    const shop = await staffedCompany(test.db);
    await inTransaction(test.db, (tx) => tx.user.update({ where: { id: shop.coOwner.id }, data: { isActive: false } }));
    expect(await outcomeOf(dropOwnerTag(await as(shop.owner), shop.id))).toBe('conflict');
  });

  it('the tag makes an administrator too, at once, and only once', async () => {
    const shop = await staffedCompany(test.db);
    const give = async () =>
      giveOwnerTag(await as(shop.owner), { companyId: shop.id, username: ` ${shop.member.username.toUpperCase()} ` });
    expect([await give(), await give()]).toEqual(['tagged', 'already']);
    const row = await test.db.reader.companyMembership.findFirstOrThrow({
      where: { companyId: shop.id, userId: shop.member.id },
    });
    expect(row).toMatchObject({ isOwner: true, isAdministrator: true });
  });

  it('rights are judged as they are when the change is made, not when the page was asked for', async () => {
    const shop = await staffedCompany(test.db);
    const before = await as(shop.administrator);
    const target = { companyId: shop.id, userId: shop.administrator.id };
    await revokeAdministrator(await as(shop.owner), target);
    const grant = grantAdministrator(before, { companyId: shop.id, userId: shop.member.id });
    expect(await outcomeOf(grant)).toBe('forbidden');
    await removeMember(await as(shop.owner), target);
    expect(await outcomeOf(updateCompany(before, { companyId: shop.id, name: 'Taken over' }))).toBe('not_found');
  });

  it('who loses their rights loses what they have offered: invitations end with them', async () => {
    const shop = await staffedCompany(test.db);
    const ctx = await as(shop.coOwner);
    const plain = { companyId: shop.id, by: 'email', to: 'plain@shop.test' } as const;
    await invite(ctx, plain);
    await invite(ctx, { ...plain, to: 'owner@shop.test', isOwner: true });
    const status = async () =>
      Object.fromEntries(
        (await test.db.reader.companyInvitation.findMany({ where: { companyId: shop.id } })).map((row) => [
          row.email,
          row.status,
        ]),
      );
    await dropOwnerTag(ctx, shop.id);
    expect(await status()).toEqual({ 'plain@shop.test': 'pending', 'owner@shop.test': 'revoked' });
    await revokeAdministrator(await as(shop.owner), { companyId: shop.id, userId: shop.coOwner.id });
    expect(await status()).toEqual({ 'plain@shop.test': 'revoked', 'owner@shop.test': 'revoked' });
  });

  it('every change is on record with before and after', async () => {
    const shop = await staffedCompany(test.db);
    const owner = await as(shop.owner);
    const target = { companyId: shop.id, userId: shop.member.id };
    await grantAdministrator(owner, target);
    await revokeAdministrator(owner, target);
    await setRoles(owner, { ...target, roles: [{ role: 'stock', storeId: null }] });
    await giveOwnerTag(owner, { companyId: shop.id, username: shop.member.username });
    await dropOwnerTag(await as(shop.member), shop.id);
    await removeMember(owner, target);
    await leaveCompany(await as(shop.otherMember), shop.id);
    const rows = await test.db.reader.auditEntry.findMany({
      where: { companyId: shop.id },
      orderBy: { position: 'asc' },
    });
    const told = rows.map(({ action, content }) => [action, JSON.parse(content ?? '{}')]);
    expect(told.slice(1)).toEqual([
      [
        'administrator.grant',
        { before: { username: shop.member.username, isAdministrator: false }, after: { isAdministrator: true } },
      ],
      [
        'administrator.revoke',
        { before: { username: shop.member.username, isAdministrator: true }, after: { isAdministrator: false } },
      ],
      [
        'role.set',
        { before: { username: shop.member.username, roles: [] }, after: { roles: [{ role: 'stock', storeId: null }] } },
      ],
      [
        'owner.grant',
        {
          before: { username: shop.member.username, isOwner: false, isAdministrator: false },
          after: { isOwner: true, isAdministrator: true },
        },
      ],
      ['owner.drop', { before: { username: shop.member.username, isOwner: true }, after: { isOwner: false } }],
      [
        'member.remove',
        {
          before: {
            username: shop.member.username,
            isOwner: false,
            isAdministrator: true,
            roles: [{ role: 'stock', storeId: null }],
          },
        },
      ],
      [
        'member.leave',
        { before: { username: shop.otherMember.username, isOwner: false, isAdministrator: false, roles: [] } },
      ],
    ]);
  });
});
