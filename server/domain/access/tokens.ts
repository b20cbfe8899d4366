/** The short-lived tokens that devices and people's programs carry: JWT, signed by the hub, with one fixed algorithm. A token only
 *  says who it was given to; whether that one may still come in is asked with every request. */
import { createHash } from 'node:crypto';
import { errors, type JWK, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { createVault } from '../../core/vault.ts';
import type { Ctx, Database, Logger } from '../../db/index.ts';
import { systemCtx } from '../tenancy/index.ts';
import {
  hasSuccessor,
  leewaySeconds,
  loadSigningKeys,
  longestTokenSeconds,
  makeSigningKeys,
  type SigningKey,
  signerOf,
  tokenAlgorithm,
} from './signing-keys.ts';

const audience = 'gate-api';
const rereadMs = 60_000;
/** Between two looks for a key that is not known: whoever makes up key ids costs no query each. */
const strangeKeyMs = 1000;
const mostRemembered = 20_000;

const deviceClaims = z.object({
  typ: z.literal('device'),
  /** `terminal:<uuid>`. */
  sub: z.string(),
  company: z.string(),
  store: z.string(),
  terminal: z.string(),
  /** What it was given for: `key:<id of the key>`, or `secret:<hash of the terminal's secret>`. */
  key: z.string(),
});

const personClaims = z.object({
  typ: z.literal('person'),
  /** `user:<id>`. */
  sub: z.string(),
  /** The session that it belongs to. */
  sid: z.string(),
});

const claims = z.discriminatedUnion('typ', [deviceClaims, personClaims]);

export type TokenClaims = z.infer<typeof claims>;
export type DeviceClaims = z.infer<typeof deviceClaims>;

interface TokenDeps {
  db: Database;
  log: Logger;
  now(): Date;
  config: { publicUrl: string; secrets: { vault: string | Uint8Array } };
}

interface Remembered {
  claims: TokenClaims;
  keyId: string;
  /** Seconds since 1970. */
  notBefore: number;
  expires: number;
}

/** Signs tokens and reads them. One for each process: it keeps the keys, and which tokens it has found genuine. */
export class Tokens {
  readonly #ctx: Ctx;
  readonly #issuer: string;
  readonly #vault;
  #keys: readonly SigningKey[] = [];
  /** By the hub's clock. */
  #readAt = 0;
  /** By a clock that nobody sets. */
  #lookedAt = 0;
  #loading: Promise<void> | undefined;
  readonly #genuine = new Map<string, Remembered>();

  constructor(deps: TokenDeps) {
    this.#ctx = systemCtx(deps, 'signing-keys', 'job');
    this.#issuer = deps.config.publicUrl;
    this.#vault = createVault(deps.config.secrets.vault, 'signing keys');
  }

  /** @param seconds how long it lives, an hour at most
   *  @throws unavailable */
  async sign(said: TokenClaims, seconds: number): Promise<string> {
    if (!(seconds > 0 && seconds <= longestTokenSeconds)) throw new RangeError(`no token lives for ${seconds} s`);
    const now = this.#ctx.now();
    const key = await this.#signer(now);
    const at = Math.floor(now.getTime() / 1000);
    return new SignJWT({ ...said })
      .setProtectedHeader({ alg: tokenAlgorithm, kid: key.id, typ: 'JWT' })
      .setIssuer(this.#issuer)
      .setAudience(audience)
      .setIssuedAt(at)
      .setNotBefore(at)
      .setExpirationTime(at + seconds)
      .setJti(crypto.randomUUID())
      .sign(key.privateKey);
  }

  /** What a genuine token says; null: it is none of this hub's, none for its API, is over or not yet good.
   *  @throws unavailable */
  async read(text: string): Promise<TokenClaims | null> {
    const now = this.#ctx.now();
    await this.#refresh(now);
    const hash = createHash('sha256').update(text).digest('base64url');
    const known = this.#genuine.get(hash);
    if (known) return this.#isGood(known, now) ? known.claims : null;
    const found = await this.#verify(text, now);
    if (found === null) return null;
    this.#genuine.set(hash, found);
    for (const oldest of this.#genuine.keys()) {
      if (this.#genuine.size <= mostRemembered) break;
      this.#genuine.delete(oldest);
    }
    return found.claims;
  }

  /** The public keys, those among them that will sign tomorrow (RFC 7517).
   *  @throws unavailable */
  async keySet(): Promise<{ keys: JWK[] }> {
    await this.#signer(this.#ctx.now());
    return { keys: this.#keys.map(({ publicJwk }) => publicJwk) };
  }

  async #verify(text: string, now: Date): Promise<Remembered | null> {
    try {
      const { payload, protectedHeader } = await jwtVerify(text, ({ kid }) => this.#publicKey(kid, now), {
        algorithms: [tokenAlgorithm],
        issuer: this.#issuer,
        audience,
        currentDate: now,
        clockTolerance: leewaySeconds,
        maxTokenAge: longestTokenSeconds,
        requiredClaims: ['iat', 'nbf', 'exp', 'sub'],
      });
      const parsed = claims.safeParse(payload);
      const { exp = 0, nbf = 0, iat = 0 } = payload;
      if (!parsed.success) return null;
      return { claims: parsed.data, keyId: String(protectedHeader.kid), notBefore: Math.max(nbf, iat), expires: exp };
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }

  #isGood({ keyId, notBefore, expires }: Remembered, now: Date): boolean {
    const seconds = now.getTime() / 1000;
    if (notBefore - leewaySeconds > seconds || expires + leewaySeconds <= seconds) return false;
    return this.#keys.some((key) => key.id === keyId && key.acceptedUntil > now);
  }

  async #publicKey(kid: string | undefined, now: Date): Promise<SigningKey['publicKey']> {
    const find = () => this.#keys.find((key) => key.id === kid && key.acceptedUntil > now);
    if (!find() && performance.now() - this.#lookedAt >= strangeKeyMs) await this.#load();
    const key = find();
    if (!key) throw new errors.JWKSNoMatchingKey();
    return key.publicKey;
  }

  async #signer(now: Date): Promise<SigningKey & { privateKey: SigningKey['publicKey'] }> {
    await this.#refresh(now);
    if (!signerOf(this.#keys, now) || !hasSuccessor(this.#keys, now)) {
      await makeSigningKeys(this.#ctx, this.#vault);
      await this.#load();
    }
    // By the clock of now: one that was just made signs from a moment later than when this began.
    const key = signerOf(this.#keys, this.#ctx.now());
    if (!key?.privateKey) throw new Error('a key that signs was made a moment ago');
    return { ...key, privateKey: key.privateKey };
  }

  async #refresh(now: Date): Promise<void> {
    const age = now.getTime() - this.#readAt;
    if (age >= rereadMs || age < 0) await this.#load();
  }

  /** Those who ask at the same moment share one query. */
  #load(): Promise<void> {
    this.#loading ??= loadSigningKeys(this.#ctx, this.#vault)
      .then((keys) => {
        this.#keys = keys;
        this.#readAt = this.#ctx.now().getTime();
        this.#lookedAt = performance.now();
      })
      .finally(() => {
        this.#loading = undefined;
      });
    return this.#loading;
  }
}
