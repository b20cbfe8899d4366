import { describe, expect, it } from 'vitest';
import { routes } from '../../portal/routes.ts';
import { inTransaction } from '../../server/db/index.ts';
import { ensureSetupToken } from '../../server/domain/tenancy/index.ts';
import { hubCtx } from '../support/people.ts';
import { startTestServer } from '../support/server.ts';
import { Visitor } from '../support/visitor.ts';
import { evilName, goodPassword, stranger, withPortal } from './support.ts';

const portal = withPortal();

async function signedIn(username: string): Promise<Visitor> {
  const visitor = stranger(portal);
  const answer = await visitor.signIn(username, goodPassword);
  if (answer.status !== 302) throw new Error(`${username} could not sign in: ${answer.status}`);
  return visitor;
}

/** An address of each route, with parts that mean nothing. */
const addresses = routes.map((route) => ({
  ...route,
  address: route.path
    .replace(':token', 'x'.repeat(32))
    .replace(':slug', 'ours')
    .replaceAll(/:\w+/g, () => crypto.randomUUID()),
}));

describe('every route', () => {
  it('without its slash leads to the one with it, query included', async () => {
    for (const { address } of addresses.filter(({ path }) => path !== '/')) {
      const answer = await stranger(portal).get(`${address.slice(0, -1)}?a=1&b=%20`);
      expect([answer.status, answer.location], address).toEqual([301, `${address}?a=1&b=%20`]);
    }
  });

  it('for signed-in people sends a stranger to sign in and back', async () => {
    for (const { address, page } of addresses.filter(({ access }) => access === 'signed-in')) {
      const answer = await stranger(portal).get(`${address}?x=1`);
      expect(answer.status, address).toBe(302);
      expect(answer.location, address).toBe(`/accounts/login/?next=${encodeURIComponent(`${address}?x=1`)}`);
      if (!page) continue;
      const posted = await stranger(portal).post(address, {});
      expect([posted.status, posted.location], address).toEqual([302, '/accounts/login/']);
    }
  });

  it('answers methods that it does not have with 405 and names those that it has', async () => {
    const visitor = await signedIn('lone.person');
    for (const { address, page, form } of addresses) {
      const answer = await visitor.send('PUT', address, { headers: { origin: portal.server.url } });
      expect(answer.status, address).toBe(405);
      expect(answer.headers.get('allow'), address).toBe(
        [...(page ? ['GET', 'HEAD'] : []), ...(form ? ['POST'] : [])].join(', '),
      );
    }
    expect((await visitor.get('/accounts/logout/')).status).toBe(405);
  });

  it('with a form refuses a missing, foreign or made-up token, and changes nothing', async () => {
    const visitor = await signedIn('lone.person');
    const other = await stranger(portal).token();
    for (const { address } of addresses.filter(({ form }) => form)) {
      for (const token of ['', 'AAAA', other]) {
        const answer = await visitor.post(address, { _csrf: token, username: 'lone.person', password: goodPassword });
        expect(answer.status, `${address} ${token}`).toBe(403);
      }
    }
    expect((await visitor.get('/dashboard/')).status).toBe(200);
  });

  it('with a form refuses another origin, however it is told', async () => {
    const visitor = await signedIn('lone.person');
    const token = await visitor.token();
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]) {
      for (const { address } of addresses.filter(({ form }) => form)) {
        const answer = await visitor.post(address, { _csrf: token }, headers as Record<string, string>);
        expect(answer.status, `${address} ${JSON.stringify(headers)}`).toBe(403);
      }
    }
    expect((await visitor.get('/dashboard/')).status).toBe(200);
  });

  it('that shows a page is made for one visitor: no cache, no frame, no foreign host, no inline script', async () => {
    const visitor = await signedIn('lone.person');
    for (const address of ['/accounts/login/', '/dashboard/', '/nothing/']) {
      const { headers, body } = await visitor.get(address);
      expect(headers.get('cache-control'), address).toBe('no-store');
      expect(headers.get('content-security-policy'), address).toContain("script-src 'self'");
      expect(headers.get('content-security-policy'), address).not.toContain('unsafe');
      expect(headers.get('x-frame-options'), address).toBe('DENY');
      expect(body, address).not.toMatch(/(?:src|href|action)="(?:https?:)?\/\//);
      expect(body, address).not.toMatch(/<script(?![^>]*(?:src=|type="application\/json"))/);
      expect(body, address).not.toMatch(/ (?:on\w+|style)="/);
    }
  });
});

