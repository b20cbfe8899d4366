import { generateKeyPair, importJWK, SignJWT } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { createVault } from '../../../server/core/vault.ts';
import { type Database, inTransaction, openDatabase } from '../../../server/db/index.ts';
import { type TokenClaims, Tokens } from '../../../server/domain/access/index.ts';
import { withDatabase } from '../../support/database.ts';
import { silentLog } from '../../support/people.ts';

const test = withDatabase();
const secret = 'a secret of the hub that is long enough';
const publicUrl = 'https://hub.test';
const start = new Date('2026-03-02T10:00:00Z');
const dayMs = 24 * 3_600_000;
let clock: Date;

beforeEach(async () => {
  clock = start;
  await inTransaction(test.db, (tx) => tx.signingKey.deleteMany());
});

function tokens(db: Database = test.db, { vault = secret, url = publicUrl } = {}): Tokens {
  return new Tokens({ db, log: silentLog, now: () => clock, config: { publicUrl: url, secrets: { vault } } });
}

const said: TokenClaims = {
  ...{ typ: 'device', sub: 'terminal:t1', company: 'c1', store: 's1', terminal: 't1', key: 'key:k1' },
};
const later = (ms: number) => {
  clock = new Date(clock.getTime() + ms);
};

/** The private half of the key that signs, as only the hub can read it. */
async function hubKey() {
  const row = await inTransaction(test.db, (tx) => tx.signingKey.findFirstOrThrow({ orderBy: { signsFrom: 'asc' } }));
  const opened = createVault(secret, 'signing keys').open(row.privateEncrypted, `signing-key:${row.id}`);
  return { kid: row.id, key: await importJWK(JSON.parse(opened ?? ''), 'EdDSA') };
}

interface Forged {
  header?: object;
  payload?: object;
  key?: Parameters<SignJWT['sign']>[0];
  crit?: Record<string, boolean>;
}

async function forged({ header = {}, payload = {}, key, crit = {} }: Forged): Promise<string> {
  const own = await hubKey();
  const at = Math.floor(clock.getTime() / 1000);
  const right = { ...said, iss: publicUrl, aud: 'gate-api', iat: at, nbf: at, exp: at + 900 };
  return new SignJWT({ ...right, ...payload })
    .setProtectedHeader({ alg: 'EdDSA', kid: own.kid, typ: 'JWT', ...header })
    .sign(key ?? own.key, { crit });
}

describe('a token of the hub', () => {
  it('says to every process what it was given for, until a minute after its end', async () => {
    const text = await tokens().sign(said, 900);
    await using db = await openSecond();
    const reader = tokens(db.db);
    expect(await reader.read(text)).toEqual(said);
    later(900_000 + 59_000);
    expect(await reader.read(text)).toEqual(said);
    later(1000);
    expect(await reader.read(text)).toBeNull();
  });

  it('is taken when it has the right form at all: the forgeries below differ in one thing each', async () => {
    const hub = tokens();
    await hub.keySet();
    expect(await hub.read(await forged({}))).toEqual(said);
  });

  it.each<[string, () => Promise<string>]>([
    ['for another audience', () => forged({ payload: { aud: 'gate-portal' } })],
    ['of another hub', () => forged({ payload: { iss: 'https://other.test' } })],
    ['of the future', () => forged({ payload: { iat: seconds(3600), nbf: seconds(-10) } })],
    ['not yet good', () => forged({ payload: { nbf: seconds(61) } })],
    ['that has ended', () => forged({ payload: { exp: seconds(-60) } })],
    ['that never ends', () => forged({ payload: { exp: undefined } })],
    ['that was never issued', () => forged({ payload: { iat: undefined } })],
    ['that lives for longer than any', () => forged({ payload: { iat: seconds(-3700), nbf: seconds(-3700) } })],
    ['of a kind nobody knows', () => forged({ payload: { typ: 'root' } })],
    ['by a key nobody knows', () => forged({ header: { kid: 'nobody' } })],
    ['by no named key', () => forged({ header: { kid: undefined } })],
    ['by another key under a known name', async () => forged({ key: await strange() })],
    ['by the public key as a shared secret', symmetric],
    ['without signature', unsigned],
    ['with extensions that must be understood', () => forged({ header: { crit: ['x'], x: 1 }, crit: { x: true } })],
    ['changed after it was signed', async () => changed(await forged({}))],
  ])('is nobody’s: one %s', async (_what, make) => {
    const hub = tokens();
    await hub.keySet();
    expect(await hub.read(await make())).toBeNull();
  });

  it.each(['', '.', 'a.b.c', 'e30.e30.', '\u0000', 'gtk_x'])('is not the text %j', async (text) => {
    expect(await tokens().read(text)).toBeNull();
  });

  it('found genuine once is refused all the same when its key is gone', async () => {
    const hub = tokens();
    const text = await hub.sign(said, 900);
    expect(await hub.read(text)).toEqual(said);
    await inTransaction(test.db, (tx) => tx.signingKey.deleteMany());
    later(61_000);
    expect(await hub.read(text)).toBeNull();
  });
});

