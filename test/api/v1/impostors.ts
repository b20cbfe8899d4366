/** Callers whose token or key was good once, will be, or was made by somebody else: none of them may get in anywhere. */
import { createSecretKey, type KeyObject } from 'node:crypto';
import { decodeJwt, generateKeyPair, importJWK, type JWTPayload, SignJWT } from 'jose';
import { createVault } from '../../../server/core/vault.ts';
import { inTransaction } from '../../../server/db/index.ts';
import { issueTerminalKey, newKey, revokeTerminalKey } from '../../../server/domain/access/index.ts';
import { createTerminal } from '../../../server/domain/stores/index.ts';
import { goodPassword, hubCtx } from '../../support/people.ts';
import type { Caller, Everybody, Hub } from './everybody.ts';
import { bearer, programKey } from './support.ts';

export interface Impostor {
  name: string;
  /** Made anew for each call: the one thing that is wrong with it is what its name says. */
  headers(): Promise<Record<string, string>>;
}

type Key = Parameters<SignJWT['sign']>[0];

interface Forged {
  header?: object;
  payload?: object;
  key?: Key;
}

const tokenSeconds = 900;

/** @param everybody whose tokens are copied: those of the first company's owner and till */
export async function makeImpostors(hub: Hub, everybody: Everybody): Promise<Impostor[]> {
  const forger = await Forger.of(hub);
  const copied = ['owner', 'device'].flatMap((name) => {
    const caller = everybody.callers[name];
    if (!caller) throw new Error(`there is no ${name}`);
    return forgeries(hub, forger, caller);
  });
  return [...copied, ...(await endedOnes(hub, everybody)), ...(await keysOfPrograms(hub, everybody))];
}

/** What the forgeries are made of, with nothing wrong: it gets in. */
export async function genuineCopy(hub: Hub, caller: Caller): Promise<Record<string, string>> {
  return bearer(await (await Forger.of(hub)).forge(caller, {}));
}

function forgeries({ deps }: Hub, forger: Forger, caller: Caller): Impostor[] {
  const at = () => Math.floor(deps.now().getTime() / 1000);
  const from = (seconds: number) => ({ iat: at() + seconds, nbf: at() + seconds, exp: at() + seconds + tokenSeconds });
  const one = (name: string, forged: () => Forged | Promise<Forged>): Impostor => ({
    name: `${caller.name}, ${name}`,
    headers: async () => bearer(await forger.forge(caller, await forged())),
  });
  return [
    one('expired', () => ({ payload: from(-2 * tokenSeconds) })),
    one('not yet valid', () => ({ payload: from(3600) })),
    one('of another key', async () => ({ key: (await generateKeyPair('EdDSA')).privateKey })),
    one('for another audience', () => ({ payload: { aud: 'gate-portal' } })),
    one('of another issuer', () => ({ payload: { iss: 'https://other.test' } })),
    one('by the public key as a secret', async () => ({ header: { alg: 'HS256' }, key: await forger.publicSecret() })),
    { name: `${caller.name}, unsigned`, headers: async () => bearer(await forger.unsigned(caller)) },
    { name: `${caller.name}, changed`, headers: async () => bearer(await forger.changed(caller)) },
  ];
}

/** Makes tokens as the hub does, but for one thing. */
class Forger {
  readonly #deps: Hub['deps'];
  readonly #own: { kid: string; key: Key; x: string };

  private constructor(deps: Hub['deps'], own: { kid: string; key: Key; x: string }) {
    this.#deps = deps;
    this.#own = own;
  }

  static async of({ deps }: Hub): Promise<Forger> {
    const { id, privateEncrypted, publicJwk } = await deps.db.reader.signingKey.findFirstOrThrow({
      orderBy: { signsFrom: 'asc' },
    });
    const opened = createVault(deps.config.secrets.vault, 'signing keys').open(privateEncrypted, `signing-key:${id}`);
    const key = await importJWK(JSON.parse(opened ?? ''), 'EdDSA');
    return new Forger(deps, { kid: id, key, x: (JSON.parse(publicJwk) as { x: string }).x });
  }