describe('the front page', () => {
  it('is for strangers; who is signed in goes on to the dashboard', async () => {
    expect((await stranger(portal).get('/')).body).toContain('<h1>');
    const answer = await (await signedIn('lone.person')).get('/');
    expect([answer.status, answer.location]).toEqual([302, '/dashboard/']);
  });
});

describe('signing in', () => {
  it('leads to the dashboard, under a session cookie that scripts and other sites do not get', async () => {
    const visitor = stranger(portal);
    const answer = await visitor.signIn('Lone.Person', goodPassword);
    expect([answer.status, answer.location]).toEqual([302, '/dashboard/']);
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('gate_session=')) ?? '';
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    expect((await visitor.get('/dashboard/')).status).toBe(200);
  });

  it('answers a wrong pair, an unknown name and a switched-off account with one and the same page', async () => {
    const { db } = portal.server.deps;
    await inTransaction(db, (tx) =>
      tx.user.update({ where: { usernameFolded: 'plain.member' }, data: { isActive: false } }),
    );
    const answers = [];
    for (const [name, password] of [
      ['lone.person', 'wrong-wrong'],
      ['no.such.name', goodPassword],
      ['plain.member', goodPassword],
    ]) {
      answers.push(await stranger(portal).signIn(name ?? '', password ?? ''));
    }
    await inTransaction(db, (tx) =>
      tx.user.update({ where: { usernameFolded: 'plain.member' }, data: { isActive: true } }),
    );
    const texts = answers.map(
      ({ status, body }) => `${status} ${/role="alert"[\s\S]*?<\/div><\/div>/.exec(body)?.[0]}`,
    );
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toContain('200');
    expect(texts[0]).toContain('not right');
  });

  it('keeps what was typed but never the password', async () => {
    const { body } = await stranger(portal).post('/accounts/login/', {
      username: 'typed.name',
      password: 'typed-secret',
      next: '/receipts/x/',
    });
    expect(body).toContain('value="typed.name"');
    expect(body).toContain('value="/receipts/x/"');
    expect(body).not.toContain('typed-secret');
  });

  it('goes on to pages of this hub only', async () => {
    const own = portal.server.url;
    const cases: Record<string, string> = {
      '/receipts/ours/?day=2026-01-01': '/receipts/ours/?day=2026-01-01',
      [`${own}/reports?x=1`]: '/reports?x=1',
      'https://evil.example/': '/dashboard/',
      '//evil.example/': '/dashboard/',
      '/\\evil.example': '/dashboard/',
      '\\\\evil.example': '/dashboard/',
      '/.//evil.example': '/dashboard/',
      '/%2e//evil.example': '/dashboard/',
      '/\t/evil.example': '/dashboard/',
      'javascript:alert(1)': '/dashboard/',
      // Relative to our own address: a path of ours.
      'http:evil.example': '/evil.example',
      [`${own}@evil.example/`]: '/dashboard/',
      [`${own}.evil.example/`]: '/dashboard/',
      '': '/dashboard/',
    };
    for (const [next, expected] of Object.entries(cases)) {
      const answer = await stranger(portal).post('/accounts/login/', {
        username: 'lone.person',
        password: goodPassword,
        next,
      });
      expect([answer.status, answer.location], JSON.stringify(next)).toEqual([302, expected]);
    }
  });

  it('ends the session that the browser held before, and never takes over an id from outside', async () => {
    const visitor = await signedIn('lone.person');
    const before = visitor.cookies.get('gate_session') ?? '';
    await visitor.signIn('plain.member', goodPassword);
    expect(visitor.cookies.get('gate_session')).not.toBe(before);
    const thief = stranger(portal);
    thief.cookies.set('gate_session', before);
    expect((await thief.get('/dashboard/')).status).toBe(302);
  });

  it('is slowed down with 429 and a waiting time', async () => {
    const guesser = stranger(portal);
    let last = await guesser.signIn('hub.staff', 'guess-0');
    for (let at = 1; at <= 6; at++) last = await guesser.signIn('hub.staff', `guess-${at}`);
    expect(last.status).toBe(429);
    expect(last.body).toContain('Please wait');
  });
});

