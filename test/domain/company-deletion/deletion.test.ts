/** Deletion only when every current owner has approved (F-TEN-9), with a cool-off, and a way back until its end. */
import { describe, expect, it } from 'vitest';
import { inTransaction } from '../../../server/db/index.ts';
import { dropOwnerTag, giveOwnerTag } from '../../../server/domain/companies/index.ts';
import {
  approveDeletion,
  cancelDeletion,
  completeDueDeletions,
  getDeletion,
  startDeletion,
  withdrawApproval,
} from '../../../server/domain/company-deletion/index.ts';
import { createCompany, getCompanyBySlug } from '../../../server/domain/tenancy/index.ts';
import { withDatabase } from '../../support/database.ts';
import { goodPassword, makeStaff, makeUser, signedIn } from '../../support/people.ts';
import { again, dayMs, ownedCompany, pending, start } from './support.ts';

const test = withDatabase();
const proof = goodPassword;

const isThere = async (id: number) =>
  (await test.db.reader.company.findFirst({ where: { id, deletedAt: null }, select: { id: true } })) !== null;
const actions = async (companyId: number) =>
  (await test.db.reader.auditEntry.findMany({ where: { companyId }, orderBy: { position: 'asc' } })).map(
    ({ action }) => action,
  );
const mails = async (companyId: number) =>
  (await test.db.reader.mailMessage.findMany({ where: { companyId }, orderBy: { createdAt: 'asc' } })).map(
    ({ kind, toAddress }) => `${kind} ${toAddress}`,
  );