  async forge(caller: Caller, { header = {}, payload = {}, key = this.#own.key }: Forged): Promise<string> {
    return new SignJWT({ ...this.#claimsOf(caller), ...payload })
      .setProtectedHeader({ alg: 'EdDSA', kid: this.#own.kid, typ: 'JWT', ...header })
      .sign(key);
  }

  /** What anybody can fetch, taken for a secret that both sides know. */
  async publicSecret(): Promise<KeyObject> {
    return createSecretKey(Buffer.from(this.#own.x, 'base64url'));
  }

  async unsigned(caller: Caller): Promise<string> {
    const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${encoded({ alg: 'none', kid: this.#own.kid, typ: 'JWT' })}.${encoded(this.#claimsOf(caller))}.`;
  }

  /** Signed by the hub, and then made to live longer. */
  async changed(caller: Caller): Promise<string> {
    const [header, payload, signature] = (await this.forge(caller, {})).split('.');
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as JWTPayload;
    const longer = Buffer.from(JSON.stringify({ ...claims, exp: (claims.exp ?? 0) + 60 })).toString('base64url');
    return `${header}.${longer}.${signature}`;
  }

  /** As they are in the caller's own token, issued just now. */
  #claimsOf({ headers }: Caller): JWTPayload {
    const at = Math.floor(this.#deps.now().getTime() / 1000);
    const token = (headers['authorization'] ?? '').slice('Bearer '.length);
    return { ...decodeJwt(token), iat: at, nbf: at, exp: at + tokenSeconds };
  }
}

const always = (name: string, text: string): Impostor => ({ name, headers: async () => bearer(text) });

/** Tokens that are right by themselves, of somebody who may come in no more. */
async function endedOnes(hub: Hub, { ours }: Everybody): Promise<Impostor[]> {
  const { deps, url } = hub;
  const forger = await Forger.of(hub);
  const ask = async (path: string, body: object, headers = {}): Promise<{ access: string }> => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers } };
    const answer = await fetch(`${url}/api/v1${path}`, { ...init, body: JSON.stringify(body) });
    return answer.status === 204 ? { access: '' } : ((await answer.json()) as { access: string });
  };
  const person = await ask('/auth/sign-in', { username: 'plain.member', password: goodPassword });
  await ask('/auth/sign-out', {}, bearer(person.access));

  const ctx = hubCtx(deps.db, () => deps.now());
  const terminal = await createTerminal(ctx, { storeId: ours.storeId, code: 'POS-REVOKED' });
  const { keyId, text } = await issueTerminalKey(ctx, { terminalId: terminal.id });
  const device = await ask('/auth/token', { api_key: text });
  await revokeTerminalKey(ctx, { terminalId: terminal.id, keyId });
  const ended = (name: string, access: string): Impostor => {
    const caller = {
      name,
      kind: 'device',
      isOurs: true,
      headers: bearer(access),
      renew: async () => undefined,
    } as const;
    return { name, headers: async () => bearer(await forger.forge(caller, {})) };
  };
  return [ended('person, signed out', person.access), ended('device, of a revoked key', device.access)];
}

async function keysOfPrograms({ deps }: Hub, { ours }: Everybody): Promise<Impostor[]> {
  const { db, now } = deps;
  const expired = await programKey(db, { companyId: ours.id, expiresAt: new Date(now().getTime() - 1) });
  const revoked = await programKey(db, { companyId: ours.id });
  await inTransaction(db, (tx) => tx.apiKey.update({ where: { id: revoked.id }, data: { revokedAt: now() } }));
  const replaced = await programKey(db, { companyId: ours.id });
  const over = { replacedAt: now(), overlapUntil: new Date(now().getTime() - 1) };
  await inTransaction(db, (tx) => tx.apiKey.update({ where: { id: replaced.id }, data: over }));
  return [
    always('program, expired', expired.text),
    always('program, revoked', revoked.text),
    always('program, replaced', replaced.text),
    always('program, made up', newKey('program').text),
    always('till, made up', newKey('terminal').text),
  ];
}
