import { describe, expect, test } from 'vitest';
import type { Config } from '../../server/config.ts';
import { issueCsrfToken, requireCsrfToken, sameOrigin } from '../../server/http/csrf.ts';
import { allowedHosts } from '../../server/http/hosts.ts';
import { formBody } from '../../server/http/limits.ts';
import { clientAddress, isHttps } from '../../server/http/proxies.ts';
import { allowPageNonce, securityHeaders } from '../../server/http/security-headers.ts';
import { plainConfig, startTinyApp } from './tiny-app.ts';

describe('hosts', () => {
  test.each([
    [['gate.example.com'], 'gate.example.com', 200],
    [['gate.example.com'], 'GATE.example.com:8443', 200],
    [['gate.example.com'], 'gate.example.com.', 200],
    [['gate.example.com'], 'evil.example.com', 421],
    [['gate.example.com'], 'gate.example.com.evil.net', 421],
    [['gate.example.com'], 'gate.example.com@evil.net', 421],
    [['gate.example.com:8443'], 'gate.example.com:8443', 200],
    [['gate.example.com:8443'], 'gate.example.com', 421],
    [['[::1]'], '[::1]:8000', 200],
    [['127.0.0.1'], '%', 421],
  ])('with %j allowed, the host %j gets %s', async (allowed, host, status) => {
    await using app = await startTinyApp(
      (tiny, config) => {
        tiny.use(allowedHosts({ config }));
        tiny.get('/', (_req, res) => void res.send('ok'));
      },
      { allowedHosts: allowed },
    );
    expect((await app.send('/', { headers: { host } })).status).toBe(status);
  });
});

describe('proxies', () => {
  const ask = async (trustedProxies: string[], headers: Record<string, string>) => {
    await using app = await startTinyApp(
      (tiny, config) => {
        tiny.get(
          '/',
          (req, res) => void res.json({ address: clientAddress(req, config), https: isHttps(req, config) }),
        );
      },
      { trustedProxies },
    );
    return (await app.send('/', { headers })).json();
  };

  test.each([
    [[], '203.0.113.9', '127.0.0.1'],
    [['10.0.0.0/8'], '203.0.113.9', '127.0.0.1'],
    [['127.0.0.1'], '203.0.113.9', '203.0.113.9'],
    [['127.0.0.0/8'], '6.6.6.6, 203.0.113.9', '203.0.113.9'],
    [['127.0.0.1', '10.0.0.0/8'], '6.6.6.6, 203.0.113.9, 10.1.1.1', '203.0.113.9'],
    [['127.0.0.1', '10.0.0.0/8'], '10.2.2.2, 10.1.1.1', '10.2.2.2'],
    [['127.0.0.1'], '203.0.113.9:4711', '203.0.113.9'],
    [['127.0.0.1'], '[2001:db8::5]:4711', '2001:db8::5'],
    [['127.0.0.1', '2001:db8::/32'], '203.0.113.9, 2001:db8::5', '203.0.113.9'],
    [['127.0.0.1'], '::ffff:203.0.113.9', '203.0.113.9'],
    [['127.0.0.1', '10.0.0.0/8'], '203.0.113.9, unknown, 10.1.1.1', '10.1.1.1'],
    [['127.0.0.1'], '1234', '127.0.0.1'],
    [['127.0.0.1'], '', '127.0.0.1'],
  ])('trusting %j, "%s" means the client is %s', async (trusted, forwarded, address) => {
    expect(await ask(trusted, { 'x-forwarded-for': forwarded })).toMatchObject({ address });
  });

  test.each([
    [[], 'https', false],
    [['127.0.0.1'], 'https', true],
    [['127.0.0.1'], 'http', false],
    [['127.0.0.1'], 'https, http', false],
    [['10.0.0.0/8'], 'https', false],
  ])('trusting %j, the forwarded scheme %j counts as https: %s', async (trusted, scheme, https) => {
    expect(await ask(trusted, { 'x-forwarded-proto': scheme })).toMatchObject({ https });
  });
});

