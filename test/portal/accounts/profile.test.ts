import { describe, expect, it } from 'vitest';
import { Accounts, isIn, otherPassword, password, textOf } from './support.ts';

const hub = new Accounts();
const chosen = { displayName: '', language: '', timeZone: '', theme: '', notifyByMail: 'yes' };

describe('the profile', () => {
  it('F-ACC-4: keeps names, zone, colours and wishes, shows the e-mail address, and leads to the picture', async () => {
    const person = await hub.confirmedPerson('has.profile', 'has.profile@example.test');
    const fields = {
      ...chosen,
      displayName: 'Mina <b>Kaya</b>',
      timeZone: 'Europe/Istanbul',
      theme: 'dark',
      language: 'en',
    };
    expect((await person.post('/accounts/profile/', fields)).location).toBe('/accounts/profile/');
    const { body } = await person.get('/accounts/profile/');
    expect(body).toContain('value="Mina &lt;b&gt;Kaya&lt;/b&gt;"');
    expect(body).not.toContain('<b>Kaya');
    expect(body).toContain('has.profile@example.test');
    expect(body).toContain('href="/accounts/profile/picture/"');
    expect(body).toContain('data-bs-theme="dark"');
    expect(body).toContain('<option value="Europe/Istanbul" selected>');
    const trail = await hub.reader.auditEntry.findMany({ where: { action: 'account.profile' } });
    const content = JSON.parse(trail.at(-1)?.content ?? '{}');
    expect(content).toEqual({
      before: { displayName: '', timeZone: '', theme: '' },
      after: { displayName: 'Mina <b>Kaya</b>', timeZone: 'Europe/Istanbul', theme: 'dark' },
    });
  });

  it('speaks the language of the profile, then that of the browser; the switch in the header changes the profile', async () => {
    const person = await hub.person('speaks');
    await person.post('/accounts/profile/', chosen);
    const german = { 'accept-language': 'de-DE,de;q=0.9' };
    expect((await person.get('/accounts/profile/', german)).body).toContain('<html lang="de"');
    await person.post('/preferences/language/', { language: 'tr', next: '/accounts/profile/' });
    expect((await person.get('/accounts/profile/', german)).body).toContain('<html lang="tr"');
    const elsewhere = await hub.signedIn('speaks');
    expect((await elsewhere.get('/accounts/profile/')).body).toContain('<html lang="tr"');
    await person.post('/preferences/theme/', { theme: 'dark', next: '/' });
    expect((await elsewhere.get('/accounts/profile/')).body).toContain('data-bs-theme="dark"');
  });

  it('refuses what is no zone, language or name, beside its field, and keeps what was typed', async () => {
    const person = await hub.person('odd.profile');
    const odd = { ...chosen, displayName: 'x'.repeat(151), timeZone: 'Mars/Olympus', language: 'xx', theme: 'pink' };
    const { status, body } = await person.post('/accounts/profile/', odd);
    expect(status).toBe(200);
    for (const sentence of ['at most 150', 'no time zone', 'one of the languages', 'light, dark'])
      expect(body).toContain(sentence);
    expect(body).toContain('x'.repeat(151));
    expect(await hub.user('odd.profile')).toMatchObject({ displayName: '', timeZone: '', theme: '' });
  });

  it('F-ACC-5: the header has brand and account menu: picture, profile, sessions, change password, sign out', async () => {
    const person = await hub.person('has.menu');
    const { body } = await person.get('/dashboard/');
    const header = body.slice(body.indexOf('<header'), body.indexOf('</header>'));
    for (const part of [
      'gate-brand',
      'gate-initials',
      'has.menu',
      '/accounts/profile/',
      '/accounts/sessions/',
      '/accounts/password/change/',
    ])
      expect(header).toContain(part);
    expect(header).toMatch(/<form method="post" action="\/accounts\/logout\/">/);
  });

  it('F-ACC-6: the sidebar stands on every signed-in page, and each of its entries leads somewhere', async () => {
    const person = await hub.person('has.sidebar');
    for (const path of ['/dashboard/', '/accounts/profile/', '/accounts/two-factor/', '/companies/', '/nowhere/']) {
      const { body } = await person.get(path);
      const side = /<nav aria-label="Main">[\s\S]*?<\/nav>/.exec(body)?.[0] ?? '';
      const links = [...side.matchAll(/href="([^"]+)"/g)].map(([, href]) => href ?? '');
      expect(links, path).toEqual(expect.arrayContaining(['/dashboard/', '/companies/', '/accounts/profile/']));
      if (path === '/dashboard/') for (const href of links) expect((await person.get(href)).status, href).toBe(200);
    }
  });
});

