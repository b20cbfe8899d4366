/** A device that is let in by the code that it shows. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../../../server/db/index.ts';
import {
  approvePairing,
  denyPairing,
  findWaitingDevice,
  issueTerminalKey,
  removeOldPairings,
} from '../../../../server/domain/access/index.ts';
import { verifyAuditChain } from '../../../../server/domain/audit/index.ts';
import { revokeTerminal } from '../../../../server/domain/stores/index.ts';
import { withDatabase } from '../../../support/database.ts';
import { makeCompany, makeMember, signedIn } from '../../../support/people.ts';
import { call, type DeviceHub, type Shop } from '../../support.ts';
import { bearer } from '../support.ts';
import { startTwoHubs, type TwoHubs } from './two-hubs.ts';

const test = withDatabase();
let hubs: TwoHubs;
let hub: DeviceHub;
let other: DeviceHub;
let shop: Shop;

beforeAll(async () => {
  hubs = await startTwoHubs(test);
  ({ hub, other, shop } = hubs);
});
afterAll(() => hubs[Symbol.asyncDispose]());

const later = (seconds: number) => hubs.later(seconds);
const till = () => hubs.till();

async function begin(said: object = { device_name: 'Till at the door', software: 'PyPOS 1.1' }, at = hub) {
  hubs.nextHour();
  return (await call(`${at.url}/api/v1/pairing`, { json: said })).body;
}
const poll = (deviceCode: string, at = hub) =>
  call(`${at.url}/api/v1/pairing/token`, { json: { device_code: deviceCode } });
const said = async (deviceCode: string, at = hub) => {
  later(5);
  const { status, body } = await poll(deviceCode, at);
  return [status, body.code ?? body.status ?? 'paired'];
};

describe('a device that shows a code', () => {
  it('waits until a person has let it in as a till, then gets its key once, and calls with it', async () => {
    const { device_code, user_code, ...rest } = await begin();
    expect(user_code).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
    expect(rest).toEqual({
      verification_uri: 'https://hub.test/pair/',
      verification_uri_complete: `https://hub.test/pair/?code=${user_code}`,
      ...{ expires_in: 600, interval: 5 },
    });
    const waiting = await poll(device_code);
    expect([waiting.status, waiting.body]).toEqual([202, { status: 'authorization_pending', interval: 5 }]);

    expect(await findWaitingDevice(hub.ctx, user_code.toLowerCase().replace('-', ' '))).toMatchObject({
      ...{ userCode: user_code, deviceName: 'Till at the door', software: 'PyPOS 1.1', address: '127.0.0.1' },
    });
    const terminal = await till();
    await approvePairing(other.ctx, user_code, { terminalId: terminal.id });

    later(5);
    const { status, body } = await poll(device_code, other);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ api_key: expect.stringMatching(/^gtk_/), base_url: 'https://hub.test' },
      ...{ terminal: { uuid: terminal.uuid, code: terminal.code }, store: { uuid: shop.storeUuid } },
      company: { office_code: expect.any(String) },
    });
    const token = await call(`${hub.url}/api/v1/auth/token`, { json: { api_key: body.api_key } });
    const { body: me } = await call(`${hub.url}/api/v1/me`, { headers: bearer(token.body.access) });
    expect(me).toMatchObject({ kind: 'device', name: terminal.code });
    expect(hub.logged() + other.logged()).not.toContain(body.api_key);
    expect(hub.logged() + other.logged()).not.toContain(device_code);
  });

  it('may become a till that is made for it, under the rules of new tills', async () => {
    const { device_code, user_code } = await begin();
    const wrong = { storeId: shop.storeId, code: 'POS-001' };
    await expect(approvePairing(hub.ctx, user_code, wrong)).rejects.toMatchObject({ code: 'already_exists' });
    await approvePairing(hub.ctx, user_code, { storeId: shop.storeId, code: 'NEW-1', name: 'Garden' });
    later(5);
    expect((await poll(device_code)).body.terminal).toMatchObject({ code: 'NEW-1', name: 'Garden' });
  });

  it('that says nothing about itself waits all the same; what it says is one line', async () => {
    const silent = await call(`${hub.url}/api/pairing/`, { method: 'POST' });
    expect((await findWaitingDevice(hub.ctx, silent.body.user_code)).deviceName).toBe('');
    const loud = await begin({ device_name: ` a\u0000\u202e\nb ${'c'.repeat(180)}` });
    expect((await findWaitingDevice(hub.ctx, loud.user_code)).deviceName).toBe(`a b ${'c'.repeat(96)}`);
  });

  it('that is sent away is told so, and its code is nobody’s', async () => {
    const { device_code, user_code } = await begin();
    await denyPairing(hub.ctx, user_code);
    expect(await said(device_code)).toEqual([403, 'forbidden']);
    await expect(denyPairing(hub.ctx, user_code)).rejects.toMatchObject({ code: 'not_found' });
    const terminal = await till();
    await expect(approvePairing(hub.ctx, user_code, { terminalId: terminal.id })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('has ten minutes: after them neither the person nor the device gets anywhere, and later nothing is left of it', async () => {
    const { device_code, user_code } = await begin();
    const terminal = await till();
    later(600);
    await expect(approvePairing(hub.ctx, user_code, { terminalId: terminal.id })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await said(device_code)).toEqual([410, 'expired']);
    later(3600);
    expect(await removeOldPairings(hub.ctx)).toBeGreaterThan(0);
    expect(await said(device_code)).toEqual([404, 'not_found']);
  });

  it('that was let in and asks too late gets nothing', async () => {
    const { device_code, user_code } = await begin();
    await approvePairing(hub.ctx, user_code, { terminalId: (await till()).id });
    later(600);
    expect(await said(device_code)).toEqual([410, 'expired']);
  });

  it('that asks too often is told to slow down, and still gets its key when it does', async () => {
    const { device_code, user_code } = await begin();
    expect((await poll(device_code)).status).toBe(202);
    const hasty = await poll(device_code, other);
    expect([hasty.status, hasty.body.code, hasty.headers.get('retry-after')]).toEqual([429, 'too_many_requests', '5']);
    await approvePairing(hub.ctx, user_code, { terminalId: (await till()).id });
    later(2);
    expect((await poll(device_code)).status).toBe(429);
    later(3);
    expect((await poll(device_code)).status).toBe(200);
  });

  it('gets one key, however many questions come at the same moment', async () => {
    const { device_code, user_code } = await begin();
    const terminal = await till();
    await approvePairing(hub.ctx, user_code, { terminalId: terminal.id });
    later(5);
    const answers = await Promise.all([hub, other, hub, other].map((at) => poll(device_code, at)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const keys = await inTransaction(test.db, (tx) => tx.apiKey.count({ where: { terminalId: terminal.id } }));
    expect(keys).toBe(1);
  });

  it('is one till, when two people let it in as different ones at the same moment', async () => {
    const { device_code, user_code } = await begin();
    const [a, b] = [await till(), { storeId: shop.storeId, code: 'RACE-1' }];
    const answers = await Promise.allSettled([
      approvePairing(hub.ctx, user_code, { terminalId: a.id }),
      approvePairing(other.ctx, user_code, b),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const made = await inTransaction(test.db, (tx) => tx.terminal.count({ where: { code: b.code } }));
    expect(made).toBe(answers[1]?.status === 'fulfilled' ? 1 : 0);
    later(5);
    const { body } = await poll(device_code);
    expect(body.terminal.code).toBe(made === 1 ? b.code : a.code);
  });

  it('is no till that has a key, nor one that was revoked', async () => {
    const { user_code } = await begin();
    const terminal = await till();
    await issueTerminalKey(hub.ctx, { terminalId: terminal.id });
    const conflict = { code: 'conflict' };
    await expect(approvePairing(hub.ctx, user_code, { terminalId: terminal.id })).rejects.toMatchObject(conflict);
    const revoked = await till();
    await revokeTerminal(hub.ctx, revoked.id);
    await expect(approvePairing(hub.ctx, user_code, { terminalId: revoked.id })).rejects.toMatchObject(conflict);
  });

  it.each<[string, (id: number) => Promise<unknown>]>([
    ['the till is revoked', (id) => revokeTerminal(hub.ctx, id)],
    ['the till gets another key', (id) => issueTerminalKey(hub.ctx, { terminalId: id })],
  ])('gets no key when, after it was let in, %s', async (_what, happen) => {
    const { device_code, user_code } = await begin();
    const terminal = await till();
    await approvePairing(hub.ctx, user_code, { terminalId: terminal.id });
    await happen(terminal.id);
    expect(await said(device_code)).toEqual([403, 'forbidden']);
  });

  it('leaves a trace: who let it in, as what, and that it was given a key', async () => {
    const { device_code, user_code } = await begin({ device_name: 'Traced' });
    const terminal = await till();
    await approvePairing(hub.ctx, user_code, { terminalId: terminal.id });
    await said(device_code);
    const entries = await test.db.reader.auditEntry.findMany({
      where: { companyId: shop.companyId, subjectType: 'terminal', subjectId: String(terminal.id) },
      orderBy: { position: 'asc' },
    });
    expect(entries.map(({ action }) => action)).toEqual([
      ...['terminal.create', 'terminal.pair-device', 'terminal.issue-key'],
    ]);
    expect(entries[1]?.content).toContain('Traced');
    expect((await verifyAuditChain(test.db, shop.companyId)).ok).toBe(true);
  });
});

describe('a code', () => {
  it('that nobody shows is counted, and who tries many has to wait, even with a right one', async () => {
    const company = await makeCompany(test.db, 'Guessers');
    const { user_code } = await begin();
    const guesser = await signedIn(test.db, company.ownerName, () => hub.clock.now);
    const outcomes: string[] = [];
    for (let index = 0; index < 9; index += 1) {
      outcomes.push(await findWaitingDevice(guesser, 'BBBB-BBBB').catch((error) => error.code));
    }
    expect(outcomes).toEqual([...Array(8).fill('not_found'), 'too_many_requests'].map((code) => code));
    await expect(findWaitingDevice(guesser, user_code)).rejects.toMatchObject({ code: 'too_many_requests' });
    expect((await findWaitingDevice(hub.ctx, user_code)).userCode).toBe(user_code);
  });

  it('is answered for tills that the person manages, and for no others', async () => {
    const company = await makeCompany(test.db, 'Strangers');
    const { user_code } = await begin();
    const stranger = await signedIn(test.db, company.ownerName, () => hub.clock.now);
    const terminal = await till();
    await expect(approvePairing(stranger, user_code, { terminalId: terminal.id })).rejects.toMatchObject({
      code: 'not_found',
    });
    const inStore = { storeId: shop.storeId, code: 'THEIRS' };
    await expect(approvePairing(stranger, user_code, inStore)).rejects.toMatchObject({ code: 'not_found' });
    await makeMember(test.db, company.id, 'plain-member');
    const plain = await signedIn(test.db, 'plain-member', () => hub.clock.now);
    await expect(findWaitingDevice(plain, user_code)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(denyPairing(plain, user_code)).rejects.toMatchObject({ code: 'forbidden' });
    expect((await findWaitingDevice(hub.ctx, user_code)).userCode).toBe(user_code);
  });

  it.each(['', 'x', 'BCDF-GHJ', 'BCDF-GHJKL', 'AEIO-UAEI', '0000-0000', '\u0000'.repeat(8), 'ßßßßßßßß'])(
    'is not %j',
    async (typed) => {
      later(3600);
      await expect(findWaitingDevice(hub.ctx, typed)).rejects.toMatchObject({ code: 'not_found' });
    },
  );
});

describe('devices that ask to be let in', () => {
  it('from one address are let wait in a number that a shop may need, and no more', async () => {
    later(7200);
    const statuses: number[] = [];
    for (let index = 0; index < 43; index += 1) {
      statuses.push((await call(`${hub.url}/api/v1/pairing`, { json: {} })).status);
    }
    expect(statuses.indexOf(429)).toBeGreaterThanOrEqual(40);
    expect(statuses.at(-1)).toBe(429);
    const codes = await test.db.reader.devicePairing.findMany({ where: { openKey: { not: null } } });
    expect(new Set(codes.map(({ openKey }) => openKey)).size).toBe(codes.length);
  });

  it.each([
    ['a body that is none', '"x"', 400],
    ['something unknown', { colour: 'red' }, 400],
    ['a name without end', { device_name: 'x'.repeat(201) }, 400],
  ])('with %s are refused', async (_what, json, status) => {
    expect((await call(`${hub.url}/api/v1/pairing`, { json })).status).toBe(status);
  });

  it('with a code that nobody has are told to start again', async () => {
    expect((await poll('x'.repeat(43))).status).toBe(404);
    expect((await poll('')).status).toBe(400);
  });
});
