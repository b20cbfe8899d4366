/** Ways into a company: being invited. The owner tag needs consent. */
import { describe, expect, it } from 'vitest';
import { inTransaction } from '../../../server/db/index.ts';
import {
  acceptInvitation,
  declineInvitation,
  expireJoining,
  getInvitation,
  giveOwnerTag,
  invite,
  listInvitations,
  listOwnInvitations,
  resendInvitation,
  revokeInvitation,
} from '../../../server/domain/companies/index.ts';
import { scopeFor } from '../../../server/domain/tenancy/index.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx, testClock } from '../../support/people.ts';
import { makeStore } from '../../support/stores.ts';
import { acting, outcomeOf, type Somebody, somebody, staffedCompany, standingOf } from './support.ts';

const test = withDatabase();
const dayMs = 86_400_000;

const as = (person: Somebody, now?: () => Date) => acting(test.db, person, now);

/** The token of the link that was mailed last. */
async function mailedToken(companyId: number, toAddress: string): Promise<string> {
  const mail = await test.db.reader.mailMessage.findFirstOrThrow({
    where: { companyId, toAddress, kind: 'invitation' },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  return /^\/invitations\/([\w-]{32})\/$/.exec(mail.path)?.[1] ?? '';
}
describe('F-TEN-7: administrators invite members', () => {
  it('by e-mail with role and stores: the link works once, and gives exactly that', async () => {
    const shop = await staffedCompany(test.db);
    const storeId = await makeStore(test.db, shop.id, 'S1');
    await makeStore(test.db, shop.id, 'S2');
    const to = `new@${shop.slug}.test`;
    const roles = [{ role: 'manager' as const, storeId }];
    await invite(await as(shop.administrator), { companyId: shop.id, by: 'email', to, roles, message: 'Welcome' });
    const token = await mailedToken(shop.id, to);
    const stranger = { ...hubCtx(test.db), actor: { kind: 'anonymous' } as const };
    expect(await getInvitation(stranger, { token })).toMatchObject({
      company: { slug: shop.slug },
      inviter: shop.administrator.username,
      message: 'Welcome',
      isOwner: false,
      isAdministrator: false,
      roles: [{ role: 'manager', store: 'S1' }],
    });
    await acceptInvitation(await as(shop.outsider), { token });
    expect(await standingOf(test.db, shop.id, shop.outsider)).toBe('member');
    expect(scopeFor(await as(shop.outsider), 'figures.see')).toEqual({ companyIds: [shop.id], storeIds: [storeId] });
    const other = await as(await somebody(test.db));
    expect(await outcomeOf(acceptInvitation(other, { token }))).toBe('expired');
    expect(await outcomeOf(getInvitation(stranger, { token }))).toBe('expired');
  });

  it('only the hash of a link is stored, and it is nowhere shown to whoever invites', async () => {
    const shop = await staffedCompany(test.db);
    const to = `hash@${shop.slug}.test`;
    await invite(await as(shop.owner), { companyId: shop.id, by: 'email', to });
    const token = await mailedToken(shop.id, to);
    const rows = await test.db.reader.companyInvitation.findMany({ where: { companyId: shop.id } });
    const trail = await test.db.reader.auditEntry.findMany({ where: { companyId: shop.id } });
    const list = await listInvitations(await as(shop.owner), shop.id);
    expect(JSON.stringify([rows, trail, list])).not.toContain(token);
    expect(token).toHaveLength(32);
  });

  it('whoever holds the link has proved the address, when it is the account’s own', async () => {
    const shop = await staffedCompany(test.db);
    const confirmed = async (email: string, to: string) => {
      const person = await somebody(test.db);
      await inTransaction(test.db, (tx) => tx.user.update({ where: { id: person.id }, data: { email } }));
      await invite(await as(shop.owner), { companyId: shop.id, by: 'email', to });
      await acceptInvitation(await as(person), { token: await mailedToken(shop.id, to) });
      const user = await test.db.reader.user.findUniqueOrThrow({ where: { id: person.id } });
      return [user.emailKey, user.emailConfirmedAt !== null];
    };
    const own = `own@${shop.slug}.test`;
    expect(await confirmed(`OWN@${shop.slug}.test`, own)).toEqual([own, true]);
    expect(await confirmed(`else@${shop.slug}.test`, `sent@${shop.slug}.test`)).toEqual([null, false]);
    // Somebody else has confirmed this one: it stays theirs.
    expect(await confirmed(own, own)).toEqual([null, false]);
  });

  it('is revoked, sent again with a new link, declined, and lapses after 14 days', async () => {
    const shop = await staffedCompany(test.db);
    const clock = testClock();
    const owner = await as(shop.owner, clock.now);
    const send = async (to: string) => {
      await invite(owner, { companyId: shop.id, by: 'email', to });
      const row = await test.db.reader.companyInvitation.findFirstOrThrow({ where: { companyId: shop.id, email: to } });
      return { id: row.id, token: await mailedToken(shop.id, to) };
    };
    const guest = await as(shop.outsider, clock.now);
    const accept = (token: string) => outcomeOf(acceptInvitation(guest, { token }));
    const revoked = await send(`revoked@${shop.slug}.test`);
    await revokeInvitation(owner, { companyId: shop.id, invitationId: revoked.id });
    const again = await send(`again@${shop.slug}.test`);
    clock.pass(dayMs);
    await resendInvitation(owner, { companyId: shop.id, invitationId: again.id });
    const fresh = await mailedToken(shop.id, `again@${shop.slug}.test`);
    const declined = await send(`declined@${shop.slug}.test`);
    await declineInvitation(guest, { token: declined.token });
    const lapsed = await send(`lapsed@${shop.slug}.test`);
    expect([await accept(revoked.token), await accept(again.token), await accept(declined.token)]).toEqual([
      'expired',
      'not_found',
      'expired',
    ]);
    clock.pass(14 * dayMs);
    expect([await accept(lapsed.token), await accept(fresh), await accept('x'.repeat(32))]).toEqual([
      'expired',
      'expired',
      'not_found',
    ]);
    expect(await standingOf(test.db, shop.id, shop.outsider)).toBe('outsider');
    const statuses = (await listInvitations(owner, shop.id)).map(({ addressee, status }) => [
      addressee.split('@')[0],
      status,
    ]);
    expect(Object.fromEntries(statuses)).toEqual({
      revoked: 'revoked',
      again: 'expired',
      declined: 'declined',
      lapsed: 'expired',
    });
    await expireJoining(hubCtx(test.db, clock.now));
    expect(await test.db.reader.companyInvitation.count({ where: { companyId: shop.id, status: 'pending' } })).toBe(0);
    await send(`lapsed@${shop.slug}.test`.replace('lapsed', 'lapsed2'));
  });

  it('one invitation waits for an address; who is a member already gets what they lack', async () => {
    const shop = await staffedCompany(test.db);
    const to = `twice@${shop.slug}.test`;
    const owner = await as(shop.owner);
    await invite(owner, { companyId: shop.id, by: 'email', to, isAdministrator: true });
    const again = invite(owner, { companyId: shop.id, by: 'email', to: to.toUpperCase() });
    expect(await outcomeOf(again)).toBe('already_exists');
    await acceptInvitation(await as(shop.member), { token: await mailedToken(shop.id, to) });
    expect(await standingOf(test.db, shop.id, shop.member)).toBe('administrator');
    await invite(owner, { companyId: shop.id, by: 'email', to });
    await acceptInvitation(await as(shop.coOwner), { token: await mailedToken(shop.id, to) });
    expect(await standingOf(test.db, shop.id, shop.coOwner)).toBe('owner');
  });

  it('a link is accepted once, however many try at the same moment', async () => {
    const shop = await staffedCompany(test.db);
    const to = `race@${shop.slug}.test`;
    await invite(await as(shop.owner), { companyId: shop.id, by: 'email', to });
    const token = await mailedToken(shop.id, to);
    const guests = await Promise.all([1, 2, 3, 4].map(async () => as(await somebody(test.db))));
    const outcomes = await Promise.all(guests.map((guest) => outcomeOf(acceptInvitation(guest, { token }))));
    expect(outcomes.sort()).toEqual(['done', 'expired', 'expired', 'expired']);
  });

  it('of a user name is for this person alone, and of stores of this company alone', async () => {
    const shop = await staffedCompany(test.db);
    const other = await staffedCompany(test.db);
    const foreign = await makeStore(test.db, other.id, 'S1');
    const owner = await as(shop.owner);
    const offer = { companyId: shop.id, by: 'username', to: shop.outsider.username.toUpperCase() } as const;
    const roles = [{ role: 'stock' as const, storeId: foreign }];
    expect(await outcomeOf(invite(owner, { ...offer, roles }))).toBe('invalid_input');
    await invite(owner, offer);
    const [invitation] = await listOwnInvitations(await as(shop.outsider));
    const which = { id: invitation?.id ?? '' };
    expect(await outcomeOf(acceptInvitation(await as(other.member), which))).toBe('not_found');
    await acceptInvitation(await as(shop.outsider), which);
    expect(await standingOf(test.db, shop.id, shop.outsider)).toBe('member');
    expect(await outcomeOf(invite(owner, { ...offer, to: shop.member.username }))).toBe('already_exists');
  });

  it('no more than forty an hour are sent by one person', async () => {
    const shop = await staffedCompany(test.db);
    const { now } = testClock();
    const owner = await as(shop.owner, now);
    for (let index = 0; index < 40; index += 1) {
      await invite(owner, { companyId: shop.id, by: 'email', to: `many${index}@${shop.slug}.test` });
    }
    const next = invite(owner, { companyId: shop.id, by: 'email', to: `many40@${shop.slug}.test` });
    expect(await outcomeOf(next)).toBe('too_many_requests');
  });
});

describe('fault 9: the owner tag needs the consent of strangers, and tells no names', () => {
  it('a stranger is asked, and owns nothing until they accept', async () => {
    const shop = await staffedCompany(test.db);
    expect(await giveOwnerTag(await as(shop.owner), { companyId: shop.id, username: shop.outsider.username })).toBe(
      'invited',
    );
    expect(await standingOf(test.db, shop.id, shop.outsider)).toBe('outsider');
    const [invitation] = await listOwnInvitations(await as(shop.outsider));
    expect(invitation).toMatchObject({ isOwner: true, inviter: shop.owner.username });
    await declineInvitation(await as(shop.outsider), { id: invitation?.id ?? '' });
    expect(await standingOf(test.db, shop.id, shop.outsider)).toBe('outsider');
  });

  it('a name that nobody has is answered, listed and recorded like one that somebody has', async () => {
    const shop = await staffedCompany(test.db);
    const owner = await as(shop.owner);
    const shown: unknown[] = [];
    for (const username of [shop.outsider.username, 'nobody.has.this.name']) {
      const outcome = await giveOwnerTag(owner, { companyId: shop.id, username });
      const [latest] = await listInvitations(owner, shop.id);
      const trail = await test.db.reader.auditEntry.findMany({
        where: { companyId: shop.id, action: 'invitation.create' },
        orderBy: { position: 'desc' },
        take: 1,
      });
      const plain = JSON.stringify([outcome, latest, trail[0]?.content]);
      const hidden = [latest?.id, username, latest?.createdAt.toISOString(), latest?.expiresAt.toISOString()];
      shown.push(hidden.reduce<string>((text, value) => text.replaceAll(value ?? '', '…'), plain));
      expect(await outcomeOf(giveOwnerTag(owner, { companyId: shop.id, username }))).toBe('already_exists');
      await revokeInvitation(owner, { companyId: shop.id, invitationId: latest?.id ?? '' });
    }
    expect(shown[0]).toBe(shown[1]);
  });

  it('a name that is registered later does not inherit an invitation', async () => {
    const shop = await staffedCompany(test.db);
    await giveOwnerTag(await as(shop.owner), { companyId: shop.id, username: 'to.be.registered' });
    const late = await somebody(test.db, { name: 'to.be.registered' });
    expect(await listOwnInvitations(await as(late))).toEqual([]);
  });
});
