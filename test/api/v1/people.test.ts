import { Secret, TOTP } from 'otpauth';
import { beforeAll, describe, expect, it } from 'vitest';
import { createVault } from '../../../server/core/vault.ts';
import { inTransaction } from '../../../server/db/index.ts';
import { createUser } from '../../../server/domain/tenancy/index.ts';
import { withDatabase } from '../../support/database.ts';
import { type Answer, call, type DeviceHub, openShop, startDeviceHub } from '../support.ts';
import { bearer } from './support.ts';

const test = withDatabase();
const password = 'marble-Kettle-7-orbit';
let hub: DeviceHub;

beforeAll(async () => {
  hub = await startDeviceHub(test.db);
  return () => hub[Symbol.asyncDispose]();
});

const at = (path: string) => `${hub.url}/api/v1${path}`;
const signIn = (json: object): Promise<Answer> => call(at('/auth/sign-in'), { json });
const refresh = (token: string) => call(at('/auth/refresh'), { json: { refresh: token } });
const me = (access: string) => call(at('/me'), { headers: bearer(access) });
const sessionsOf = async (access: string) =>
  (await call(at('/auth/sessions'), { headers: bearer(access) })).body.sessions;

async function makePerson(username: string): Promise<string> {
  return (await createUser(hub.ctx, { username, password })).id;
}

async function begin(username: string, deviceName = 'Phone') {
  const { status, body } = await signIn({ username, password, device_name: deviceName });
  expect(status).toBe(200);
  return body;
}

/** Switches the second factor on, straight in the table; the code of now. */
async function switchOn(userId: string): Promise<() => string> {
  const secret = new Secret({ size: 20 }).base32;
  const vault = createVault(hub.deps.config.secrets.vault, 'second factors');
  const totpSecretEncrypted = vault.seal(secret, `second-factor:${userId}`);
  await inTransaction(test.db, (tx) =>
    tx.user.update({ where: { id: userId }, data: { totpSecretEncrypted, totpConfirmedAt: hub.clock.now } }),
  );
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  return () => totp.generate({ timestamp: hub.clock.now.getTime() });
}

