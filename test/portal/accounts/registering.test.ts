import { describe, expect, it } from 'vitest';
import { createUser } from '../../../server/domain/tenancy/index.ts';
import { createEmptyDatabase } from '../../support/database.ts';
import { hubCtx, makeCompany } from '../../support/people.ts';
import { startTestServer } from '../../support/server.ts';
import { Visitor } from '../../support/visitor.ts';
import { Accounts, isIn, password, textOf } from './support.ts';

const hub = new Accounts();

describe('registering', () => {
  it('F-ACC-1: guests get the landing page, signed-in visitors go to the dashboard', async () => {
    const guest = await hub.visitor().get('/');
    expect(guest.status).toBe(200);
    expect(guest.body).toContain('href="/accounts/register/"');
    const person = await hub.person('lands');
    expect((await person.get('/')).location).toBe('/dashboard/');
    expect((await person.get('/accounts/register/')).location).toBe('/dashboard/');
  });

  it('F-ACC-2: registers with an optional e-mail address, is signed in at once, and signs out by POST only', async () => {
    const person = hub.visitor();
    const answer = await hub.register(person, { username: 'Zoë.Kaya' });
    expect([answer.status, answer.location]).toEqual([302, '/dashboard/']);
    expect(await hub.user('zoë.kaya')).toMatchObject({
      username: 'Zoë.Kaya',
      email: null,
      emailKey: null,
      staffRole: null,
    });
    expect((await person.get('/accounts/logout/')).status).toBe(405);
    expect(await isIn(person)).toBe(true);
    expect((await person.post('/accounts/logout/', {})).location).toBe('/');
    expect(await isIn(person)).toBe(false);
    expect((await person.signIn('zoë.kaya', password)).location).toBe('/dashboard/');
  });

  it('says beside each field what would be right, keeps what was typed, and never the password', async () => {
    const fields = { username: 'two words', email: 'not an address', password: 'dragon2024!', again: 'dragon2024!' };
    const { status, body } = await hub.register(hub.visitor(), fields);
    expect(status).toBe(200);
    expect(body).toContain('without blanks');
    expect(body).toContain('This is not an e-mail address.');
    expect(body).toContain('one of the first that a guesser tries');
    expect(body).toContain('How hard it is to guess: weak');
    expect(body).toContain('value="two words"');
    expect(body).toContain('value="not an address"');
    expect(body).not.toContain('dragon2024');
    const different = await hub.register(hub.visitor(), { username: 'differs', again: 'something else' });
    expect(different.body).toContain('The two passwords differ.');
  });

  it('speaks Turkish and German, refusals too', async () => {
    for (const [language, sentence] of [
      ['tr', 'En az 10 karakter kullanın.'],
      ['de', 'Verwenden Sie mindestens 10 Zeichen.'],
    ] as const) {
      const visitor = hub.visitor();
      visitor.cookies.set('gate_language', language);
      const { body } = await hub.register(visitor, { username: `short.${language}`, password: 'kısa', again: 'kısa' });
      expect(body).toContain(sentence);
      await hub.register(visitor, { username: `long.${language}` });
      expect((await hub.user(`long.${language}`)).language).toBe(language);
    }
  });

  it('tells that a user name is taken, and nothing about addresses', async () => {
    await hub.confirmedPerson('has.address', 'taken@example.test');
    const taken = await hub.register(hub.visitor(), { username: 'HAS.ADDRESS', email: 'other@example.test' });
    expect(taken.body).toContain('This username is taken.');
    const [known, unknown] = [hub.visitor(), hub.visitor()];
    const same = await hub.register(known, { username: 'same.address', email: 'taken@example.test' });
    const fresh = await hub.register(unknown, { username: 'fresh.address', email: 'fresh@example.test' });
    expect([same.status, same.location]).toEqual([fresh.status, fresh.location]);
    const texts = [];
    for (const visitor of [known, unknown])
      texts.push(textOf(await visitor.get('/accounts/email/')).replace(/\w+@example/, 'x@example'));
    expect(texts[0]).toBe(texts[1]);
    // Its owner learns of it by mail, and nobody else can confirm it.
    const link = await hub.lastLink('taken@example.test', 'confirm-address');
    const refused = await hub.visitor().post(link, {});
    expect([refused.status, textOf(refused)]).toEqual([409, expect.stringContaining('belongs to another account')]);
    expect((await hub.user('same.address')).emailConfirmedAt).toBe(null);
  });

  it('is throttled by address: names cannot be tried for ever', async () => {
    await hub.person('exists.already');
    const guesser = hub.visitor();
    const statuses: number[] = [];
    for (let at = 0; at < 32; at += 1) {
      statuses.push((await hub.register(guesser, { username: 'exists.already' })).status);
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(30);
    expect(statuses.at(-1)).toBe(429);
    // A form that breaks a rule is not counted, and who has an account signs in all the while.
    expect((await hub.visitor().signIn('exists.already', password)).status).toBe(302);
    await hub.forgetTries();
  });

  it('mass assignment: role, company, confirmed and owner flags are never taken from a body', async () => {
    const { ours } = { ours: await makeCompany(hub.server.deps.db, 'Mass') };
    const extra = {
      id: 'chosen',
      staffRole: 'superuser',
      isActive: 'false',
      emailConfirmedAt: '2020-01-01T00:00:00Z',
      emailKey: 'mass@example.test',
      companyId: String(ours.id),
      isOwner: 'true',
      isAdministrator: 'true',
      sessionVersion: '99',
      version: '99',
    };
    const person = hub.visitor();
    await hub.register(person, { username: 'mass.form', email: 'mass@example.test', ...extra });
    const untouched = { staffRole: null, isActive: true, emailConfirmedAt: null, emailKey: null, sessionVersion: 1 };
    expect(await hub.user('mass.form')).toMatchObject(untouched);
    await person.post('/accounts/profile/', { displayName: 'Mass', username: 'root', passwordHash: 'x', ...extra });
    const token = await person.token();
    for (const procedure of ['account.own.updateProfile', 'account.register']) {
      await person.send('POST', `/trpc/${procedure}`, {
        headers: { 'content-type': 'application/json', 'x-csrf-token': token },
        body: JSON.stringify({ json: { displayName: 'Mass', username: 'mass.trpc', email: '', password, ...extra } }),
      });
    }
    expect(await hub.user('mass.form')).toMatchObject({ ...untouched, username: 'mass.form', displayName: 'Mass' });
    expect(await hub.user('mass.trpc')).toMatchObject(untouched);
    expect(await hub.reader.companyMembership.count({ where: { companyId: ours.id } })).toBe(1);
  });

  it('honours an invitation: who came by its link is led back to it', async () => {
    const visitor = hub.visitor();
    const page = await visitor.get('/accounts/register/?invitation=abc_DEF-123');
    expect(page.body).toContain('name="next" value="/invitations/abc_DEF-123/"');
    const answer = await hub.register(visitor, { username: 'invited', next: '/invitations/abc_DEF-123/' });
    expect(answer.location).toBe('/invitations/abc_DEF-123/');
    const elsewhere = await hub.register(hub.visitor(), { username: 'lured', next: 'https://evil.example/' });
    expect(elsewhere.location).toBe('/dashboard/');
  });

  it('fault 22: no page writes anything when it is looked at for the first time', async () => {
    const person = await hub.person('looks.first', 'looks@example.test');
    const state = async () => [
      await hub.reader.user.findMany({ orderBy: { id: 'asc' } }),
      await hub.reader.session.findMany({ orderBy: { id: 'asc' } }),
      await hub.reader.personToken.findMany({ orderBy: { tokenHash: 'asc' } }),
      await hub.reader.signInThrottle.findMany({ orderBy: { key: 'asc' } }),
      await hub.reader.auditEntry.count(),
      await hub.reader.mailMessage.count(),
      // That a process runs, and how large the database is, is noted by the clock and not by a page.
      (await hub.reader.hubState.findMany({ orderBy: { key: 'asc' } })).filter(
        ({ key }) => !/^(process|size):/.test(key),
      ),
    ];
    const before = await state();
    const link = await hub.lastLink('looks@example.test', 'confirm-address');
    for (const path of [
      '/dashboard/',
      '/accounts/profile/',
      '/accounts/sessions/',
      '/accounts/sessions/end/',
      '/accounts/two-factor/',
      '/accounts/two-factor/start/',
      '/accounts/two-factor/off/',
      '/accounts/two-factor/codes/',
      '/accounts/email/',
      '/accounts/password/change/',
      '/accounts/password/change/done/',
      '/accounts/delete/',
      '/companies/',
      link,
    ]) {
      expect((await person.get(path)).status, path).toBe(200);
    }
    expect(await state()).toEqual(before);
  });

  it('fault 2: a hub that was started over an empty database works after signing in', async () => {
    await using empty = await createEmptyDatabase();
    await using server = await startTestServer({ env: { DATABASE_URL: empty.url } });
    const visitor = new Visitor(server.url);
    const fields = { username: 'first.one', email: '', password, again: password };
    expect((await visitor.post('/accounts/register/', fields)).location).toBe('/dashboard/');
    const { body } = await visitor.get('/dashboard/');
    const paths = [...new Set([...body.matchAll(/href="(\/[^"#?]*)"/g)].map(([, path]) => path ?? ''))];
    expect(paths).toContain('/accounts/profile/');
    for (const path of paths.filter((path) => !path.startsWith('/assets/'))) {
      expect((await visitor.get(path)).status, path).toBeLessThan(400);
    }
  });

  it('leaves each step on record, without a password in it', async () => {
    const { id } = await createUser(hubCtx(hub.server.deps.db), { username: 'on.record', password });
    const entries = await hub.reader.auditEntry.findMany({ where: { subjectId: id } });
    expect(entries.map(({ action }) => action)).toEqual(['user.create']);
    expect(JSON.stringify(entries)).not.toContain(password);
  });
});
