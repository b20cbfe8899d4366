import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DomainError } from '../../../server/core/errors.ts';
import { inTransaction } from '../../../server/db/index.ts';
import { saveDepartment, saveVatRate } from '../../../server/domain/catalog/index.ts';
import { eraseExpiredAnswers } from '../../../server/domain/idempotency/index.ts';
import { operation } from '../../../server/http/operation.ts';
import { withDatabase } from '../../support/database.ts';
import { goodPassword, makeMember } from '../../support/people.ts';
import {
  type Answer,
  call,
  type DeviceHub,
  only,
  openShop,
  type Shop,
  type ShopTerminal,
  startDeviceHub,
} from '../support.ts';
import { outcomes, post, sale, traces } from './push-support.ts';
import { bearer, programKey } from './support.ts';

const test = withDatabase();
let hub: DeviceHub;
let shop: Shop;
let till: ShopTerminal;
let key: string;
/** What the operation does next, and how often it was run. */
let act: () => Promise<object> = async () => ({});
let runs = 0;

const count = operation({
  id: 'count',
  method: 'POST',
  path: '/count-up',
  tag: 'Push',
  summary: 'Counts',
  callers: ['program', 'device'],
  body: { schema: z.looseObject({}) },
  query: z.strictObject({ by: z.string().optional() }),
  answers: { 201: { description: 'Counted.', schema: z.looseObject({}) } },
  problems: ['stale'],
  takesIdempotencyKey: true,
  handle: async () => {
    runs += 1;
    const run = runs;
    return { status: 201, body: { run, ...(await act()) }, headers: { 'X-Run': String(run) } };
  },
});

const secret = operation({
  ...{ id: 'secret', method: 'POST', path: '/tell-secret', tag: 'Push', summary: 'Tells', callers: ['program'] },
  body: { schema: z.looseObject({}) },
  answers: { 201: { description: 'Told.', schema: z.looseObject({}) } },
  problems: ['stale'],
  takesIdempotencyKey: true,
  answersSecret: true,
  handle: async () => {
    runs += 1;
    return { status: 201, body: { secret: `known to few ${runs}`, ...(await act()) } };
  },
});

beforeAll(async () => {
  hub = await startDeviceHub(test.db, {}, [count, secret]);
  shop = await openShop(hub);
  till = only(shop.terminals);
  key = (await programKey(test.db, { companyId: shop.companyId })).text;
  return () => hub[Symbol.asyncDispose]();
});
beforeEach(() => {
  runs = 0;
  act = async () => ({});
});

const up = (idempotencyKey: string | null, json: unknown = {}, { path = '/count-up', token = key } = {}) =>
  call(`${hub.url}/api/v1${path}`, {
    json,
    headers: { ...bearer(token), ...(idempotencyKey !== null && { 'idempotency-key': idempotencyKey }) },
  });

