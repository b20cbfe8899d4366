import { describe, expect, it } from 'vitest';
import type { Visitor } from '../../support/visitor.ts';
import { Accounts, isIn, password, textOf } from './support.ts';

const hub = new Accounts();

async function halfIn(username: string): Promise<Visitor> {
  const visitor = hub.visitor();
  const answer = await visitor.signIn(username, password);
  expect(answer.location).toBe('/accounts/login/code/');
  return visitor;
}

describe('two-factor sign-in', () => {
  it('F-ACC-7: once it is on, signing in takes the password and a code of the phone', async () => {
    const person = await hub.person('uses.two');
    const { code, recoveryCodes } = await hub.switchOn(person);
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(textOf(await person.get('/accounts/two-factor/'))).toContain('10 recovery codes are left.');
    const visitor = await halfIn('uses.two');
    expect(await isIn(visitor)).toBe(false);
    expect((await visitor.post('/accounts/login/code/', { code: '000000' })).body).toContain('This code is not right');
    const answer = await visitor.post('/accounts/login/code/', { code: code() });
    expect(answer.location).toBe('/dashboard/');
    expect(await isIn(visitor)).toBe(true);
  });

  it('half signed in is signed in nowhere: no page, no procedure, no other door', async () => {
    const person = await hub.person('half.in');
    await hub.switchOn(person);
    const visitor = await halfIn('half.in');
    for (const path of [
      '/dashboard/',
      '/accounts/profile/',
      '/accounts/two-factor/off/',
      '/companies/',
      '/reports',
      '/admin',
    ]) {
      expect((await visitor.get(path)).status, path).toBe(302);
    }
    const call = await visitor.send('GET', '/trpc/account.own.profile', { headers: { accept: 'application/json' } });
    expect(call.status).toBe(401);
    // The ticket of the question is no session, whatever it is called.
    const forged = hub.visitor();
    forged.cookies.set('gate_session', visitor.cookies.get('gate_half') ?? '');
    expect(await isIn(forged)).toBe(false);
    expect(await hub.reader.session.count({ where: { isPartial: true, endedAt: null } })).toBeGreaterThan(0);
    const { body } = await person.get('/accounts/sessions/');
    expect(body.match(/name="session" value=/g)).toHaveLength(1);
  });

  it('takes each code once, also when it comes twice at the same time', async () => {
    const person = await hub.person('once.only');
    const { code } = await hub.switchOn(person);
    const now = code();
    const visitors = [await halfIn('once.only'), await halfIn('once.only')];
    const answers = await Promise.all(visitors.map((visitor) => visitor.post('/accounts/login/code/', { code: now })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 302]);
    const third = await halfIn('once.only');
    expect((await third.post('/accounts/login/code/', { code: now })).status).toBe(200);
    hub.pass(30_000);
    expect((await third.post('/accounts/login/code/', { code: code() })).status).toBe(302);
  });

  it('takes a recovery code in place of the phone, once', async () => {
    const person = await hub.person('lost.phone');
    const { recoveryCodes } = await hub.switchOn(person);
    const [first = '', second = ''] = recoveryCodes;
    const visitor = await halfIn('lost.phone');
    expect((await visitor.post('/accounts/login/code/', { code: first.toUpperCase().replace('-', ' ') })).status).toBe(
      302,
    );
    const again = await halfIn('lost.phone');
    expect((await again.post('/accounts/login/code/', { code: first })).status).toBe(200);
    expect((await again.post('/accounts/login/code/', { code: second })).status).toBe(302);
    expect(textOf(await again.get('/accounts/two-factor/'))).toContain('8 recovery codes are left.');
  });

  it('keeps its secret sealed and its codes hashed', async () => {
    const person = await hub.person('sealed');
    const { recoveryCodes } = await hub.switchOn(person);
    const user = await hub.user('sealed');
    expect(user.totpSecretEncrypted).toMatch(/^v1\./);
    const rows = await hub.reader.recoveryCode.findMany({ where: { userId: user.id } });
    for (const code of recoveryCodes) {
      expect(JSON.stringify(rows)).not.toContain(code);
      expect(JSON.stringify(rows)).not.toContain(code.replace('-', ''));
    }
  });

  it('cannot be guessed: the code is throttled per account, and a new first step gives no new tries', async () => {
    const person = await hub.person('guessed.code');
    await hub.switchOn(person);
    const statuses: number[] = [];
    for (let at = 0; at < 3; at += 1) {
      const visitor = await halfIn('guessed.code');
      for (let digit = 0; digit < 3; digit += 1) {
        statuses.push((await visitor.post('/accounts/login/code/', { code: `00000${digit}` })).status);
      }
    }
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(5);
    expect(statuses.at(-1)).toBe(429);
    await hub.forgetTries();
  });

  it('asks for the code only for ten minutes, and not after the password was changed meanwhile', async () => {
    const person = await hub.person('too.late');
    const { code } = await hub.switchOn(person);
    const visitor = await halfIn('too.late');
    const changed = await halfIn('too.late');
    hub.pass(601_000);
    expect((await visitor.post('/accounts/login/code/', { code: code() })).location).toBe('/accounts/login/');
    const again = await halfIn('too.late');
    const other = 'walnut pencil storm';
    await person.post('/accounts/password/change/', { current: password, password: other, again: other });
    for (const late of [changed, again]) {
      expect((await late.post('/accounts/login/code/', { code: code() })).location).toBe('/accounts/login/');
    }
    expect((await hub.visitor().get('/accounts/login/code/')).location).toBe('/accounts/login/');
  });

  it('is switched off, and gets new codes, only by who proves who they are', async () => {
    const person = await hub.confirmedPerson('off.again', 'off.again@example.test');
    const { code, recoveryCodes } = await hub.switchOn(person);
    for (const path of ['/accounts/two-factor/off/', '/accounts/two-factor/codes/']) {
      expect((await person.post(path, { proof: 'not me' })).body).toContain('does not prove');
      expect((await person.post(path, { proof: '' })).body).toContain('does not prove');
    }
    const renewed = await person.post('/accounts/two-factor/codes/', { proof: recoveryCodes[0] ?? '' });
    expect(textOf(renewed)).toContain('shown only now');
    expect(renewed.body).not.toContain(recoveryCodes[1]);
    const old = await person.post('/accounts/two-factor/codes/', { proof: recoveryCodes[1] ?? '' });
    expect(old.body).toContain('does not prove');
    expect((await person.post('/accounts/two-factor/off/', { proof: code() })).location).toBe('/accounts/two-factor/');
    expect((await hub.visitor().signIn('off.again', password)).location).toBe('/dashboard/');
    expect(await hub.user('off.again')).toMatchObject({ totpSecretEncrypted: null, totpConfirmedAt: null });
    for (const kind of ['two-factor-on', 'two-factor-off'])
      expect(await hub.mails('off.again@example.test', kind)).toHaveLength(1);
  });

  it('is not on before a code of the phone was typed, and looking at the page begins nothing', async () => {
    const person = await hub.person('begins');
    expect((await person.get('/accounts/two-factor/set-up/')).location).toBe('/accounts/two-factor/');
    expect((await person.post('/accounts/two-factor/start/', { proof: 'wrong' })).status).toBe(200);
    await person.post('/accounts/two-factor/start/', { proof: password });
    const page = await person.get('/accounts/two-factor/set-up/');
    expect(page.body).toMatch(/<svg class="gate-qr"/);
    expect((await person.post('/accounts/two-factor/set-up/', { code: '123456' })).body).toContain('not the code');
    expect((await hub.visitor().signIn('begins', password)).location).toBe('/dashboard/');
  });

  it('survives a forgotten password: the link of a mail does not switch it off', async () => {
    const person = await hub.confirmedPerson('forgot.both', 'forgot.both@example.test');
    await hub.switchOn(person);
    await hub.visitor().post('/accounts/password/reset/', { email: 'forgot.both@example.test' });
    const link = await hub.lastLink('forgot.both@example.test', 'reset-password');
    const other = 'walnut pencil storm';
    await hub.visitor().post(link, { password: other, again: other });
    expect((await hub.visitor().signIn('forgot.both', other)).location).toBe('/accounts/login/code/');
  });
});
