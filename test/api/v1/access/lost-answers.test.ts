/** Answers with a key that got lost on their way: the same question is told the same key again, and the hub keeps no text of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approvePairing, issueTerminalKey } from '../../../../server/domain/access/index.ts';
import { revokeTerminal } from '../../../../server/domain/stores/index.ts';
import { withDatabase } from '../../../support/database.ts';
import { call, type DeviceHub, only, type Shop } from '../../support.ts';
import { startTwoHubs, type TwoHubs } from './two-hubs.ts';

const test = withDatabase();
const hourSeconds = 3600;
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

const ask = (json: object) => call(`${hub.url}/api/v1/auth/token`, { json });

describe('a paired device', () => {
  const poll = (deviceCode: string, at = hub) =>
    call(`${at.url}/api/v1/pairing/token`, { json: { device_code: deviceCode } });
  const said = async (deviceCode: string) => {
    later(5);
    const { status, body } = await poll(deviceCode);
    return [status, body.code ?? body.status ?? 'paired'];
  };
  async function begin() {
    hubs.nextHour();
    return (await call(`${hub.url}/api/v1/pairing`, { json: {} })).body;
  }

  it('whose answer was lost is told the same key again for ten minutes, whichever process it asks', async () => {
    const { device_code, user_code } = await begin();
    const terminal = await till();
    await approvePairing(hub.ctx, user_code, { terminalId: terminal.id });
    later(5);
    const { body } = await poll(device_code);
    later(2);
    expect((await poll(device_code)).status).toBe(429);
    later(592);
    const again = await poll(device_code, other);
    expect([again.status, again.body]).toEqual([200, body]);
    const { body: bearing } = await ask({ api_key: again.body.api_key });
    expect(bearing.terminal.code).toBe(terminal.code);
    later(6);
    expect(await said(device_code)).toEqual([410, 'expired']);
    const keys = await test.db.reader.apiKey.findMany({ where: { terminalId: terminal.id } });
    expect(keys).toHaveLength(1);
    const pairing = await test.db.reader.devicePairing.findMany({ where: { terminalId: terminal.id } });
    expect(JSON.stringify([keys, pairing])).not.toContain(body.api_key);
  });

  it.each<[string, (id: number) => Promise<unknown>]>([
    ['revoked', (id) => revokeTerminal(hub.ctx, id)],
    ['given another key', (id) => issueTerminalKey(hub.ctx, { terminalId: id, overlapHours: 24 })],
  ])('is not told its key again when its till was %s meanwhile', async (_what, happen) => {
    const { device_code, user_code } = await begin();
    const terminal = await till();
    await approvePairing(hub.ctx, user_code, { terminalId: terminal.id });
    expect(await said(device_code)).toEqual([200, 'paired']);
    await happen(terminal.id);
    expect(await said(device_code)).toEqual([403, 'forbidden']);
  });
});

describe('a device that renews its own key', () => {
  async function keyed() {
    const terminal = await till();
    return { terminal, key: await issueTerminalKey(hub.ctx, { terminalId: terminal.id }) };
  }
  const id = 'a-renewal-of-the-till';
  const renew = (apiKey: string, requestId = id, at = hub) =>
    call(`${at.url}/api/v1/auth/key`, { json: { api_key: apiKey, request_id: requestId } });
  const working = async (apiKey: string) => (await ask({ api_key: apiKey })).status === 200;

  it('gets a new one, with which the old one works for a day', async () => {
    const { terminal, key } = await keyed();
    const tomorrow = new Date(hub.clock.now.getTime() + 24 * hourSeconds * 1000);
    const { status, body } = await renew(key.text);
    expect([status, body]).toMatchObject([
      200,
      { api_key: expect.stringMatching(/^gtk_.{43}$/), old_key_works_until: tomorrow.toISOString() },
    ]);
    expect(body.terminal.uuid).toBe(terminal.uuid);
    expect([await working(key.text), await working(body.api_key)]).toEqual([true, true]);
    later(24 * hourSeconds);
    expect([await working(key.text), await working(body.api_key)]).toEqual([false, true]);
    expect((await renew(key.text)).status).toBe(401);
    const where = { companyId: shop.companyId, action: 'terminal.rotate-key', subjectId: String(terminal.id) };
    expect(await test.db.reader.auditEntry.findFirstOrThrow({ where })).toMatchObject({ actorKind: 'terminal' });
  });

  it('is told the same one again as long as the old one works, and it is kept nowhere', async () => {
    const { terminal, key } = await keyed();
    const answers = await Promise.all([hub, other, hub, other].map((at) => renew(key.text, id, at)));
    later(23 * hourSeconds);
    const texts = [...answers, await renew(key.text, id, other)].map(({ body }) => body.api_key);
    expect(new Set(texts).size).toBe(1);
    const keys = await test.db.reader.apiKey.findMany({ where: { terminalId: terminal.id } });
    expect(keys).toHaveLength(2);
    expect(JSON.stringify(keys)).not.toContain(texts[0]);
    expect(hub.logged() + other.logged()).not.toContain(texts[0]);
  });

  it('renews once: another renewal of the same key is a conflict, and the new key is renewed next', async () => {
    const { key } = await keyed();
    const { body } = await renew(key.text);
    expect(await renew(key.text, 'another-renewal-of-it')).toMatchObject({ status: 409, body: { code: 'conflict' } });
    const next = await renew(body.api_key);
    expect(next.body.api_key).not.toBe(body.api_key);
    expect(await renew(key.text)).toMatchObject({ status: 409 });
  });

  it('gets none with a wrong key, with the secret of an address, or when it was revoked, also in its time of grace', async () => {
    const { terminal, key } = await keyed();
    expect((await renew(`gtk_${'x'.repeat(43)}`)).status).toBe(401);
    expect(await renew(only(shop.terminals).secret)).toMatchObject({
      ...{ status: 400, body: { errors: [{ path: 'api_key' }] } },
    });
    await revokeTerminal(hub.ctx, terminal.id, new Date(hub.clock.now.getTime() + hourSeconds * 1000));
    expect(await renew(key.text)).toMatchObject({ status: 403, body: { code: 'terminal_disabled' } });
    const where = { terminalId: terminal.id };
    expect(await test.db.reader.apiKey.count({ where })).toBe(1);
  });
});