describe('a request with an Idempotency-Key', () => {
  it('runs once; a repeat gets the same status, body and headers, and is told so', async () => {
    const first = await up('k1');
    const again = await up('k1');
    expect(runs).toBe(1);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    for (const { status, body, headers } of [first, again]) {
      expect({ status, body }).toEqual({ status: 201, body: { run: 1 } });
      expect([headers.get('x-run'), headers.get('content-type')]).toEqual(['1', first.headers.get('content-type')]);
    }
    await up(null);
    await up('k1-other');
    expect(runs).toBe(3);
  });

  it('is another one with another body, query, address or method under the same key, and refused', async () => {
    await up('k2', { a: 1 });
    for (const answer of [
      await up('k2', { a: 2 }),
      await up('k2', { a: 1 }, { path: '/count-up?by=2' }),
      await call(`${hub.url}/api/v1/count-up`, {
        json: '{"a": 1}',
        headers: { ...bearer(key), 'idempotency-key': 'k2' },
      }),
    ]) {
      expect(answer).toMatchObject({ status: 409, body: { code: 'conflict' } });
      expect(answer.body.message).toContain('Idempotency-Key');
    }
    expect((await up('k2', { a: 1 }, { path: '/count-up/' })).headers.get('idempotency-replayed')).toBe('true');
    expect(runs).toBe(1);
  });

  it('keeps its twin waiting while it runs, and runs once of 8 at once', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    act = () => gate.then(() => ({}));
    const pending = Array.from({ length: 8 }, () => up('k3'));
    for (const { status, headers } of await lockedOnes(pending, 7)) {
      expect([status, headers.get('retry-after')]).toEqual([409, '1']);
    }
    release();
    const answers = await Promise.all(pending);
    expect(runs).toBe(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect((await up('k3')).body).toEqual({ run: 1 });
  });

  it('that was refused is refused in the same words again; one that failed may be tried again', async () => {
    act = async () => {
      throw new DomainError('stale', {}, 'Somebody else was faster.');
    };
    const refused = await up('k4');
    act = async () => ({});
    expect(await up('k4')).toMatchObject({ status: refused.status, body: refused.body });
    expect(runs).toBe(1);
    act = async () => {
      throw new DomainError('unavailable');
    };
    expect((await up('k5')).status).toBe(503);
    act = async () => ({});
    const tried = await up('k5');
    expect([tried.status, tried.headers.get('idempotency-replayed')]).toEqual([201, null]);
  });

  it('that died in between is run again after a minute, and nobody else’s key is touched', async () => {
    const now = hub.clock.now;
    // As a process leaves it that was killed: begun, and never ended.
    act = () => new Promise(() => undefined);
    const controller = up('k6').catch(() => null);
    while (runs === 0) await new Promise((resolve) => setImmediate(resolve));
    act = async () => ({});
    expect((await up('k6')).body.code).toBe('locked');
    hub.clock.now = new Date(+now + 61_000);
    expect((await up('k6', { other: true })).body.code).toBe('conflict');
    expect((await up('k6')).status).toBe(201);
    expect((await up('k6')).headers.get('idempotency-replayed')).toBe('true');
    hub.clock.now = now;
    void controller;
  });

  it('is each caller’s own', async () => {
    await up('k7');
    const other = (await programKey(test.db, { companyId: shop.companyId })).text;
    expect((await up('k7', { other: 1 }, { token: other })).status).toBe(201);
    expect((await post(till, '/count-up', { device: 1 }, { 'idempotency-key': 'k7' })).status).toBe(201);
    expect(runs).toBe(3);
  });

  it('ends after a day, and its row is removed', async () => {
    const now = hub.clock.now;
    await up('k8');
    hub.clock.now = new Date(+now + 25 * 3600_000);
    expect((await up('k8', { changed: true })).headers.get('idempotency-replayed')).toBeNull();
    while ((await eraseExpiredAnswers(hub.ctx)) > 0);
    const left = await test.db.reader.idempotencyKey.findMany();
    expect(left.map((row) => row.key)).toEqual(['k8']);
    hub.clock.now = now;
  });

  it.each([
    ['too long', 'x'.repeat(256)],
    ['empty', ''],
    ['not printable', 'a\tb'],
  ])('is refused when the key is %s', async (_what, text) => {
    expect(await up(text)).toMatchObject({ status: 400, body: { errors: [{ path: 'Idempotency-Key' }] } });
    expect(runs).toBe(0);
  });

  it('is refused before anything runs when it is no valid request', async () => {
    expect((await up('k9', '[]')).status).toBe(400);
    expect((await up('k9', '{}')).status).toBe(201);
  });
});

