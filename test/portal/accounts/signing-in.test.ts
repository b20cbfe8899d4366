import { describe, expect, it } from 'vitest';
import { inTransaction } from '../../../server/db/index.ts';
import { makeStaff } from '../../support/people.ts';
import type { Visitor } from '../../support/visitor.ts';
import { Accounts, isIn, otherPassword, password, textOf } from './support.ts';

const hub = new Accounts({ TRUSTED_PROXIES: '127.0.0.1' });

/** A visitor from elsewhere: the hub believes its proxy. */
function from(address: string): Visitor {
  const visitor = hub.visitor();
  const { send } = visitor;
  visitor.send = (method, path, init = {}) =>
    send.call(visitor, method, path, { ...init, headers: { 'x-forwarded-for': address, ...init.headers } });
  return visitor;
}

async function guess(visitor: Visitor, name: string, times: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let at = 0; at < times; at += 1) statuses.push((await visitor.signIn(name, `wrong guess ${at}`)).status);
  return statuses;
}

describe('safety of sessions', () => {
  it('session fixation: a session id that the browser held before signing in opens nothing afterwards', async () => {
    await hub.person('fix.victim');
    const attacker = await hub.person('fix.attacker');
    const planted = attacker.cookies.get('gate_session') ?? '';
    const victim = hub.visitor();
    victim.cookies.set('gate_session', planted);
    await victim.signIn('fix.victim', password);
    expect(victim.cookies.get('gate_session')).not.toBe(planted);
    // The planted session has ended, so the attacker is neither themselves nor the victim.
    expect(await isIn(attacker)).toBe(false);
    expect((await victim.get('/accounts/profile/')).body).toContain('fix.victim');
  });

  it('replay after sign-out: the cookie of a session that was left is worthless, copied or not', async () => {
    const person = await hub.person('replays');
    const copy = hub.visitor();
    copy.cookies.set('gate_session', person.cookies.get('gate_session') ?? '');
    expect(await isIn(copy)).toBe(true);
    await person.post('/accounts/logout/', {});
    expect(await isIn(copy)).toBe(false);
    const call = await copy.send('GET', '/trpc/account.own.profile', { headers: { accept: 'application/json' } });
    expect(call.status).toBe(401);
  });

  it('sign-out everywhere: every browser is a stranger with its next request, this one too', async () => {
    const here = await hub.person('everywhere');
    const there = await hub.signedIn('everywhere');
    const page = await here.get('/accounts/sessions/end/');
    expect(textOf(page)).toContain('1 other browser is signed in');
    await here.post('/accounts/sessions/end/', { what: 'all' });
    expect([await isIn(here), await isIn(there)]).toEqual([false, false]);
    expect((await hub.user('everywhere')).sessionVersion).toBe(2);
  });

  it('the others only: this browser stays', async () => {
    const here = await hub.person('others.only');
    const there = await hub.signedIn('others.only');
    await here.post('/accounts/sessions/end/', { what: 'others' });
    expect([await isIn(here), await isIn(there)]).toEqual([true, false]);
  });

  it('password change kills the other sessions, and this browser goes on under a new one', async () => {
    const here = await hub.person('changes.password');
    const there = await hub.signedIn('changes.password');
    const before = here.cookies.get('gate_session');
    const fields = { current: password, password: otherPassword, again: otherPassword };
    const answer = await here.post('/accounts/password/change/', fields);
    expect(answer.location).toBe('/accounts/password/change/done/');
    expect([await isIn(here), await isIn(there)]).toEqual([true, false]);
    expect(here.cookies.get('gate_session')).not.toBe(before);
    expect((await hub.visitor().signIn('changes.password', password)).status).toBe(200);
    expect(await isIn(await hub.signedIn('changes.password', otherPassword))).toBe(true);
  });

  it('CSRF on forms: no form of an account does anything without the token of this very session', async () => {
    const person = await hub.person('csrf.form');
    const stranger = await hub.visitor().token();
    const before = await hub.user('csrf.form');
    const forms: Record<string, Record<string, string>> = {
      '/accounts/profile/': { displayName: 'Hacked' },
      '/accounts/password/change/': { current: password, password: otherPassword, again: otherPassword },
      '/accounts/email/': { email: 'evil@example.test', proof: password },
      '/accounts/two-factor/start/': { proof: password },
      '/accounts/sessions/end/': { what: 'all' },
      '/accounts/delete/': { proof: password },
      '/preferences/theme/': { theme: 'dark' },
    };
    for (const [path, fields] of Object.entries(forms)) {
      for (const _csrf of ['', stranger]) {
        expect((await person.post(path, { ...fields, _csrf })).status, path).toBe(403);
      }
      const _csrf = await person.token();
      const foreign = await person.post(path, { ...fields, _csrf }, { origin: 'https://evil.example' });
      expect(foreign.status, path).toBe(403);
    }
    expect(await hub.user('csrf.form')).toEqual(before);
  });

  it('CSRF on tRPC: no procedure changes an account without the token in its header', async () => {
    const person = await hub.person('csrf.trpc');
    const before = await hub.user('csrf.trpc');
    const call = (headers: Record<string, string>) =>
      person.send('POST', '/trpc/account.own.updateProfile', {
        headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
        body: JSON.stringify({ json: { displayName: 'Hacked' } }),
      });
    expect((await call({})).status).toBe(403);
    expect((await call({ 'x-csrf-token': await hub.visitor().token() })).status).toBe(403);
    const token = await person.token();
    expect((await call({ 'x-csrf-token': token, origin: 'https://evil.example' })).status).toBe(403);
    expect(await hub.user('csrf.trpc')).toEqual(before);
    expect((await call({ 'x-csrf-token': token })).status).toBe(200);
    expect((await hub.user('csrf.trpc')).displayName).toBe('Hacked');
  });
});

