/** How a device proves who it is: from its key to its token, and what ends either. */
import { generateKeyPair, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createVault } from '../../../../server/core/vault.ts';
import { type Database, inTransaction, openDatabase } from '../../../../server/db/index.ts';
import {
  flushKeyUse,
  issueTerminalKey,
  listTerminalKeys,
  revokeTerminalKey,
  type TokenClaims,
  Tokens,
} from '../../../../server/domain/access/index.ts';
import {
  createStore,
  createTerminal,
  moveTerminal,
  pairTerminal,
  retireTerminal,
  revokeTerminal,
  updateTerminal,
} from '../../../../server/domain/stores/index.ts';
import { withDatabase } from '../../../support/database.ts';
import { call, type DeviceHub, only, openShop, type Shop, startDeviceHub } from '../../support.ts';
import { bearer } from '../support.ts';

const test = withDatabase();
const hourMs = 3_600_000;
let hub: DeviceHub;
let other: DeviceHub;
let second: Database;
let start: Date;

beforeAll(async () => {
  // Two processes over one database: what one does counts at the other's next request.
  const env = { VAULT_SECRET: 'a secret of the hub that is long enough', PUBLIC_URL: 'https://hub.test' };
  hub = await startDeviceHub(test.db, env);
  start = hub.clock.now;
  second = await openDatabase({ url: test.url });
  other = await startDeviceHub(second, env);
});

// Before the database goes, which other connections would hold.
afterAll(async () => {
  await hub[Symbol.asyncDispose]();
  await other[Symbol.asyncDispose]();
  await second.close();
});

afterEach(() => {
  later(start.getTime() - hub.clock.now.getTime());
});

const later = (ms: number) => {
  for (const each of [hub, other]) each.clock.now = new Date(hub.clock.now.getTime() + (each === hub ? ms : 0));
  other.clock.now = hub.clock.now;
};

async function keyed() {
  const shop = await openShop(hub);
  const { id, uuid } = await createTerminal(hub.ctx, { storeId: shop.storeId, code: 'POS-009' });
  const key = await issueTerminalKey(hub.ctx, { terminalId: id });
  return { shop, terminal: { id, uuid, code: 'POS-009' }, key };
}

const ask = (json: object, at = hub) => call(`${at.url}/api/v1/auth/token`, { json });
const me = async (token: string, at = hub) => {
  const { status, body } = await call(`${at.url}/api/v1/me`, { headers: bearer(token) });
  return { status, code: body.code ?? body.kind };
};
const let_in = { status: 200, code: 'device' };
const nobody = { status: 401, code: 'not_signed_in' };

async function tokenFor(apiKey: string): Promise<string> {
  const { status, body } = await ask({ api_key: apiKey });
  expect({ status, message: body.message }).toEqual({ status: 200, message: undefined });
  return body.access;
}

/** Everybody asks the other process as well. */
async function both(token: string) {
  const answers = [await me(token), await me(token, other)];
  expect(answers[1]).toEqual(answers[0]);
  return answers[0];
}