describe('same origin', () => {
  const host = 'gate.example.com';
  const post = async (headers: Record<string, string>, changes: Partial<Config> = {}) => {
    await using app = await startTinyApp((tiny, config) => {
      tiny.use(sameOrigin({ config }));
      tiny.all('/', (_req, res) => void res.send('ok'));
    }, changes);
    return (await app.send('/', { method: 'POST', headers: { host, ...headers } })).status;
  };
  const behindProxy = { publicUrl: 'https://gate.example.com', trustedProxies: ['127.0.0.1'] };

  test.each([
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{ 'sec-fetch-site': 'none' }, 200],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'cross-site', origin: `http://${host}` }, 403],
    [{ origin: `http://${host}` }, 200],
    [{ origin: 'http://127.0.0.1:8000' }, 200],
    [{ origin: `https://${host}` }, 403],
    [{ origin: `http://${host}:81` }, 403],
    [{ origin: 'http://evil.example.com' }, 403],
    [{ origin: 'null' }, 403],
    [{}, 200],
  ] as [Record<string, string>, number][])('a change with %j gets %s', async (headers, status) => {
    expect(await post(headers)).toBe(status);
  });

  test('behind a proxy that ends https, the https page is our own', async () => {
    expect(await post({ origin: `https://${host}` }, behindProxy)).toBe(200);
    const other = { 'x-forwarded-proto': 'https', host: 'two.example.com', origin: 'https://two.example.com' };
    expect(await post(other, behindProxy)).toBe(200);
    expect(await post({ origin: `http://${host}` }, { publicUrl: 'https://gate.example.com' })).toBe(200);
  });

  test('reading is never refused', async () => {
    await using app = await startTinyApp((tiny, config) => {
      tiny.use(sameOrigin({ config }));
      tiny.get('/', (_req, res) => void res.send('ok'));
    });
    expect((await app.send('/', { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(200);
  });
});

describe('form tokens', () => {
  const start = () =>
    startTinyApp((tiny, config) => {
      const session = (id: string | string[] | undefined) => (typeof id === 'string' ? id : null);
      tiny.use(
        formBody({ config }),
        requireCsrfToken({ config }, (req) => session(req.headers['x-session'])),
      );
      tiny.all('/', (_req, res) => void res.send('ok'));
    });
  const form = { 'content-type': 'application/x-www-form-urlencoded' };

  test('a token works for its own session, in the form and in the header', async () => {
    await using app = await start();
    const token = issueCsrfToken(plainConfig, 'session-1');
    const headers = { 'x-session': 'session-1' };
    expect((await app.send('/', { body: `_csrf=${token}`, headers: { ...form, ...headers } })).status).toBe(200);
    expect((await app.send('/', { method: 'POST', headers: { ...headers, 'x-csrf-token': token } })).status).toBe(200);
    expect((await app.send('/', { headers })).status).toBe(200);
  });

  test('a token of another session, of strangers, of another hub, or a changed one is refused', async () => {
    await using app = await start();
    const own = issueCsrfToken(plainConfig, 'session-1');
    const elsewhere = { secrets: { session: 'x'.repeat(32), vault: '' } };
    const tokens = [
      issueCsrfToken(plainConfig, 'session-2'),
      issueCsrfToken(plainConfig, null),
      issueCsrfToken(elsewhere, 'session-1'),
      `${own.startsWith('A') ? 'B' : 'A'}${own.slice(1)}`,
      own.slice(0, -4),
      '',
      'ü',
    ];
    for (const token of tokens) {
      const body = `_csrf=${encodeURIComponent(token)}`;
      const answer = await app.send('/', { body, headers: { ...form, 'x-session': 'session-1' } });
      expect([token, answer.status, answer.json()['code']]).toEqual([token, 403, 'bad_origin']);
    }
  });

  test('each form gets another token, and strangers have theirs', async () => {
    expect(issueCsrfToken(plainConfig, 'a')).not.toBe(issueCsrfToken(plainConfig, 'a'));
    await using app = await start();
    const headers = { 'x-csrf-token': issueCsrfToken(plainConfig, null) };
    expect((await app.send('/', { method: 'POST', headers })).status).toBe(200);
  });
});

describe('security headers', () => {
  const page = async (changes: Partial<Config> = {}) => {
    await using app = await startTinyApp((tiny, config) => {
      tiny.use(securityHeaders({ config }));
      tiny.get('/', (_req, res) => void res.send('ok'));
      tiny.get('/nonce', (_req, res) => void res.send(allowPageNonce(res)));
    }, changes);
    return { plain: await app.send('/'), nonce: await app.send('/nonce'), again: await app.send('/nonce') };
  };

  test('pages load from our own host only, and run no inline script', async () => {
    const { headers } = (await page()).plain;
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:/);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
    expect(headers['strict-transport-security']).toBeUndefined();
  });

  test('https adds HSTS', async () => {
    const { headers } = (await page({ publicUrl: 'https://gate.example.com' })).plain;
    expect(headers['strict-transport-security']).toMatch(/^max-age=31536000/);
  });

  test('a nonce is for one answer, and allows no other inline script', async () => {
    const { nonce, again } = await page();
    const policy = String(nonce.headers['content-security-policy']);
    expect(policy).toContain(`script-src 'self' 'nonce-${nonce.text}';`);
    expect(nonce.text).not.toBe(again.text);
  });
});