describe('signing out', () => {
  it('kills the session at once, also for a cookie that was copied', async () => {
    const visitor = await signedIn('lone.person');
    const copy = stranger(portal);
    copy.cookies.set('gate_session', visitor.cookies.get('gate_session') ?? '');
    expect((await copy.get('/dashboard/')).status).toBe(200);
    const answer = await visitor.post('/accounts/logout/', {});
    expect([answer.status, answer.location]).toEqual([302, '/']);
    expect((await visitor.get('/')).body).toContain('You are signed out.');
    expect((await visitor.get('/')).body).not.toContain('You are signed out.');
    expect((await copy.get('/dashboard/')).location).toContain('/accounts/login/');
  });

  it('everywhere, by a raised session version, ends every browser', async () => {
    const [one, two] = [await signedIn('lone.person'), await signedIn('lone.person')];
    await inTransaction(portal.server.deps.db, (tx) =>
      tx.user.update({ where: { usernameFolded: 'lone.person' }, data: { sessionVersion: { increment: 1 } } }),
    );
    for (const visitor of [one, two]) expect((await visitor.get('/dashboard/')).status).toBe(302);
  });

  it('is what a forged or broken session cookie amounts to', async () => {
    for (const value of ['garbage', 'Fe26.2*1*x*y*z*0*a*b~2', '']) {
      const visitor = stranger(portal);
      visitor.cookies.set('gate_session', value);
      expect((await visitor.get('/dashboard/')).status).toBe(302);
    }
  });
});

describe('the theme', () => {
  it('is kept in a cookie and written into every page', async () => {
    const visitor = stranger(portal);
    expect((await visitor.get('/')).body).toContain('<html lang="en">');
    const answer = await visitor.post('/preferences/theme/', { theme: 'dark', next: '/accounts/login/' });
    expect([answer.status, answer.location]).toEqual([302, '/accounts/login/']);
    expect((await visitor.get('/')).body).toContain('data-bs-theme="dark"');
    visitor.cookies.set('gate_theme', '"><script>');
    expect((await visitor.get('/')).body).toContain('<html lang="en">');
  });
});

describe('the set-up link', () => {
  it('makes the first staff account, signs it in, and is then gone', async () => {
    await using server = await startTestServer();
    const token = await ensureSetupToken(hubCtx(server.deps.db));
    const visitor = new Visitor(server.url);
    expect((await visitor.get('/setup/not-the-token/')).status).toBe(410);
    expect((await visitor.get(`/setup/${token}/`)).status).toBe(200);
    const fields = { username: 'first.chief', password: goodPassword, again: goodPassword };
    const path = `/setup/${token}/`;
    expect((await visitor.post(path, { ...fields, again: 'another' })).body).toContain('differ');
    const weak = await visitor.post(path, { ...fields, username: '<b>', password: 'short', again: 'short' });
    expect(weak.status).toBe(200);
    expect(weak.body).toContain('at least 10 characters');
    expect(weak.body).toContain('value="&lt;b&gt;"');
    const done = await visitor.post(path, fields);
    expect([done.status, done.location]).toEqual([302, '/dashboard/']);
    expect((await visitor.get('/dashboard/')).body).toContain('href="/admin"');
    const over = await visitor.get(path);
    expect(over.status).toBe(410);
    expect(over.body).toContain('each start of the hub prints a new one');
    expect((await visitor.post(path, fields)).status).toBe(410);
    expect(await server.deps.db.reader.user.count()).toBe(1);
  });
});

describe('pages for what goes wrong', () => {
  it('are in the shell, with the request’s number and without anything technical', async () => {
    const { status, body, headers } = await (await signedIn('lone.person')).get('/no/such/page');
    expect(status).toBe(404);
    expect(body).toContain('Page not found');
    expect(body).toContain('aria-label="Main"');
    expect(body).toContain(headers.get('x-request-id') ?? 'no id');
    expect(body).not.toMatch(/Error:|at \w+ \(|node_modules/);
  });

  it('are problems in JSON for programs', async () => {
    const { status, headers } = await stranger(portal).get('/no/such/page', { accept: 'application/json' });
    expect([status, headers.get('content-type')]).toEqual([404, 'application/problem+json; charset=utf-8']);
  });
});

describe('names', () => {
  it('that would be markup are shown as text, wherever they come from', async () => {
    const { db } = portal.server.deps;
    await inTransaction(db, (tx) => tx.company.update({ where: { id: portal.ours.id }, data: { name: evilName } }));
    const visitor = await signedIn(portal.ours.ownerName);
    for (const path of [
      '/dashboard/',
      `/receipts/${portal.ours.slug}/`,
      `/receipts/${portal.ours.slug}/?till=${encodeURIComponent(evilName)}`,
    ]) {
      const { body, status } = await visitor.get(path);
      expect(status, path).toBe(200);
      expect(body, path).not.toContain('<script>alert');
      expect(body, path).toContain('&lt;script&gt;alert');
      expect(body, path).not.toContain('"&49');
    }
    expect((await stranger(portal).post('/accounts/login/', { username: evilName, password: 'x' })).body).not.toContain(
      '<script>alert',
    );
  });
});