describe('the list of sessions', () => {
  it('names device, address and last use, marks this one, and ends a single one; nobody ends another’s', async () => {
    const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';
    const here = await hub.person('lists.sessions');
    const there = from('203.0.113.77');
    const token = await there.token();
    const fields = new URLSearchParams({ _csrf: token, username: 'lists.sessions', password });
    await there.send('POST', '/accounts/login/', { headers: { 'user-agent': firefox }, body: fields });
    const { body } = await here.get('/accounts/sessions/');
    expect(body).toContain('Firefox on Windows');
    expect(body).toContain('203.0.113.77');
    expect(body.match(/this one/g)).toHaveLength(1);
    const references = [...body.matchAll(/name="session" value="([^"]+)"/g)].map(([, reference]) => reference ?? '');
    expect(references).toHaveLength(2);
    for (const { id } of await hub.reader.session.findMany({})) expect(body).not.toContain(id);

    const other = await hub.person('other.person');
    expect((await other.post('/accounts/sessions/', { session: references[1] ?? '' })).status).toBe(404);
    expect(await isIn(there)).toBe(true);
    await here.post('/accounts/sessions/', { session: references[1] ?? '' });
    expect([await isIn(here), await isIn(there)]).toEqual([true, false]);
  });
});

describe('signing in', () => {
  it('fault 20: names make no difference of case at registration and at sign-in alike', async () => {
    await hub.person('Mixed.Case');
    const taken = await hub.register(hub.visitor(), { username: 'mIXED.cASE' });
    expect(taken.body).toContain('This username is taken.');
    for (const name of ['Mixed.Case', 'MIXED.CASE', 'mixed.case', ' Mixed.case '])
      expect((await hub.visitor().signIn(name, password)).location, name).toBe('/dashboard/');
  });

  it('F-RBAC-10: an inactive person cannot sign in to any program, and their sessions end; the record stays', async () => {
    const person = await hub.confirmedPerson('goes.inactive', 'inactive@example.test');
    await makeStaff(hub.server.deps.db, 'staff.inactive', { role: 'operator' });
    await inTransaction(hub.server.deps.db, (tx) =>
      tx.user.updateMany({
        where: { usernameFolded: { in: ['goes.inactive', 'staff.inactive'] } },
        data: { isActive: false },
      }),
    );
    expect(await isIn(person)).toBe(false);
    for (const program of ['/dashboard/', '/admin', '/reports']) {
      expect((await person.get(program)).status, program).toBe(302);
    }
    for (const name of ['goes.inactive', 'inactive@example.test'])
      expect((await hub.visitor().signIn(name, password)).status).toBe(200);
    await hub.visitor().post('/accounts/password/reset/', { email: 'inactive@example.test' });
    expect(await hub.mails('inactive@example.test', 'reset-password')).toEqual([]);
    expect(await hub.user('goes.inactive')).toMatchObject({ isActive: false, deletedAt: null });
  });

  it('fault 8: there is one notion of an owner, and the inactive flag is asked everywhere', async () => {
    const fields = Object.keys(await hub.user((await hub.reader.user.findFirstOrThrow({})).usernameFolded));
    expect(fields.filter((field) => /owner|administrator/i.test(field))).toEqual([]);
    expect(fields).toContain('isActive');
  });

  it('works by a confirmed address of mail, in any case, and not by one that is not confirmed', async () => {
    await hub.confirmedPerson('by.mail', 'By.Mail@Example.test');
    await hub.person('not.confirmed', 'unconfirmed@example.test');
    expect((await hub.visitor().signIn('by.mail@example.TEST', password)).location).toBe('/dashboard/');
    expect((await hub.visitor().signIn('unconfirmed@example.test', password)).status).toBe(200);
  });

  it('by address reaches its owner, also when somebody else took the address for a user name', async () => {
    const impostor = hub.visitor();
    await hub.register(impostor, { username: 'target@example.test', password: otherPassword, again: otherPassword });
    await hub.confirmedPerson('real.target', 'target@example.test');
    const owner = await hub.signedIn('target@example.test', password);
    expect((await owner.get('/accounts/profile/')).body).toContain('real.target');
    expect(await isIn(await hub.signedIn('target@example.test', otherPassword))).toBe(true);
  });

  it('throttled: a guesser is slowed down, whatever they say of themselves', async () => {
    await hub.person('guessed.at');
    const guesser = from('198.51.100.10');
    expect((await guess(guesser, 'guessed.at', 6)).at(-1)).toBe(429);
    // Another cookie, another program and a forged mark are the same address.
    const disguised = from('198.51.100.10');
    disguised.cookies.set('gate_browser', `AAAA.${(await hub.user('guessed.at')).id}~AAAA`);
    expect((await disguised.signIn('guessed.at', 'once more')).status).toBe(429);
  });

  it('throttled: the victim gets in all the while, from the same address and from a new one', async () => {
    await hub.person('guessed.victim');
    const victim = from('198.51.100.20');
    expect((await victim.signIn('guessed.victim', password)).status).toBe(302);
    await victim.post('/accounts/logout/', {});
    const neighbour = from('198.51.100.20');
    expect((await guess(neighbour, 'guessed.victim', 8)).at(-1)).toBe(429);
    expect((await victim.signIn('guessed.victim', password)).location).toBe('/dashboard/');
    expect((await from('198.51.100.21').signIn('guessed.victim', password)).location).toBe('/dashboard/');
  });

  it('throttled: the mark of a browser gives no more tries than its own few', async () => {
    await hub.person('marked');
    const browser = from('198.51.100.30');
    await browser.signIn('marked', password);
    await browser.post('/accounts/logout/', {});
    const statuses = await guess(browser, 'marked', 13);
    expect(statuses.filter((status) => status === 200)).toHaveLength(10);
    expect(statuses.at(-1)).toBe(429);
  });

  it('throttled: who is slowed down learns nothing about whose address is whose', async () => {
    await hub.confirmedPerson('has.oracle', 'oracle@example.test');
    const guesser = from('198.51.100.40');
    expect((await guess(guesser, 'has.oracle', 6)).at(-1)).toBe(429);
    expect(await guess(guesser, 'oracle@example.test', 6)).toEqual(await guess(guesser, 'nobody@example.test', 6));
  });

  it('goes on to own pages only, after the second step as well', async () => {
    const person = await hub.person('goes.on');
    const { code } = await hub.switchOn(person);
    for (const [next, expected] of [
      ['/accounts/profile/?x=1', '/accounts/profile/?x=1'],
      ['https://evil.example/', '/dashboard/'],
      ['//evil.example', '/dashboard/'],
    ] as const) {
      const visitor = hub.visitor();
      const first = await visitor.post('/accounts/login/', { username: 'goes.on', password, next });
      expect(first.location).toBe(`/accounts/login/code/?next=${encodeURIComponent(next)}`);
      const page = await visitor.get(first.location ?? '');
      const main = page.body.slice(page.body.indexOf('<main'));
      const asked = /name="next" value="([^"]*)"/.exec(main)?.[1]?.replaceAll('&#x3D;', '=') ?? '';
      const second = await visitor.post('/accounts/login/code/', { code: code(), next: asked });
      expect(second.location).toBe(expected);
      hub.pass(30_000);
    }
  });
});