describe('starting a deletion', () => {
  it('fault 5: takes the exact name of the company and a proof of the person; one click deletes nothing', async () => {
    const shop = await ownedCompany(test.db, 1);
    const attempt = (said: { name?: string; proof?: string }) =>
      startDeletion(shop.owner(0), { companyId: shop.id, name: shop.name, proof, coolOffDays: 7, ...said });
    for (const name of ['', shop.name.toLowerCase(), `${shop.name} `, shop.slug]) {
      await expect(attempt({ name })).rejects.toMatchObject({ facts: { errors: [{ path: 'name' }] } });
    }
    await expect(attempt({ proof: 'not-my-password' })).rejects.toMatchObject({ code: 'wrong_credentials' });
    await expect(attempt({ proof: '' })).rejects.toMatchObject({ code: 'wrong_credentials' });
    expect(await pending(test.db, shop.id)).toBeNull();
    expect(await isThere(shop.id)).toBe(true);
  });

  it('is for owners: members and administrators are told so, strangers learn nothing', async () => {
    const shop = await ownedCompany(test.db, 1);
    const input = { companyId: shop.id, name: shop.name, proof, coolOffDays: 7 };
    await makeUser(test.db, 'nobody.here');
    await makeStaff(test.db, 'hub.super', { role: 'superuser' });
    const as = (username: string) => signedIn(test.db, username, shop.clock.now);
    await expect(startDeletion(await as(shop.member), input)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(startDeletion(await as('nobody.here'), input)).rejects.toMatchObject({ code: 'not_found' });
    await expect(startDeletion(await as('hub.super'), input)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await pending(test.db, shop.id)).toBeNull();
  });

  it('by a sole owner needs nobody else; the cool-off begins at once', async () => {
    const shop = await ownedCompany(test.db, 1);
    expect(await start(shop)).toBe('cooling-off');
    expect((await pending(test.db, shop.id))?.eraseAt).toEqual(new Date(shop.clock.now().getTime() + 7 * dayMs));
    await expect(start(shop)).rejects.toMatchObject({ code: 'conflict' });
    shop.clock.pass(7 * dayMs - 1);
    await completeDueDeletions(shop.hub);
    expect(await isThere(shop.id)).toBe(true);
    shop.clock.pass(1);
    await completeDueDeletions(shop.hub);
    expect(await isThere(shop.id)).toBe(false);
  });

  it('without a cool-off ends the company in the same moment', async () => {
    const shop = await ownedCompany(test.db, 1);
    expect(await start(shop, 0, 0)).toBe('deleted');
    expect(await isThere(shop.id)).toBe(false);
  });
});

describe('F-TEN-9: a company is deleted only when every current owner has approved', () => {
  it('two owners: one approval deletes nothing, the second begins the cool-off', async () => {
    const shop = await ownedCompany(test.db, 2);
    expect(await start(shop)).toBe('waiting');
    shop.clock.pass(30 * dayMs);
    await completeDueDeletions(shop.hub);
    expect(await isThere(shop.id)).toBe(true);
    await expect(approveDeletion(shop.owner(1), { companyId: shop.id, proof: 'wrong' })).rejects.toMatchObject({
      code: 'wrong_credentials',
    });
    expect(await approveDeletion(shop.owner(1), { companyId: shop.id, proof })).toBe('cooling-off');
    expect(await approveDeletion(shop.owner(1), { companyId: shop.id, proof }), 'twice is harmless').toBe(
      'cooling-off',
    );
    shop.clock.pass(7 * dayMs);
    await completeDueDeletions(shop.hub);
    expect(await isThere(shop.id)).toBe(false);
    expect(await actions(shop.id)).toEqual(
      expect.arrayContaining([
        'company.deletion.start',
        'company.deletion.approve',
        'company.deletion.approved',
        'company.delete',
      ]),
    );
  });

  it('fault 4: an owner who has not approved and drops the tag no longer stands in the way', async () => {
    const shop = await ownedCompany(test.db, 3);
    await start(shop);
    await approveDeletion(shop.owner(1), { companyId: shop.id, proof });
    expect((await pending(test.db, shop.id))?.eraseAt).toBeNull();
    await dropOwnerTag(shop.owner(2), shop.id);
    expect((await pending(test.db, shop.id))?.eraseAt).not.toBeNull();
    const seen = await getDeletion(shop.owner(0), shop.id);
    expect(seen.owners.map(({ approvedAt }) => approvedAt !== null)).toEqual([true, true]);
  });

  it('fault 4: approvals of people who dropped the tag are not counted; never "3 of 2"', async () => {
    const shop = await ownedCompany(test.db, 3);
    await start(shop);
    await approveDeletion(shop.owner(1), { companyId: shop.id, proof });
    await dropOwnerTag(shop.owner(1), shop.id);
    const { owners, pending: request } = await getDeletion(shop.owner(0), shop.id);
    expect(owners.filter(({ approvedAt }) => approvedAt !== null)).toHaveLength(1);
    expect([owners.length, request?.eraseAt]).toEqual([2, null]);
  });

  it('an owner who is added while approvals are missing must approve too', async () => {
    const shop = await ownedCompany(test.db, 2);
    await start(shop);
    expect(await giveOwnerTag(shop.owner(1), { companyId: shop.id, username: shop.member })).toBe('tagged');
    expect(await approveDeletion(shop.owner(1), { companyId: shop.id, proof })).toBe('waiting');
    expect(await approveDeletion(await again(test.db, shop, shop.member), { companyId: shop.id, proof })).toBe(
      'cooling-off',
    );
  });

  it('an owner who is added during the cool-off must approve too, and the days begin anew', async () => {
    const shop = await ownedCompany(test.db, 1);
    await start(shop);
    shop.clock.pass(6 * dayMs);
    await giveOwnerTag(shop.owner(0), { companyId: shop.id, username: shop.member });
    expect((await pending(test.db, shop.id))?.eraseAt).toBeNull();
    shop.clock.pass(3 * dayMs);
    await completeDueDeletions(shop.hub);
    expect(await isThere(shop.id)).toBe(true);
    const added = await again(test.db, shop, shop.member);
    expect(await approveDeletion(added, { companyId: shop.id, proof })).toBe('cooling-off');
    expect((await pending(test.db, shop.id))?.eraseAt).toEqual(new Date(shop.clock.now().getTime() + 7 * dayMs));
  });

  it('an owner who drops the tag during the cool-off does not lengthen it', async () => {
    const shop = await ownedCompany(test.db, 2);
    await start(shop);
    await approveDeletion(shop.owner(1), { companyId: shop.id, proof });
    const before = (await pending(test.db, shop.id))?.eraseAt;
    shop.clock.pass(dayMs);
    await dropOwnerTag(shop.owner(1), shop.id);
    expect((await pending(test.db, shop.id))?.eraseAt).toEqual(before);
  });

  it('the test is made once more when the time has come: an owner nobody knew of stops it', async () => {
    const shop = await ownedCompany(test.db, 1);
    await start(shop);
    // As if the back office had written the row.
    await inTransaction(test.db, (tx) =>
      tx.companyMembership.updateMany({ where: { companyId: shop.id }, data: { isOwner: true } }),
    );
    shop.clock.pass(7 * dayMs);
    await completeDueDeletions(shop.hub);
    expect(await isThere(shop.id)).toBe(true);
    expect((await pending(test.db, shop.id))?.eraseAt).toBeNull();
  });
});

describe('the way back', () => {
  it('fault 6: any owner cancels, before and during the cool-off; a new start asks everybody anew', async () => {
    const shop = await ownedCompany(test.db, 2);
    await start(shop);
    await cancelDeletion(shop.owner(1), shop.id);
    expect(await pending(test.db, shop.id)).toBeNull();
    await start(shop, 1);
    await approveDeletion(shop.owner(0), { companyId: shop.id, proof });
    await cancelDeletion(shop.owner(0), shop.id);
    shop.clock.pass(30 * dayMs);
    await completeDueDeletions(shop.hub);
    expect(await isThere(shop.id)).toBe(true);
    await expect(cancelDeletion(shop.owner(0), shop.id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await start(shop)).toBe('waiting');
  });

  it('an approval is taken back, also during the cool-off; the last one taken back ends the deletion', async () => {
    const shop = await ownedCompany(test.db, 2);
    await start(shop);
    await approveDeletion(shop.owner(1), { companyId: shop.id, proof });
    expect(await withdrawApproval(shop.owner(0), shop.id)).toBe('waiting');
    expect((await pending(test.db, shop.id))?.eraseAt).toBeNull();
    expect(await withdrawApproval(shop.owner(0), shop.id), 'there is none').toBe('waiting');
    expect(await withdrawApproval(shop.owner(1), shop.id)).toBe('cancelled');
    expect(await pending(test.db, shop.id)).toBeNull();
  });

  it('is not for members; staff of the hub that may write can stop it and not approve, support can do neither', async () => {
    const shop = await ownedCompany(test.db, 2);
    await start(shop);
    await makeStaff(test.db, 'hub.stops', { role: 'operator' });
    await makeStaff(test.db, 'hub.looks', { role: 'support' });
    await makeStaff(test.db, 'hub.elsewhere', { role: 'superuser', companyIds: [] });
    const as = (username: string) => signedIn(test.db, username, shop.clock.now);
    for (const [username, code] of [
      [shop.member, 'forbidden'],
      ['hub.looks', 'forbidden'],
      ['hub.elsewhere', 'not_found'],
    ] as const) {
      await expect(cancelDeletion(await as(username), shop.id), username).rejects.toMatchObject({ code });
    }
    await expect(approveDeletion(await as('hub.stops'), { companyId: shop.id, proof })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await cancelDeletion(await as('hub.stops'), shop.id);
    expect(await pending(test.db, shop.id)).toBeNull();
  });

  it('somebody who is no owner any more can neither approve nor stop with the rights of an old page', async () => {
    const shop = await ownedCompany(test.db, 3);
    await start(shop);
    const before = shop.owner(2);
    await dropOwnerTag(before, shop.id);
    await expect(approveDeletion(before, { companyId: shop.id, proof })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(cancelDeletion(before, shop.id)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(withdrawApproval(before, shop.id)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('members', () => {
  it('see a deletion that is under way, and nothing when there is none', async () => {
    const shop = await ownedCompany(test.db, 2);
    const member = await signedIn(test.db, shop.member, shop.clock.now);
    await expect(getDeletion(member, shop.id)).rejects.toMatchObject({ code: 'forbidden' });
    await start(shop);
    expect(await getDeletion(member, shop.id)).toMatchObject({ isOwner: false, mayStop: false, owners: [{}, {}] });
  });

  it('with a confirmed address are told by mail of the start, the stop and the end', async () => {
    const shop = await ownedCompany(test.db, 1);
    const email = `m${shop.id}@example.test`;
    await inTransaction(test.db, (tx) =>
      tx.user.updateMany({
        where: { username: shop.member },
        data: { email, emailConfirmedAt: shop.clock.now(), emailKey: email, language: 'tr' },
      }),
    );
    await start(shop);
    await cancelDeletion(shop.owner(0), shop.id);
    expect((await mails(shop.id)).sort()).toEqual([`deletion-cancelled ${email}`, `deletion-started ${email}`]);
    await start(shop, 0, 0);
    const last = await test.db.reader.mailMessage.findFirst({ where: { toAddress: email, kind: 'deletion-complete' } });
    expect(last).toMatchObject({ companyId: null, language: 'tr' });
  });
});

describe('after the deletion', () => {
  it('slug, name and office code are free for anybody, and no old right reaches the new company', async () => {
    const shop = await ownedCompany(test.db, 2);
    const member = await signedIn(test.db, shop.member, shop.clock.now);
    await start(shop, 0, 0);
    expect(await approveDeletion(shop.owner(1), { companyId: shop.id, proof })).toBe('deleted');
    const { id: ownerUserId } = await makeUser(test.db, `heir.${shop.id}`);
    const heir = await createCompany(shop.hub, { name: shop.name, officeCode: shop.officeCode, ownerUserId });
    expect([heir.slug, heir.officeCode]).toEqual([shop.slug, shop.officeCode]);
    for (const ctx of [shop.owner(0), member, await again(test.db, shop, shop.member)]) {
      await expect(getCompanyBySlug(ctx, heir.slug)).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  it('nothing more can be done to it', async () => {
    const shop = await ownedCompany(test.db, 1);
    await start(shop, 0, 0);
    const input = { companyId: shop.id, proof };
    await expect(start(shop)).rejects.toMatchObject({ code: 'not_found' });
    await expect(approveDeletion(shop.owner(0), input)).rejects.toMatchObject({ code: 'not_found' });
    await expect(cancelDeletion(shop.owner(0), shop.id)).rejects.toMatchObject({ code: 'not_found' });
  });
});