describe('whoever holds less than when they asked', () => {
  const held = ['catalog.see', 'price.write'];
  const otherStore = 4711;

  it.each([
    ['actions', held, null, ['price.write'], null],
    ['reach', held, null, held, [otherStore]],
    ['stores', held, [1, otherStore], held, [otherStore]],
  ])('is not told again what it was told with more %s, and nothing is run', async (what, had, stores, has, left) => {
    const { companyId } = shop;
    const { id, text } = await programKey(test.db, { companyId, actions: had, storeIds: stores });
    const first = await up(`less-${what}`, {}, { token: text });
    await giveKey(id, has, left);
    const again = await up(`less-${what}`, {}, { token: text });
    expect([first.status, again.status, again.body.code, runs]).toEqual([201, 403, 'forbidden', 1]);
    expect([again.body.run, again.headers.get('x-run')]).toEqual([undefined, null]);
    // Once they hold it again, it is theirs to know again.
    await giveKey(id, had, stores);
    expect((await up(`less-${what}`, {}, { token: text })).body).toEqual(first.body);
    expect(runs).toBe(1);
  });

  it('is told again what it was told with no more than now', async () => {
    const { companyId } = shop;
    const { id, text } = await programKey(test.db, { companyId, actions: held, storeIds: [1] });
    const first = await up('more', {}, { token: text });
    await giveKey(id, [...held, 'customer.see'], [1, otherStore]);
    expect((await up('more', {}, { token: text })).body).toEqual(first.body);
    await giveKey(id, held, null);
    expect((await up('more', {}, { token: text })).body).toEqual(first.body);
    expect(runs).toBe(1);
  });

  it('is not told again what an administrator was told, and one who has left neither', async () => {
    const { id: userId } = await makeMember(test.db, shop.companyId, 'once.administrator');
    const ofMember = { where: { companyId_userId: { companyId: shop.companyId, userId } } };
    const become = (isAdministrator: boolean) =>
      inTransaction(test.db, (tx) => tx.companyMembership.update({ ...ofMember, data: { isAdministrator } }));
    const signedIn = await call(`${hub.url}/api/v1/auth/sign-in`, {
      json: { username: 'once.administrator', password: goodPassword },
    });
    const token = signedIn.body.access;
    const at = { path: `/companies/${(await companyOf()).slug}/products`, token };
    const json = { name: 'Tea', division_id: await divisionOf() };
    const ask = () => up('demoted', json, at);
    await become(true);
    const made = await ask();
    expect([made.status, (await ask()).headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    await become(false);
    expect(await ask()).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    await inTransaction(test.db, (tx) => tx.companyMembership.delete(ofMember));
    expect(await ask()).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await test.db.reader.product.count({ where: { companyId: shop.companyId, name: 'Tea' } })).toBe(1);
  });

  function giveKey(id: string, actions: readonly string[], storeIds: readonly number[] | null) {
    const data = { actions: JSON.stringify(actions), storeIds: JSON.stringify(storeIds) };
    return inTransaction(test.db, (tx) => tx.apiKey.update({ where: { id }, data }));
  }

  const companyOf = () => test.db.reader.company.findUniqueOrThrow({ where: { id: shop.companyId } });

  async function divisionOf(): Promise<string> {
    const { companyId } = shop;
    const rate = await saveVatRate(hub.ctx, { companyId, name: 'Standard', rateBasisPoints: 2000 });
    await saveDepartment(hub.ctx, { companyId, name: 'Food', vatRateId: rate.id });
    return (await test.db.reader.departmentSubGroup.findFirstOrThrow({ where: { companyId } })).id;
  }
});

describe('an answer that holds a secret', () => {
  const tell = (idempotencyKey: string, json: unknown = {}) => up(idempotencyKey, json, { path: '/tell-secret' });
  const kept = async (text: string) =>
    (await test.db.reader.idempotencyKey.findFirstOrThrow({ where: { key: text } })).answer;

  it('is told again for ten minutes, and is nowhere to be read meanwhile', async () => {
    const now = hub.clock.now;
    const first = await tell('s1');
    expect(first.body).toEqual({ secret: 'known to few 1' });
    expect(await kept('s1')).toMatch(/^v1\./);
    hub.clock.now = new Date(+now + 599_000);
    const again = await tell('s1');
    expect([again.status, again.body, again.headers.get('idempotency-replayed')]).toEqual([201, first.body, 'true']);
    hub.clock.now = new Date(+now + 600_000);
    expect(await tell('s1')).toMatchObject({ status: 410, body: { code: 'expired' } });
    expect(runs).toBe(1);
    hub.clock.now = now;
  });

  it('opens for no other request, whoever has moved it there', async () => {
    await tell('s2');
    await tell('s3');
    const answer = await kept('s2');
    await inTransaction(test.db, (tx) => tx.idempotencyKey.updateMany({ where: { key: 's3' }, data: { answer } }));
    expect((await tell('s3')).body.code).toBe('expired');
  });

  it('that became a refusal is refused in the same words again', async () => {
    act = async () => {
      throw new DomainError('stale', {}, 'Somebody else was faster.');
    };
    const refused = await tell('s4');
    expect(await tell('s4')).toMatchObject({ status: 409, body: refused.body });
    expect(runs).toBe(1);
  });
});

describe('documents of tills', () => {
  it('need no key: a push under the same key is answered alike, under another one as duplicate', async () => {
    const body = { documents: [{ type: 'transaction', document: sale(till) }] };
    const send = (idempotencyKey: string) => post(till, '/push', body, { 'idempotency-key': idempotencyKey });
    const first = await send('p1');
    const before = await traces(hub, shop.companyId);
    const again = await send('p1');
    expect([again.body, again.headers.get('idempotency-replayed')]).toEqual([first.body, 'true']);
    expect(outcomes(await send('p2'))).toEqual(['duplicate']);
    expect(await traces(hub, shop.companyId)).toEqual(before);
  });
});

/** Answers that say `locked`, once there are so many. */
function lockedOnes(pending: readonly ReturnType<typeof up>[], most: number): Promise<Answer[]> {
  const locked: Answer[] = [];
  return new Promise((resolve) => {
    for (const each of pending) {
      void each.then((answer) => {
        if (answer.body.code === 'locked') locked.push(answer);
        if (locked.length === most) resolve(locked);
      });
    }
  });
}