describe('the password', () => {
  it('F-ACC-3: is changed in the portal, this session survives, and a page confirms it', async () => {
    const person = await hub.person('changes.it');
    const fields = { current: password, password: otherPassword, again: otherPassword };
    const answer = await person.post('/accounts/password/change/', fields);
    expect([answer.status, answer.location]).toEqual([302, '/accounts/password/change/done/']);
    const done = textOf(await person.get('/accounts/password/change/done/'));
    expect(done).toContain('Your password is changed');
    expect(done).toContain('How hard it is to guess: strong');
    expect(await isIn(person)).toBe(true);
    expect(await isIn(await hub.signedIn('changes.it', otherPassword))).toBe(true);
  });
});

describe('the address of mail', () => {
  it('F-ACC-10: a person is written to at a confirmed address only, and not when they want no mail', async () => {
    await hub.person('gets.mail', 'gets.mail@example.test');
    expect(await hub.mails('gets.mail@example.test', 'confirm-address')).toHaveLength(1);
    await hub.visitor().post('/accounts/password/reset/', { email: 'gets.mail@example.test' });
    expect(await hub.mails('gets.mail@example.test', 'reset-password')).toEqual([]);
    await hub.visitor().post(await hub.lastLink('gets.mail@example.test', 'confirm-address'), {});
    await hub.visitor().post('/accounts/password/reset/', { email: 'gets.mail@example.test' });
    expect(await hub.mails('gets.mail@example.test', 'reset-password')).toHaveLength(1);
    const person = await hub.signedIn('gets.mail');
    expect((await person.get('/accounts/profile/')).body).toMatch(/name="notifyByMail" value="yes" checked/);
    const { notifyByMail: _, ...without } = chosen;
    await person.post('/accounts/profile/', without);
    expect((await hub.user('gets.mail')).notifyByMail).toBe(false);
  });

  it('is confirmed by POST: a program that only follows links confirms nothing', async () => {
    await hub.person('scanned', 'scanned@example.test');
    const link = await hub.lastLink('scanned@example.test', 'confirm-address');
    expect(textOf(await hub.visitor().get(link))).toContain('scanned@example.test is to belong to the account scanned');
    expect((await hub.user('scanned')).emailConfirmedAt).toBe(null);
    expect((await hub.visitor().post(link, {})).location).toBe('/accounts/login/');
    expect(await hub.user('scanned')).toMatchObject({ emailKey: 'scanned@example.test' });
    expect((await hub.visitor().get(link)).status).toBe(410);
  });

  it('holds until the new one is confirmed, which takes a proof; the old one is told', async () => {
    const person = await hub.confirmedPerson('moves', 'old@example.test');
    const move = (fields: Record<string, string>) =>
      person.post('/accounts/email/', { email: 'new@example.test', ...fields });
    expect((await move({ proof: 'wrong' })).body).toContain('does not prove');
    expect((await move({ proof: password, email: 'nonsense' })).body).toContain('not an e-mail address');
    expect((await move({ proof: password })).status).toBe(302);
    expect(await hub.user('moves')).toMatchObject({ email: 'old@example.test', emailKey: 'old@example.test' });
    expect((await person.get('/accounts/profile/')).body).toContain('new@example.test has yet to be confirmed');
    await hub.visitor().post(await hub.lastLink('new@example.test', 'confirm-address'), {});
    expect(await hub.user('moves')).toMatchObject({ email: 'new@example.test', emailKey: 'new@example.test' });
    expect(await hub.mails('old@example.test', 'address-changed')).toHaveLength(1);
    expect((await hub.visitor().signIn('old@example.test', password)).status).toBe(200);
    expect((await move({ proof: password, email: '' })).status).toBe(302);
    expect(await hub.user('moves')).toMatchObject({ email: null, emailKey: null, emailConfirmedAt: null });
  });

  it('is asked for again a few times in an hour, not more', async () => {
    const person = await hub.person('again', 'again@example.test');
    for (let at = 0; at < 6; at += 1) await person.post('/accounts/email/resend/', {});
    expect(await hub.mails('again@example.test', 'confirm-address')).toHaveLength(5);
    const refused = await person.post('/accounts/email/resend/', {});
    expect(textOf(await person.get(refused.location ?? ''))).toContain('Too many attempts');
    expect(await isIn(person)).toBe(true);
  });
});