describe('a key of a terminal', () => {
  it('becomes a token for a quarter of an hour that says where the terminal is', async () => {
    const { shop, terminal, key } = await keyed();
    const { status, body } = await ask({ api_key: key.text, terminal_id: '' });
    expect(status).toBe(200);
    expect(body).toEqual({
      ...{ access: expect.any(String), token_type: 'Bearer', expires_in: 900 },
      terminal: { ...{ uuid: terminal.uuid, code: 'POS-009', name: 'POS-009', number: 2 }, kind: 'pypos' },
      store: {
        uuid: shop.storeUuid,
        code: 'STORE-001',
        name: 'High Street',
        time_zone: expect.any(String),
        currency: 'GBP',
      },
      company: { uuid: expect.any(String), name: expect.any(String), office_code: expect.any(String) },
    });
    expect(await both(body.access)).toEqual(let_in);
    later(900_000 + 61_000);
    expect(await both(body.access)).toEqual(nobody);
  });

  it.each(['/api/auth/token', '/api/auth/token/', '/api/v1/auth/token/'])('is taken at %s', async (path) => {
    const { key } = await keyed();
    const { status } = await call(`${hub.url}${path}`, { json: { api_key: key.text } });
    expect(status).toBe(200);
  });

  it('is asked for with the terminal it belongs to, by UUID or code, or with none', async () => {
    const { shop, terminal, key } = await keyed();
    for (const said of [terminal.uuid, terminal.uuid.toUpperCase(), terminal.code, '', null, undefined]) {
      const { status } = await ask({ api_key: key.text, terminal_id: said });
      expect({ said, status }).toEqual({ said, status: 200 });
    }
    for (const said of [only(shop.terminals).uuid, 'POS-001', 'x']) {
      const { status, body } = await ask({ api_key: key.text, terminal_id: said });
      expect({ said, status, code: body.code }).toEqual({ said, status: 404, code: 'terminal_unknown' });
      expect(body.access).toBeUndefined();
    }
  });

  it('may be the secret of the office settings, and ends with it', async () => {
    const { shop } = await keyed();
    const { id, secret } = only(shop.terminals);
    const token = await tokenFor(secret);
    expect(await both(token)).toEqual(let_in);
    await pairTerminal(hub.ctx, { terminalId: id, publicUrl: hub.url });
    expect(await both(token)).toEqual(nobody);
    expect((await ask({ api_key: secret })).status).toBe(401);
  });

  it('that nobody has is refused, and who tries many waits, while a right one is let in from there', async () => {
    const { key } = await keyed();
    await using strict = await startDeviceHub(test.db, { VAULT_SECRET: 'a secret of the hub that is long enough' });
    const statuses: number[] = [];
    for (let index = 0; index < 22; index += 1) {
      const { status, body } = await ask({ api_key: `gtk_${String(index).padStart(43, 'a')}` }, strict);
      expect(body.access).toBeUndefined();
      statuses.push(status);
    }
    expect(statuses).toEqual([...Array(20).fill(401), 429, 429]);
    expect((await ask({ api_key: key.text }, strict)).status).toBe(200);
  });

  it.each([
    ['of a program', { api_key: `gpk_${'a'.repeat(43)}` }, 401],
    ['that is empty', { api_key: '' }, 400],
    ['that is no text', { api_key: 7 }, 400],
    ['that is missing', {}, 400],
    ['beside something unknown', { api_key: 'x', colour: 'red' }, 400],
  ])('%s is refused', async (_what, json, status) => {
    expect((await ask(json)).status).toBe(status);
  });

  it('is stored as a hash alone, and no log shows key or token', async () => {
    const { key } = await keyed();
    const token = await tokenFor(key.text);
    await me(token);
    const row = await inTransaction(test.db, (tx) => tx.apiKey.findUniqueOrThrow({ where: { id: key.keyId } }));
    expect(JSON.stringify(row)).not.toContain(key.text.slice(12));
    expect(row.prefix).toBe(key.text.slice(0, 12));
    expect(hub.logged()).not.toContain(key.text);
    expect(hub.logged()).not.toContain(token.split('.')[2]);
  });

  it('is listed with its last use, which is written in the background', async () => {
    const { terminal, key } = await keyed();
    const [fresh] = await listTerminalKeys(hub.ctx, { id: terminal.id });
    expect(fresh).toMatchObject({ id: key.keyId, lastUsedAt: null, lastAddress: null, worksUntil: null });
    await tokenFor(key.text);
    await flushKeyUse(hub.deps);
    expect(await listTerminalKeys(hub.ctx, { id: terminal.id })).toEqual([
      { ...fresh, lastUsedAt: hub.clock.now, lastAddress: '127.0.0.1' },
    ]);
  });
});

describe('a key that was replaced', () => {
  it('works on for the chosen time beside the new one, and its tokens end with it', async () => {
    const { terminal, key } = await keyed();
    const next = await issueTerminalKey(hub.ctx, { terminalId: terminal.id, overlapHours: 1, replaces: key.keyId });
    const [before, after] = [await tokenFor(key.text), await tokenFor(next.text)];
    expect(await both(before)).toEqual(let_in);
    later(hourMs - 1);
    const late = await tokenFor(key.text);
    expect(await both(late)).toEqual(let_in);
    later(1);
    expect(await both(late)).toEqual(nobody);
    expect((await ask({ api_key: key.text })).status).toBe(401);
    expect(await both(await tokenFor(next.text))).toEqual(let_in);
    expect(after).not.toBe(before);
  });

  it('without overlap ends at once', async () => {
    const { terminal, key } = await keyed();
    const token = await tokenFor(key.text);
    await issueTerminalKey(hub.ctx, { terminalId: terminal.id });
    expect(await both(token)).toEqual(nobody);
  });

  it('is replaced once by two who press the button at the same time', async () => {
    const { terminal, key } = await keyed();
    const wish = { terminalId: terminal.id, replaces: key.keyId };
    const [a, b] = await Promise.allSettled([issueTerminalKey(hub.ctx, wish), issueTerminalKey(other.ctx, wish)]);
    expect([a.status, b.status].sort()).toEqual(['fulfilled', 'rejected']);
    expect(await listTerminalKeys(hub.ctx, { id: terminal.id })).toHaveLength(1);
  });
});

