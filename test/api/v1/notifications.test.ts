import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { issueTerminalKey, revokeTerminalKey } from '../../../server/domain/access/index.ts';
import { sendNotification } from '../../../server/domain/notifications/index.ts';
import {
  createStore,
  createTerminal,
  issueTerminalSecret,
  revokeTerminal,
} from '../../../server/domain/stores/index.ts';
import { EventStream } from '../../reports/event-stream.ts';
import { startChild } from '../../support/child.ts';
import { withDatabase } from '../../support/database.ts';
import { call, type DeviceHub, openShop, type Shop, type ShopTerminal, startDeviceHub } from '../support.ts';
import { bearer, programKey } from './support.ts';

const test = withDatabase();
let hub: DeviceHub;
let shop: Shop;
let one: ShopTerminal;
let two: ShopTerminal;

beforeAll(async () => {
  hub = await startDeviceHub(test.db);
  return () => hub[Symbol.asyncDispose]();
});

beforeEach(async () => {
  hub.clock.now = new Date('2026-11-21T10:00:00Z');
  shop = await openShop(hub, { terminals: 2 });
  [one, two] = shop.terminals as [ShopTerminal, ShopTerminal];
});

const tell = (title: string, where: { terminalId?: number; storeId?: number } = {}) =>
  sendNotification(hub.ctx, { companyId: shop.companyId, type: 'terminal_message', title, ...where });

const poll = (at: ShopTerminal, query = '', path = '/api/v1/notifications') => call(`${at.url}${path}${query}`);
const titles = async (at: ShopTerminal, query = '') =>
  (await poll(at, query)).body.results.map(({ title }: { title: string }) => title);

const deliveryOf = (notificationId: string, terminalId: number) =>
  test.db.reader.notificationDelivery.findUniqueOrThrow({
    where: { notificationId_terminalId: { notificationId, terminalId } },
  });

const anotherProcess = (title: string) =>
  startChild('test/api/v1/children/send-notification.ts', [
    ...[test.url, String(shop.companyId), hub.clock.now.toISOString(), title],
  ]);

