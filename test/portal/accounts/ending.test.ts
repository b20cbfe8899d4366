import { describe, expect, it } from 'vitest';
import { addMember, createCompany, systemCtx } from '../../../server/domain/tenancy/index.ts';
import { goodPassword, makeStaff, silentLog } from '../../support/people.ts';
import { Accounts, isIn, password, textOf } from './support.ts';

const hub = new Accounts();

function hubCtx() {
  return systemCtx({ db: hub.server.deps.db, log: silentLog, now: () => hub.now() }, 'test', 'cli');
}

async function companyOf(username: string, name: string) {
  const owner = await hub.user(username);
  return createCompany(hubCtx(), { name, ownerUserId: owner.id });
}

describe('deleting one’s own account', () => {
  it('takes memberships, requests, sessions and everything personal, and leaves a row that reads as deleted', async () => {
    const person = await hub.confirmedPerson('goes.away', 'goes.away@example.test');
    await hub.switchOn(person);
    await hub.person('stays.owner');
    const company = await companyOf('stays.owner', 'Stays');
    const { id } = await hub.user('goes.away');
    await addMember(hubCtx(), { companyId: company.id, userId: id });
    await person.post('/companies/join/', { slug: 'somewhere-else', message: '' });
    const page = textOf(await person.get('/accounts/delete/'));
    expect(page).toMatch(/Companies that you leave 1 .*withdrawn 1 .*signed out 1/);
    expect((await person.post('/accounts/delete/', { proof: 'not me' })).body).toContain('does not prove');

    expect((await person.post('/accounts/delete/', { proof: password })).location).toBe('/');
    expect(await isIn(person)).toBe(false);
    const row = await hub.reader.user.findUniqueOrThrow({ where: { id } });
    expect(row.username).toMatch(/^deleted [0-9a-f]{12}$/);
    expect(row).toMatchObject({
      isActive: false,
      email: null,
      emailKey: null,
      passwordHash: null,
      totpSecretEncrypted: null,
    });
    expect(row.deletedAt).not.toBe(null);
    for (const rows of [
      await hub.reader.companyMembership.findMany({ where: { userId: id } }),
      await hub.reader.companyJoinRequest.findMany({ where: { userId: id, status: 'pending' } }),
      await hub.reader.session.findMany({ where: { userId: id, endedAt: null } }),
      await hub.reader.recoveryCode.findMany({ where: { userId: id } }),
      await hub.reader.personToken.findMany({ where: { userId: id } }),
    ])
      expect(rows).toEqual([]);
    const trail = await hub.reader.auditEntry.findMany({ where: { subjectId: id } });
    expect(trail.map(({ action }) => action)).toEqual(expect.arrayContaining(['account.delete', 'member.leave']));
    expect(await hub.mails('goes.away@example.test', 'account-deleted')).toHaveLength(1);
  });

  it('frees name and address, and whoever takes them inherits nothing', async () => {
    const person = await hub.confirmedPerson('reused', 'reused@example.test');
    const old = await hub.user('reused');
    await person.post('/accounts/delete/', { proof: password });
    for (const name of ['reused', 'reused@example.test', 'deleted'])
      expect((await hub.visitor().signIn(name, password)).status).toBe(200);
    await hub.confirmedPerson('reused', 'reused@example.test');
    const fresh = await hub.user('reused');
    expect(fresh.id).not.toBe(old.id);
    expect(await isIn(person)).toBe(false);
  });

  it('is refused to the last owner of a company, naming the companies with a way out', async () => {
    const person = await hub.person('last.owner');
    const { slug } = await companyOf('last.owner', 'Lonely & Sons');
    const page = await person.get('/accounts/delete/');
    expect(page.body).toContain('Lonely &amp; Sons');
    for (const href of [`/companies/${slug}/owners/grant/`, `/companies/${slug}/delete/`]) {
      expect(page.body).toContain(`href="${href}"`);
      expect((await person.get(href)).status).toBe(200);
    }
    const refused = await person.post('/accounts/delete/', { proof: password });
    expect(refused.status).toBe(200);
    expect(textOf(refused)).toContain('last owner');
    expect(await isIn(person)).toBe(true);
  });

  it('fault 7: of two owners who delete their accounts at once, one stays', async () => {
    const one = await hub.person('owner.one');
    const two = await hub.person('owner.two');
    const { id: companyId } = await companyOf('owner.one', 'Pair');
    const second = await hub.user('owner.two');
    await addMember(hubCtx(), { companyId, userId: second.id });
    await hub.server.deps.db.transact((tx) =>
      tx.companyMembership.updateMany({ where: { companyId }, data: { isOwner: true } }),
    );
    const answers = await Promise.all(
      [one, two].map((person) => person.post('/accounts/delete/', { proof: password })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 302]);
    expect(await hub.reader.companyMembership.count({ where: { companyId, isOwner: true } })).toBe(1);
  });

  it('is refused to the last one who administers the hub', async () => {
    await makeStaff(hub.server.deps.db, 'only.chief', { role: 'superuser' });
    const chief = hub.visitor();
    await chief.signIn('only.chief', goodPassword);
    expect((await chief.post('/accounts/delete/', { proof: goodPassword })).body).toContain('last one who administers');
    expect(await isIn(chief)).toBe(true);
  });
});