describe('a token ends with the next request, at every process, when', () => {
  it('its key is revoked', async () => {
    const { terminal, key } = await keyed();
    const token = await tokenFor(key.text);
    expect(await both(token)).toEqual(let_in);
    await revokeTerminalKey(other.ctx, { terminalId: terminal.id, keyId: key.keyId });
    expect(await both(token)).toEqual(nobody);
    expect((await ask({ api_key: key.text })).status).toBe(401);
    await expect(revokeTerminalKey(hub.ctx, { terminalId: terminal.id, keyId: key.keyId })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('its terminal is revoked, and no later pairing brings the key back', async () => {
    const { terminal, key } = await keyed();
    const token = await tokenFor(key.text);
    await revokeTerminal(other.ctx, terminal.id);
    expect(await both(token)).toEqual(nobody);
    await pairTerminal(hub.ctx, { terminalId: terminal.id, publicUrl: hub.url });
    expect(await both(token)).toEqual(nobody);
    expect((await ask({ api_key: key.text })).status).toBe(401);
  });

  it('its terminal is revoked with a time of grace: it fetches nothing more, may push until then, and not a moment longer', async () => {
    const { terminal, key } = await keyed();
    const token = await tokenFor(key.text);
    await revokeTerminal(other.ctx, terminal.id, new Date(hub.clock.now.getTime() + 600_000));
    expect(await both(token)).toEqual({ status: 403, code: 'terminal_disabled' });
    expect((await ask({ api_key: key.text })).status).toBe(200);
    later(600_000);
    expect(await both(token)).toEqual(nobody);
  });

  it('its terminal is retired', async () => {
    const { terminal, key } = await keyed();
    const token = await tokenFor(key.text);
    await retireTerminal(other.ctx, terminal.id);
    expect(await both(token)).toEqual(nobody);
  });

  it('its terminal is switched off, until it is switched on again', async () => {
    const { terminal, key } = await keyed();
    const token = await tokenFor(key.text);
    await inTransaction(test.db, (tx) => tx.terminal.update({ where: { id: terminal.id }, data: { isActive: false } }));
    expect(await both(token)).toEqual({ status: 403, code: 'terminal_disabled' });
    await inTransaction(test.db, (tx) => tx.terminal.update({ where: { id: terminal.id }, data: { isActive: true } }));
    expect(await both(token)).toEqual(let_in);
  });

  it('its terminal may come from other networks only', async () => {
    const { terminal, key } = await keyed();
    const token = await tokenFor(key.text);
    await updateTerminal(hub.ctx, { terminalId: terminal.id, networks: ['10.0.0.0/8'] });
    expect(await both(token)).toEqual({ status: 403, code: 'network_not_allowed' });
    expect((await ask({ api_key: key.text })).status).toBe(403);
  });

  it('its terminal moves to another store: a new token tells where it is', async () => {
    const { shop, terminal, key } = await keyed();
    const token = await tokenFor(key.text);
    const store = await createStore(hub.ctx, { companyId: shop.companyId, code: 'STORE-002', name: 'Quay' });
    await moveTerminal(hub.ctx, { terminalId: terminal.id, storeId: store.id, publicUrl: hub.url });
    expect(await both(token)).toEqual(nobody);
    expect((await ask({ api_key: key.text })).body.store.code).toBe('STORE-002');
  });

  it('its company is deleted', async () => {
    const { shop, key } = await keyed();
    const token = await tokenFor(key.text);
    const data = { deletedAt: hub.clock.now };
    await inTransaction(test.db, (tx) => tx.company.update({ where: { id: shop.companyId }, data }));
    expect(await both(token)).toEqual(nobody);
  });
});

describe('a key for a revoked terminal', () => {
  it('takes the revocation back for itself alone: neither the key nor the secret before live again', async () => {
    const { shop, terminal, key } = await keyed();
    const { secret } = await pairTerminal(hub.ctx, { terminalId: terminal.id, publicUrl: hub.url });
    await revokeTerminal(hub.ctx, terminal.id, new Date(hub.clock.now.getTime() + hourMs));
    const next = await issueTerminalKey(hub.ctx, { terminalId: terminal.id, overlapHours: 5 });
    expect(await both(await tokenFor(next.text))).toEqual(let_in);
    expect((await ask({ api_key: key.text })).status).toBe(401);
    expect((await ask({ api_key: secret })).status).toBe(401);
    expect((await call(`${hub.url}/t/${secret}/api/v1/pos/init`)).status).toBe(404);
    expect((await ask({ api_key: only(shop.terminals).secret })).status).toBe(200);
  });
});

describe('a token that is not quite right', () => {
  async function parts(): Promise<{ claims: TokenClaims & { typ: 'device' }; tokens: Tokens; shop: Shop }> {
    const { shop, key } = await keyed();
    const token = await tokenFor(key.text);
    const claims = await new Tokens(hub.deps).read(token);
    if (claims?.typ !== 'device') throw new Error('the token is none');
    return { claims, tokens: new Tokens(hub.deps), shop };
  }

  it.each<[string, (claims: TokenClaims) => object]>([
    ['another company', () => ({ company: crypto.randomUUID() })],
    ['another store', () => ({ store: crypto.randomUUID() })],
    ['another terminal', () => ({ terminal: crypto.randomUUID() })],
    ['a key that does not exist', () => ({ key: 'key:nobody' })],
    ['a secret that does not exist', () => ({ key: 'secret:nobody' })],
    ['a credential of a kind that does not exist', () => ({ key: 'x' })],
  ])('is refused: one for %s', async (_what, change) => {
    const { claims, tokens } = await parts();
    expect(await both(await tokens.sign(claims, 900))).toEqual(let_in);
    expect(await both(await tokens.sign({ ...claims, ...change(claims) }, 900))).toEqual(nobody);
  });

  it('is refused: one of another company’s terminal under one’s own key', async () => {
    const [mine, theirs] = [await parts(), await parts()];
    const mixed = { ...theirs.claims, key: mine.claims.key };
    expect(await both(await mine.tokens.sign(mixed, 900))).toEqual(nobody);
  });

  it.each<[string, object, object]>([
    ['for another audience', {}, { aud: 'somebody' }],
    ['of another issuer', {}, { iss: 'https://other.test' }],
    ['future-dated', {}, { iat: 2_000_000_000, nbf: 2_000_000_000, exp: 2_000_000_900 }],
    ['expired', {}, { exp: 1_700_000_000 }],
  ])('is refused: one %s', async (_what, header, payload) => {
    const { claims } = await parts();
    expect(await both(await forge({ claims, header, payload }))).toEqual(nobody);
  });

  it('is refused: one without signature, and one by another key', async () => {
    const { claims } = await parts();
    const right = await forge({ claims });
    expect(await both(right)).toEqual(let_in);
    const none = Buffer.from(JSON.stringify({ alg: 'none', kid: (await hubKey()).kid })).toString('base64url');
    expect(await both(`${none}.${right.split('.')[1]}.`)).toEqual(nobody);
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
    expect(await both(await forge({ claims, key: privateKey }))).toEqual(nobody);
  });
});

describe('the key set', () => {
  it.each(['/api/v1/.well-known/jwks.json', '/api/.well-known/jwks.json', '/.well-known/jwks.json'])(
    'stands at %s and shows public halves alone',
    async (path) => {
      await tokenFor((await keyed()).key.text);
      const { status, body, headers } = await call(`${hub.url}${path}`);
      expect(status).toBe(200);
      expect(headers.get('cache-control')).toBe('public, max-age=3600');
      expect(body.keys).toContainEqual(
        expect.objectContaining({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig' }),
      );
      expect(JSON.stringify(body)).not.toContain('"d"');
    },
  );
});

async function hubKey() {
  const row = await inTransaction(test.db, (tx) => tx.signingKey.findFirstOrThrow({ orderBy: { signsFrom: 'asc' } }));
  const vault = createVault('a secret of the hub that is long enough', 'signing keys');
  const jwk = JSON.parse(vault.open(row.privateEncrypted, `signing-key:${row.id}`) ?? '');
  return { kid: row.id, jwk };
}

async function forge(how: {
  claims: TokenClaims;
  header?: object;
  payload?: object;
  key?: CryptoKey;
}): Promise<string> {
  const { kid, jwk } = await hubKey();
  const at = Math.floor(hub.clock.now.getTime() / 1000);
  const right = { ...how.claims, iss: 'https://hub.test', aud: 'gate-api', iat: at, nbf: at, exp: at + 900 };
  return new SignJWT({ ...right, ...how.payload })
    .setProtectedHeader({ alg: 'EdDSA', kid, ...how.header })
    .sign(how.key ?? jwk);
}