describe('a till that polls for notifications', () => {
  it('gets what is for it, in the order of making, in the form that the protocol says', async () => {
    const other = await createStore(hub.ctx, { companyId: shop.companyId, code: 'STORE-002', name: 'Low Street' });
    await createTerminal(hub.ctx, { storeId: other.id, code: 'POS-001' });
    const first = await tell('for all');
    await tell('for the store', { storeId: shop.storeId });
    await tell('for one', { terminalId: one.id });
    await tell('elsewhere', { storeId: other.id });
    await tell('for the other', { terminalId: two.id });
    expect(first.terminals).toBe(3);
    const { status, body } = await poll(one, '?terminal_id=');
    expect(status).toBe(200);
    expect(body).toMatchObject({ schema_version: 1, has_more: false });
    expect(body.results[0]).toEqual({
      ...{ id: first.id, type: 'terminal_message', title: 'for all', body: '', source_terminal_id: null },
      ...{ created_at: '2026-11-21T10:00:00.000Z', expires_at: '2026-11-28T10:00:00.000Z' },
    });
    expect(body.results.map(({ title }: { title: string }) => title)).toEqual(['for all', 'for the store', 'for one']);
    expect(await titles(two)).toEqual(['for all', 'for the store', 'for the other']);
  });

  it('is known by its id and its code alike, in every address of the protocol, and is told nothing of another', async () => {
    await tell('hello');
    for (const named of [one.uuid, one.uuid.toUpperCase(), 'POS-001', '']) {
      for (const path of ['/api/notifications/', '/api/v1/notifications', '/api/notifications']) {
        const { status, body } = await poll(one, `?terminal_id=${named}`, path);
        expect({ named, path, status, many: body.results?.length }).toEqual({ named, path, status: 200, many: 1 });
      }
    }
    for (const named of [two.uuid, 'POS-002', 'x']) {
      expect(await poll(one, `?terminal_id=${named}`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
    expect((await deliveryOf((await tell('x')).id, two.id)).deliveredAt).toBeNull();
  });

  it('is told again until it has shown it; being listed is delivered, and repeats change nothing', async () => {
    const { id } = await tell('hello');
    expect((await deliveryOf(id, one.id)).deliveredAt).toBeNull();
    expect([await titles(one), await titles(one)]).toEqual([['hello'], ['hello']]);
    expect((await deliveryOf(id, one.id)).deliveredAt).toEqual(hub.clock.now);
    const shownAt = hub.clock.now;
    expect(await call(`${one.url}/api/notifications/${id}/read/`, { method: 'POST' })).toMatchObject({
      status: 200,
      body: { id, state: 'shown' },
    });
    hub.clock.now = new Date(shownAt.getTime() + 60_000);
    expect((await call(`${one.url}/api/v1/notifications/${id}/read`, { method: 'POST' })).status).toBe(200);
    expect((await deliveryOf(id, one.id)).shownAt).toEqual(shownAt);
    expect([await titles(one), await titles(two)]).toEqual([[], ['hello']]);
  });

  it('says what it could not show, is told again, and counts as having shown it once it has', async () => {
    const { id } = await tell('hello');
    const failed = (message: unknown) =>
      call(`${one.url}/api/v1/notifications/${id}/failed`, { method: 'POST', json: { message } });
    expect((await failed('no paper')).status).toBe(200);
    expect((await failed('n'.repeat(2000))).status).toBe(200);
    expect((await failed(7)).status).toBe(400);
    const mistyped = await call(`${one.url}/api/v1/notifications/${id}/failed`, {
      method: 'POST',
      json: { reason: '' },
    });
    expect(mistyped.body.errors).toEqual([{ path: 'reason', message: 'is not known here' }]);
    expect(await deliveryOf(id, one.id)).toMatchObject({ failedAt: hub.clock.now, failure: 'n'.repeat(500) });
    expect(await titles(one)).toEqual(['hello']);
    await call(`${one.url}/api/v1/notifications/${id}/read`, { method: 'POST' });
    expect(await titles(one)).toEqual([]);
  });

  it('answers for nobody else’s notifications', async () => {
    const { id } = await tell('for the other', { terminalId: two.id });
    for (const what of ['read', 'failed']) {
      for (const which of [id, crypto.randomUUID(), 'x']) {
        const { status } = await call(`${one.url}/api/v1/notifications/${which}/${what}`, { method: 'POST' });
        expect({ what, which, status }).toEqual({ what, which, status: 404 });
      }
    }
    expect(await deliveryOf(id, two.id)).toMatchObject({ deliveredAt: null, shownAt: null, failedAt: null });
  });

  it('is told nothing that has expired, but may say late that it was shown', async () => {
    const { id } = await tell('hello');
    hub.clock.now = new Date('2026-11-28T09:59:59.999Z');
    expect(await titles(one)).toEqual(['hello']);
    hub.clock.now = new Date('2026-11-28T10:00:00Z');
    expect(await titles(one)).toEqual([]);
    expect((await call(`${one.url}/api/v1/notifications/${id}/read`, { method: 'POST' })).status).toBe(200);
  });

  it('gets only what came after a notification, and everything after one that it never had', async () => {
    const first = await tell('first');
    await tell('second');
    expect(await titles(one, `?after=${first.id}`)).toEqual(['second']);
    expect(await titles(one, `?after=${crypto.randomUUID()}`)).toEqual(['first', 'second']);
  });

  it.each(['wait=31', 'wait=-1', 'wait=1.5', 'wait=x', 'wat=1', `after=${'a'.repeat(101)}`])(
    'is told what is wrong with %s',
    async (query) => {
      expect(await poll(one, `?${query}`)).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
    },
  );
});

describe('a till that waits for notifications', () => {
  // How soon is told by the test of the watch.
  it('is answered when one is made', async () => {
    const waiting = poll(one, '?wait=30');
    const later = poll(two, '?wait=1');
    await expect(later).resolves.toMatchObject({ status: 200, body: { results: [] } });
    await tell('hello', { terminalId: one.id });
    expect((await waiting).body.results).toMatchObject([{ title: 'hello' }]);
  });

  it('is answered when another process made one', async () => {
    const waiting = titles(one, '?wait=30');
    const child = anotherProcess('from afar');
    expect(await child.ended, child.errors()).toBe(0);
    expect(await waiting).toEqual(['from afar']);
  });

  it('is told nothing that is made after its key was revoked', async () => {
    const { keyId, text } = await issueTerminalKey(hub.ctx, { terminalId: one.id });
    const token = await call(`${hub.url}/api/v1/auth/token`, { json: { api_key: text } });
    const headers = bearer(token.body.access);
    await using stream = await EventStream.open(`${hub.url}/api/v1/notifications/events`, headers);
    const held = vi.spyOn(globalThis, 'setTimeout');
    const waiting = call(`${hub.url}/api/v1/notifications?wait=30`, { headers });
    await vi.waitUntil(() => held.mock.calls.some(([, ms]) => ms === 30_000), { timeout: 60_000 });
    held.mockRestore();
    await revokeTerminalKey(hub.ctx, { terminalId: one.id, keyId });
    await tell('secret');
    expect(await waiting).toMatchObject({ status: 401, body: { code: 'not_signed_in' } });
    expect(await stream.next()).toEqual({ event: 'end', data: 'over' });
  });

  it('is not answered over and over for what it has and does not show, yet has it when the time is over', async () => {
    await tell('hello');
    await titles(one);
    const began = performance.now();
    expect(await titles(one, '?wait=1')).toEqual(['hello']);
    expect(performance.now() - began).toBeGreaterThan(950);
  });

  it('waits on four connections at a time, and others wait beside it', async () => {
    const streams = await Promise.all(
      Array.from({ length: 4 }, () => EventStream.open(`${one.url}/api/v1/notifications/events`, {})),
    );
    expect(await poll(one, '?wait=1')).toMatchObject({ status: 429, body: { code: 'too_many_requests' } });
    expect((await poll(two, '?wait=1')).status).toBe(200);
    expect((await poll(one, '?wait=0')).status).toBe(200);
    for (const stream of streams) await stream[Symbol.asyncDispose]();
    await expect.poll(async () => (await poll(one, '?wait=1')).status).toBe(200);
  });

  it('loses nothing that is made at the very moment in which it polls', async () => {
    const seen = new Set<string>();
    let isOver = false;
    const polling = (async () => {
      while (!isOver || seen.size < 60) {
        const { body } = await poll(one, '?wait=2');
        for (const { id } of body.results) {
          seen.add(id);
          await call(`${one.url}/api/v1/notifications/${id}/read`, { method: 'POST' });
        }
      }
    })();
    const made = new Set<string>();
    const writers = Array.from({ length: 3 }, async (_, writer) => {
      for (let count = 0; count < 20; count += 1) made.add((await tell(`${writer}.${count}`)).id);
    });
    await Promise.all(writers);
    isOver = true;
    await polling;
    expect([...made].filter((id) => !seen.has(id))).toEqual([]);
    expect(await titles(one)).toEqual([]);
  }, 60_000);
});

describe('a stream of notifications', () => {
  const listen = (at: ShopTerminal, headers: Record<string, string> = {}) =>
    EventStream.open(`${at.url}/api/v1/notifications/events`, headers);
  const titleOf = (event: { event: string; data: string } | null) =>
    event && { event: event.event, title: JSON.parse(event.data).title };

  it('tells what is open, then what this process makes, then what another makes', async () => {
    await tell('before');
    await using stream = await listen(one);
    expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(titleOf(await stream.next())).toEqual({ event: 'notification', title: 'before' });
    await tell('here');
    expect(titleOf(await stream.next())).toEqual({ event: 'notification', title: 'here' });
    const child = anotherProcess('there');
    expect(await child.ended, child.errors()).toBe(0);
    expect(titleOf(await stream.next())).toEqual({ event: 'notification', title: 'there' });
  });

  it('goes on where the last one ended', async () => {
    const { id } = await tell('first');
    await tell('second');
    await using stream = await listen(one, { 'last-event-id': id });
    expect(titleOf(await stream.next())).toEqual({ event: 'notification', title: 'second' });
  });

  it('ends when the terminal’s access is revoked', async () => {
    await using stream = await listen(two);
    await revokeTerminal(hub.ctx, two.id);
    expect(await stream.next()).toEqual({ event: 'end', data: 'over' });
  });
});

describe('a program or person that tells tills', () => {
  const address = (slug: string, rest = '') => `${hub.url}/api/v1/companies/${slug}/notifications${rest}`;
  const slugOf = async (companyId: number) =>
    (await test.db.reader.company.findUniqueOrThrow({ where: { id: companyId } })).slug;
  const key = async (storeIds: number[] | null = null, actions = ['notification.send', 'terminal.see']) =>
    bearer((await programKey(test.db, { companyId: shop.companyId, actions, storeIds })).text);

  it('tells the company, a store or a till, sees what became of it, and takes it back', async () => {
    const slug = await slugOf(shop.companyId);
    const headers = await key();
    const send = (json: object) => call(address(slug), { headers, json });
    const sent = await send({ type: 'terminal_message', title: 'Close at six', body: 'Both\r\ndoors' });
    expect(sent).toMatchObject({ status: 201, body: { id: expect.any(String), terminals: 2 } });
    const { id } = sent.body;
    expect(await send({ type: 'price_change', store: 'STORE-001' })).toMatchObject({ body: { terminals: 2 } });
    expect(await send({ type: 'price_change', terminal: one.uuid })).toMatchObject({ body: { terminals: 1 } });
    expect((await poll(one)).body.results).toMatchObject([
      { id, title: 'Close at six', body: 'Both\ndoors' },
      { type: 'price_change', title: 'Prices have changed' },
      { type: 'price_change' },
    ]);
    const list = await call(address(slug, '?limit=2'), { headers });
    expect(list.body.results).toMatchObject([
      { type: 'price_change', terminal: { uuid: one.uuid }, terminals: { waiting: 0, delivered: 1 } },
      { type: 'price_change', terminal: null, store: { code: 'STORE-001' }, terminals: { waiting: 1, delivered: 1 } },
    ]);
    const rest = await call(address(slug, `?limit=2&before=${list.body.next}`), { headers });
    expect(rest.body).toMatchObject({ results: [{ id, store: null, terminal: null, origin: 'person' }], next: null });
    await call(`${one.url}/api/v1/notifications/${id}/read`, { method: 'POST' });
    for (let time = 0; time < 2; time += 1) {
      expect((await call(address(slug, `/${id}`), { method: 'DELETE', headers })).status).toBe(204);
    }
    expect((await poll(two)).body.results.map(({ type }: { type: string }) => type)).toEqual(['price_change']);
    const after = await call(address(slug), { headers });
    expect(after.body.results.at(-1)).toMatchObject({ terminals: { shown: 1, withdrawn: 1, waiting: 0 } });
    const trail = await test.db.reader.auditEntry.findMany({ where: { subjectId: id }, orderBy: { id: 'asc' } });
    expect(trail.map(({ action }) => action)).toEqual(['notification.send', 'notification.withdraw']);
  });

  it('reaches with a key for one store neither another store nor the whole company', async () => {
    const slug = await slugOf(shop.companyId);
    const other = await createStore(hub.ctx, { companyId: shop.companyId, code: 'STORE-002', name: 'Low Street' });
    const till = await createTerminal(hub.ctx, { storeId: other.id, code: 'POS-001' });
    const headers = await key([shop.storeId]);
    const send = (where: object) => call(address(slug), { headers, json: { type: 'price_change', ...where } });
    expect((await send({ store: 'STORE-001' })).status).toBe(201);
    expect((await send({ terminal: one.uuid })).status).toBe(201);
    expect((await send({})).status).toBe(403);
    expect((await send({ store: 'STORE-002' })).status).toBe(404);
    expect((await send({ terminal: till.uuid })).status).toBe(404);
    const elsewhere = await tell('elsewhere', { storeId: other.id });
    const everywhere = await tell('everywhere');
    expect((await call(address(slug, `/${elsewhere.id}`), { method: 'DELETE', headers })).status).toBe(404);
    expect((await call(address(slug, `/${everywhere.id}`), { method: 'DELETE', headers })).status).toBe(403);
    const { body } = await call(address(slug), { headers });
    expect(body.results).toMatchObject([{ title: 'everywhere', terminals: { waiting: 2 } }, {}, {}]);
  });

  it('without the right, of another company, or as a till is refused, and nothing is stored', async () => {
    const slug = await slugOf(shop.companyId);
    const theirs = await openShop(hub);
    const json = { type: 'price_change' };
    expect((await call(address(slug), { json, headers: await key(null, ['terminal.see']) })).status).toBe(403);
    expect((await call(address(slug), { headers: await key(null, ['catalog.see']) })).status).toBe(403);
    expect((await call(address(await slugOf(theirs.companyId)), { json, headers: await key() })).status).toBe(404);
    expect((await call(`${one.url}/api/v1/companies/${slug}/notifications`, { json })).status).toBe(403);
    expect(
      await test.db.reader.notification.count({ where: { companyId: { in: [shop.companyId, theirs.companyId] } } }),
    ).toBe(0);
  });

  it.each([
    [{ type: 'terminal_message' }, 'title'],
    [{ type: 'shout', title: 'x' }, 'type'],
    [{ type: 'price_change', expires_at: '2026-11-21T09:00:00Z' }, 'expiresAt'],
    [{ type: 'price_change', expires_at: '2028-11-21T09:00:00Z' }, 'expiresAt'],
    [{ type: 'price_change', expires_at: 'soon' }, 'expires_at'],
    [{ type: 'price_change', title: 'a\u0000b' }, 'title'],
    [{ type: 'price_change', titel: 'x' }, 'titel'],
  ])('is told what is wrong with %j', async (json, path) => {
    const answer = await call(address(await slugOf(shop.companyId)), { headers: await key(), json });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_input', errors: [{ path }] } });
  });
});

describe('a shop whose till was registered later', () => {
  it('tells it nothing of what was said before', async () => {
    await tell('before');
    const { id } = await createTerminal(hub.ctx, { storeId: shop.storeId, code: 'POS-009' });
    const { baseUrl } = await issueTerminalSecret(hub.ctx, id, hub.url);
    expect((await call(`${baseUrl}/api/v1/notifications`)).body.results).toEqual([]);
  });
});
