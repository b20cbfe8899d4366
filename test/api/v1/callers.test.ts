import { beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../../server/db/index.ts';
import { withDatabase } from '../../support/database.ts';
import { call, type DeviceHub, only, openShop, raw, type Shop, startDeviceHub } from '../support.ts';
import { bearer, programKey } from './support.ts';

const test = withDatabase();
let hub: DeviceHub;
let shop: Shop;
let other: Shop;

beforeAll(async () => {
  hub = await startDeviceHub(test.db);
  shop = await openShop(hub);
  other = await openShop(hub);
  return () => hub[Symbol.asyncDispose]();
});

const me = (headers: Record<string, string> = {}, path = '/api/v1/me') => call(`${hub.url}${path}`, { headers });

describe('a caller of the API', () => {
  it('without a key is told how to prove who it is, in the form of RFC 9457 and with a message', async () => {
    const { status, headers, body } = await me();
    expect(status).toBe(401);
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(body).toMatchObject({
      ...{ type: 'urn:saleflex:gate:problem:not_signed_in', status: 401, code: 'not_signed_in' },
      ...{ message: expect.stringContaining('Bearer'), detail: expect.any(String), instance: '/api/v1/me' },
      requestId: headers.get('x-request-id'),
    });
  });

  it('with a key of a company is that program, and reaches that company alone', async () => {
    const key = await programKey(test.db, { companyId: shop.companyId });
    const { status, body } = await me(bearer(key.text));
    expect(status).toBe(200);
    expect(body).toMatchObject({ kind: 'program', name: 'A program' });
    expect(body.companies).toHaveLength(1);
    const theirs = await me(bearer((await programKey(test.db, { companyId: other.companyId })).text));
    expect(theirs.body.companies[0].uuid).not.toBe(body.companies[0].uuid);
  });

  it('is known by a terminal’s secret in the address, with and without version and slash', async () => {
    const { secret } = only(shop.terminals);
    for (const path of ['/api/v1/me', '/api/me', '/api/v1/me/', '/api/me/']) {
      const { status, body } = await me({}, `/t/${secret}${path}`);
      expect({ path, status, kind: body.kind }).toEqual({ path, status: 200, kind: 'device' });
    }
  });

  it.each([
    ['a made-up key', () => Promise.resolve(`gpk_${'a'.repeat(43)}`)],
    ['no key at all', () => Promise.resolve('nothing')],
    [
      'an expired key',
      async () => (await programKey(test.db, { companyId: shop.companyId, expiresAt: hub.clock.now })).text,
    ],
    [
      'a revoked key',
      async () => {
        const { id, text } = await programKey(test.db, { companyId: shop.companyId });
        await inTransaction(test.db, (tx) => tx.apiKey.update({ where: { id }, data: { revokedAt: hub.clock.now } }));
        return text;
      },
    ],
  ])('with %s is nobody', async (_what, text) => {
    const { status, body } = await me(bearer(await text()));
    expect({ status, code: body.code }).toEqual({ status: 401, code: 'not_signed_in' });
  });

  it('that shows two proofs is not let in by either, whichever comes first', async () => {
    const good = `Authorization: Bearer ${(await programKey(test.db, { companyId: shop.companyId })).text}\r\n`;
    const bad = 'Authorization: Bearer other\r\n';
    const ask = (proofs: string) =>
      raw(hub.port, `GET /api/v1/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${proofs}\r\n`);
    expect(await ask(good)).toMatch(/^HTTP\/1.1 200 /);
    for (const proofs of [good + bad, bad + good, good + good]) expect(await ask(proofs)).toMatch(/^HTTP\/1.1 401 /);
  });

  it('that asks where nothing is is told so in the form of the API, and a till in its own', async () => {
    const { secret } = only(shop.terminals);
    for (const path of ['/api/v1/nothing/here', '/api/v2/me', `/t/${secret}/api/v1/nothing/here`, '/api/v1/posts']) {
      const { status, headers, body } = await me({}, path);
      expect([path, status, headers.get('content-type')]).toEqual([
        ...[path, 404, 'application/problem+json; charset=utf-8'],
      ]);
      expect(body).toMatchObject({ status: 404, code: 'not_found', requestId: headers.get('x-request-id') });
      expect(body.instance).not.toContain(secret);
    }
    for (const path of ['/api/v2/pos/init', '/api/v1/pos/nothing', `/t/${secret}/api/v1/pos/init/more`, '/t/x/pos']) {
      const { status, headers, body } = await me({}, path);
      expect([path, status, headers.get('content-type')]).toEqual([path, 404, 'application/json; charset=utf-8']);
      expect(body).toMatchObject({ status: 'error', message: expect.stringContaining('api_prefix') });
    }
  });

  it('that leaves out what is needed, or says something twice, is told so in plain words', async () => {
    const post = (path: string, json: unknown) => call(`${hub.url}/api/v1${path}`, { json });
    expect((await post('/auth/token', {})).body.errors).toEqual([{ path: 'api_key', message: 'is missing' }]);
    const { text } = await programKey(test.db, { companyId: shop.companyId });
    const { slug } = await test.db.reader.company.findUniqueOrThrow({ where: { id: shop.companyId } });
    for (const [name, query] of Object.entries({ limit: 'limit=1&limit=2', sort: 'sort=code&sort=name' })) {
      const { body } = await me(bearer(text), `/api/v1/companies/${slug}/stores?${query}`);
      expect(body.errors).toEqual([{ path: name, message: 'is there more than once' }]);
    }
  });

  it('is told how large a small body may be, too', async () => {
    const { status, body } = await call(`${hub.url}/api/v1/auth/token`, { json: { api_key: 'a'.repeat(5000) } });
    expect([status, body.message]).toEqual([413, 'A body may have up to 4 KB here.']);
  });

  it('that asks with another method is told which ones are answered', async () => {
    const answer = await call(`${hub.url}/api/v1/me`, { json: {} });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD');
  });

  it('that sends a parameter nobody knows is told its name', async () => {
    const key = await programKey(test.db, { companyId: shop.companyId });
    const { status, body } = await me(bearer(key.text), '/api/v1/me?colour=red');
    expect(status).toBe(400);
    expect(body.errors).toEqual([{ path: 'colour', message: 'is not known here' }]);
  });
});