describe('a person’s program', () => {
  it('signs in with user name and password, and is that person with what they reach', async () => {
    const { companyId } = await openShop(hub);
    const userId = await makePerson('anna');
    await inTransaction(test.db, (tx) =>
      tx.companyMembership.create({ data: { id: crypto.randomUUID(), companyId, userId, isAdministrator: true } }),
    );
    const tokens = await begin('ANNA');
    expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 900, refresh: expect.any(String) });
    expect(tokens.refresh_expires_at).toBe('2026-12-21T10:00:00.000Z');
    const { status, body } = await me(tokens.access);
    expect({ status, kind: body.kind, name: body.name }).toEqual({ status: 200, kind: 'person', name: 'anna' });
    expect(body.companies).toHaveLength(1);
    const claims = JSON.parse(Buffer.from(tokens.access.split('.')[1], 'base64url').toString('utf8'));
    expect(claims).toMatchObject({ sub: `user:${userId}`, sid: expect.any(String) });
    expect(claims.exp - claims.iat).toBe(900);
    const row = await test.db.reader.session.findUniqueOrThrow({ where: { id: claims.sid } });
    expect(row).toMatchObject({ door: 'api', deviceName: 'Phone', address: '127.0.0.1' });
  });

  it('signs in and gets new tokens with an ended token still in its header', async () => {
    await makePerson('greta');
    const { access: ended } = await begin('greta');
    const headers = bearer(ended);
    await call(at('/auth/sign-out'), { headers, json: {} });
    expect((await me(ended)).status).toBe(401);
    const again = await call(at('/auth/sign-in'), { headers, json: { username: 'greta', password } });
    expect(again.status).toBe(200);
    const renewed = await call(at('/auth/refresh'), { headers, json: { refresh: again.body.refresh } });
    expect(renewed.status).toBe(200);
    expect((await me(renewed.body.access)).body.name).toBe('greta');
  });

  it('is told the same for a wrong password and for a name that nobody has', async () => {
    await makePerson('known');
    const wrong = await signIn({ username: 'known', password: 'not this one' });
    const nobody = await signIn({ username: 'nobody.at.all', password: 'not this one' });
    const said = ({ status, body }: Answer) => ({ status, ...body, requestId: '' });
    expect(said(wrong)).toEqual(said(nobody));
    expect(wrong.body).toMatchObject({ status: 401, code: 'wrong_credentials' });
    expect(wrong.body.errors).toBeUndefined();
  });

  it('is slowed down when it guesses, together with those who guess on the page', async () => {
    await makePerson('guessed');
    const answers: number[] = [];
    for (let turn = 0; turn < 7; turn += 1) answers.push((await signIn({ username: 'guessed', password: 'x' })).status);
    expect(answers.slice(0, 5)).toEqual([401, 401, 401, 401, 401]);
    const last = await signIn({ username: 'guessed', password });
    expect(last.status).toBe(429);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    await inTransaction(test.db, (tx) => tx.signInThrottle.deleteMany({}));
  });

  it('is asked for the second factor once the password is right, and never before', async () => {
    const code = await switchOn(await makePerson('two.factors'));
    const who = { username: 'two.factors', password };
    const before = await signIn({ ...who, password: 'wrong', code: code() });
    expect(before.body).toMatchObject({ status: 401, code: 'wrong_credentials' });
    expect(before.body.errors).toBeUndefined();
    const missing = await signIn(who);
    expect(missing.body).toMatchObject({ status: 401, code: 'wrong_credentials', errors: [{ path: 'code' }] });
    const wrong = await signIn({ ...who, code: '000000' });
    expect(wrong.body).toMatchObject({ status: 401, code: 'wrong_credentials', errors: [{ path: 'code' }] });
    const used = code();
    const right = await signIn({ ...who, code: used });
    expect(right.status).toBe(200);
    expect((await me(right.body.access)).status).toBe(200);
    expect((await signIn({ ...who, code: used })).status).toBe(401);
    const open = await test.db.reader.session.count({
      where: { user: { username: 'two.factors' }, isPartial: true, endedAt: null },
    });
    expect(open).toBe(0);
  });

  it('gets new tokens for a refresh token, and is put out when one comes again later', async () => {
    await makePerson('refreshes');
    const first = await begin('refreshes');
    const second = (await refresh(first.refresh)).body;
    expect(second.refresh).not.toBe(first.refresh);
    expect((await me(second.access)).status).toBe(200);
    hub.clock.now = new Date(hub.clock.now.getTime() + 60_000);
    const stolen = await refresh(first.refresh);
    expect(stolen.body).toMatchObject({ status: 401, code: 'not_signed_in' });
    expect((await refresh(second.refresh)).status).toBe(401);
    expect((await me(second.access)).status).toBe(401);
    expect((await refresh('nonsense')).status).toBe(401);
  });

  it('is a stranger from the next request on after signing out, a new password, or being switched off', async () => {
    const userId = await makePerson('goes');
    const leaving = await begin('goes');
    const headers = bearer(leaving.access);
    expect((await call(at('/auth/sign-out'), { method: 'POST', headers })).status).toBe(204);
    expect((await me(leaving.access)).status).toBe(401);
    expect((await refresh(leaving.refresh)).status).toBe(401);
    const stays = await begin('goes');
    await inTransaction(test.db, (tx) =>
      tx.user.update({ where: { id: userId }, data: { sessionVersion: { increment: 1 } } }),
    );
    expect((await me(stays.access)).status).toBe(401);
    const last = await begin('goes');
    await inTransaction(test.db, (tx) => tx.user.update({ where: { id: userId }, data: { isActive: false } }));
    expect((await me(last.access)).status).toBe(401);
  });

  it('reads and ends the person’s sessions, and nobody else’s', async () => {
    await makePerson('lists');
    await makePerson('other');
    const [phone, tablet, other] = [await begin('lists'), await begin('lists', 'Tablet'), await begin('other')];
    const sessions = await sessionsOf(phone.access);
    expect(sessions).toHaveLength(2);
    expect(sessions[0]).toMatchObject({ device_name: 'Phone', door: 'api', is_current: true, address: '127.0.0.1' });
    const [theirs] = await sessionsOf(other.access);
    const end = (id: string, method = 'DELETE') =>
      call(at(`/auth/sessions/${id}`), { method, headers: bearer(phone.access) });
    expect((await end(theirs.id)).status).toBe(404);
    expect((await me(other.access)).status).toBe(200);
    expect((await end(sessions[1].id)).status).toBe(204);
    expect((await me(tablet.access)).status).toBe(401);
    expect((await end(sessions[1].id)).status).toBe(404);
    expect(JSON.stringify(sessions)).not.toContain(phone.refresh);
  });

  it.each([
    ['nothing', {}],
    ['a field that nobody knows', { username: 'a', password: 'b', staff_role: 'superuser' }],
    ['no text', { username: 'a', password: 7 }],
    ['a list', []],
  ])('that sends %s is told what is wrong', async (_what, json) => {
    const { status, body } = await signIn(json);
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_input' });
    expect(body.errors.length).toBeGreaterThan(0);
  });
});
