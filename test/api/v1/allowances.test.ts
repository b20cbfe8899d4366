import { beforeAll, describe, expect, it, vi } from 'vitest';
import { inTransaction } from '../../../server/db/index.ts';
import { withDatabase } from '../../support/database.ts';
import { call, type DeviceHub, openShop, type Shop, startDeviceHub } from '../support.ts';
import { bearer, programKey } from './support.ts';

const test = withDatabase();
let hub: DeviceHub;
let shop: Shop;

beforeAll(async () => {
  hub = await startDeviceHub(test.db);
  shop = await openShop(hub);
  return () => hub[Symbol.asyncDispose]();
});

const me = (headers: Record<string, string>) => call(`${hub.url}/api/v1/me`, { headers });

async function keyWith(settings: { requestsPerMinute?: number; origins?: string }): Promise<string> {
  const { id, text } = await programKey(test.db, { companyId: shop.companyId });
  await inTransaction(test.db, (tx) => tx.apiKey.update({ where: { id }, data: settings }));
  return text;
}

describe('an allowance over HTTP', () => {
  it('is told with every answer, refused with 429 when it is used up, and is there again later', async () => {
    const key = await keyWith({ requestsPerMinute: 3 });
    const answers = [];
    for (let count = 0; count < 4; count += 1) answers.push(await me(bearer(key)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(answers.map(({ headers }) => headers.get('ratelimit'))).toEqual([
      ...['"program";r=2;t=60', '"program";r=1;t=60', '"program";r=0;t=60'],
      expect.stringMatching(/^"program";r=0;t=\d+$/),
    ]);
    expect(answers[0]?.headers.get('ratelimit-policy')).toBe('"program";q=3;w=60');
    const [, , , refused] = answers;
    expect(refused?.body).toMatchObject({ code: 'too_many_requests', message: expect.stringContaining('3 a minute') });
    const wait = Number(refused?.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    hub.clock.now = new Date(hub.clock.now.getTime() + (wait + 60) * 1000);
    expect((await me(bearer(key))).status).toBe(200);
  });

  it('of one key takes nothing from another one of the same company', async () => {
    const busy = await keyWith({ requestsPerMinute: 1 });
    const calm = await keyWith({ requestsPerMinute: 1 });
    expect([(await me(bearer(busy))).status, (await me(bearer(busy))).status]).toEqual([200, 429]);
    expect((await me(bearer(calm))).status).toBe(200);
  });

  it('is not dodged by a header that names another address', async () => {
    const stranger = (count: number) =>
      me({
        ...bearer(`gpk_${'x'.repeat(43)}`),
        'x-forwarded-for': `203.0.113.${count % 200}`,
        forwarded: 'for=1.2.3.4',
      });
    const statuses = new Set<number>();
    for (let count = 0; count < 310; count += 1) statuses.add((await stranger(count)).status);
    expect([...statuses]).toEqual([401, 429]);
    // Whoever proves who they are is let in from the same address.
    expect((await me(bearer(await keyWith({})))).status).toBe(200);
  });
});

describe('a page of another site', () => {
  const origin = 'https://shop.example';
  const preflight = (from: string) =>
    fetch(`${hub.url}/api/v1/me`, {
      method: 'OPTIONS',
      headers: {
        origin: from,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization',
      },
    });

  it('is let in by a key that names its origin, and by no other key', async () => {
    const named = await keyWith({ origins: JSON.stringify([origin]) });
    const allowed = await me({ ...bearer(named), origin });
    expect(allowed.status).toBe(200);
    expect(allowed.headers.get('access-control-allow-origin')).toBe(origin);
    expect(allowed.headers.get('vary')).toContain('Origin');
    const other = await me({ ...bearer(await keyWith({})), origin });
    expect({ status: other.status, code: other.body.code }).toEqual({ status: 403, code: 'bad_origin' });
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
    const elsewhere = await me({ ...bearer(named), origin: 'https://evil.example' });
    expect(elsewhere.status).toBe(403);
  });

  it('is told at its preflight that it may, as long as any key names it, and never "*"', async () => {
    hub.clock.now = new Date(hub.clock.now.getTime() + 60_000);
    const allowed = await preflight(origin);
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe(origin);
    expect(allowed.headers.get('access-control-allow-headers')).toContain('Authorization');
    expect(allowed.headers.get('access-control-allow-credentials')).toBeNull();
    const refused = await preflight('https://evil.example');
    expect(refused.headers.get('access-control-allow-origin')).toBeNull();
    await inTransaction(test.db, (tx) => tx.apiKey.updateMany({ data: { revokedAt: hub.clock.now } }));
    hub.clock.now = new Date(hub.clock.now.getTime() + 60_000);
    expect((await preflight(origin)).headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('a correlation id', () => {
  it('is answered and stands on every line of the log that the request leaves', async () => {
    const key = await keyWith({});
    const answer = await me({ ...bearer(key), 'x-correlation-id': 'receipt-4711' });
    expect(answer.headers.get('x-correlation-id')).toBe('receipt-4711');
    const id = answer.headers.get('x-request-id');
    await vi.waitFor(() => expect(hub.logged()).toContain(`"requestId":"${id}"`), { timeout: 10_000 });
    const lines = hub
      .logged()
      .split('\n')
      .filter((line) => line.includes(`"requestId":"${id}"`));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ correlationId: 'receipt-4711' });
  });

  it('of another form is not taken over', async () => {
    const answer = await me({ ...bearer(await keyWith({})), 'x-correlation-id': 'two words"}' });
    expect(answer.headers.get('x-correlation-id')).toBeNull();
    expect(hub.logged()).not.toContain('two words');
  });
});