describe('signing keys', () => {
  it('are published a day before they sign, sign for thirty days, and are gone when their last token has ended', async () => {
    const hub = tokens();
    const first = kidOf(await hub.sign(said, 900));
    expect(await kids(hub)).toEqual([first]);
    later(29 * dayMs - 1000);
    expect(await kids(hub)).toEqual([first]);
    later(1000);
    const [second, ...others] = (await kids(hub)).filter((kid) => kid !== first);
    expect(others).toEqual([]);
    expect(kidOf(await hub.sign(said, 900))).toBe(first);
    later(dayMs - 1000);
    const last = await hub.sign(said, 3600);
    later(1000);
    expect(kidOf(await hub.sign(said, 900))).toBe(second);
    later(3_500_000);
    expect(await hub.read(last)).toEqual(said);
    later(160_000);
    expect(await kids(hub)).toEqual([second]);
  });

  it('are the same for processes that need them at the same moment', async () => {
    await using db = await openSecond();
    const all = [tokens(), tokens(db.db), tokens(), tokens(db.db)];
    const texts = await Promise.all(all.map((each) => each.sign(said, 900)));
    expect(new Set(texts.map(kidOf)).size).toBe(1);
    for (const text of texts) for (const each of all) expect(await each.read(text)).toEqual(said);
  });

  it('made by another process meanwhile are found at once', async () => {
    const waiting = tokens();
    expect(await waiting.read(await tokens().sign(said, 900))).toEqual(said);
  });

  it('show nobody their private half', async () => {
    const { keys } = await tokens().keySet();
    expect(keys.map((key) => Object.keys(key).sort())).toEqual([['alg', 'crv', 'kid', 'kty', 'use', 'x']]);
    const [row] = await inTransaction(test.db, (tx) => tx.signingKey.findMany());
    expect(row?.privateEncrypted).toMatch(/^v1\./);
  });

  it('that were sealed with another secret check tokens and sign none', async () => {
    const before = await tokens().sign(said, 900);
    const hub = tokens(test.db, { vault: 'another secret of the hub, long enough' });
    expect(kidOf(await hub.sign(said, 900))).not.toBe(kidOf(before));
    expect(await hub.read(before)).toEqual(said);
  });
});

const seconds = (away: number) => Math.floor(clock.getTime() / 1000) + away;

async function openSecond() {
  const db = await openDatabase({ url: test.url });
  return { db, [Symbol.asyncDispose]: () => db.close() };
}

async function kids(hub: Tokens): Promise<string[]> {
  return (await hub.keySet()).keys.map(({ kid = '' }) => kid);
}

function kidOf(text: string): string {
  return JSON.parse(Buffer.from(text.split('.')[0] ?? '', 'base64url').toString()).kid;
}

async function strange() {
  return (await generateKeyPair('EdDSA', { crv: 'Ed25519' })).privateKey;
}

async function symmetric(): Promise<string> {
  const [{ x = '' } = {}] = (await tokens().keySet()).keys;
  return forged({ header: { alg: 'HS256' }, key: Buffer.from(x, 'base64url') });
}

async function unsigned(): Promise<string> {
  const [, payload] = (await forged({})).split('.');
  const header = Buffer.from(JSON.stringify({ alg: 'none', kid: (await hubKey()).kid })).toString('base64url');
  return `${header}.${payload}.`;
}

function changed(text: string): string {
  const [header, payload = '', signature] = text.split('.');
  const other = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), terminal: 't2' };
  return [header, Buffer.from(JSON.stringify(other)).toString('base64url'), signature].join('.');
}
