/** The keys by which the hub signs tokens. Each is published a day before it signs, so that whoever keeps the key set has it in
 *  time, signs for thirty days, and is accepted until the last token that it signed has ended. They are made when they are
 *  needed: several processes agree because who makes one holds a row of the database. */
import { exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { z } from 'zod';
import { newId } from '../../core/ids.ts';
import type { Vault } from '../../core/vault.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';

export const tokenAlgorithm = 'EdDSA';
const dayMs = 24 * 3_600_000;
const signsMs = 30 * dayMs;
const publishedBeforeMs = dayMs;
/** The longest that any token lives, and what clocks may differ. */
export const longestTokenSeconds = 3600;
export const leewaySeconds = 60;
const acceptedAfterMs = (longestTokenSeconds + leewaySeconds) * 1000;

type Key = Awaited<ReturnType<typeof importJWK>>;

export interface SigningKey {
  id: string;
  publicJwk: JWK;
  publicKey: Key;
  /** Null: sealed with another secret than this hub's, so that it can only be checked against. */
  privateKey: Key | null;
  signsFrom: Date;
  signsUntil: Date;
  acceptedUntil: Date;
}

const storedJwk = z.record(z.string(), z.unknown());

/** Keys that tokens of now may be signed with, the newest first. */
export async function loadSigningKeys(ctx: Ctx, vault: Vault): Promise<SigningKey[]> {
  const rows = await ctx.db.reader.signingKey.findMany({
    where: { acceptedUntil: { gt: ctx.now() } },
    orderBy: [{ signsFrom: 'desc' }, { id: 'asc' }],
  });
  return Promise.all(
    rows.map(async ({ id, publicJwk, privateEncrypted, signsFrom, signsUntil, acceptedUntil }) => {
      const jwk: JWK = storedJwk.parse(JSON.parse(publicJwk));
      const opened = vault.open(privateEncrypted, sealedFor(id));
      return {
        ...{ id, signsFrom, signsUntil, acceptedUntil },
        publicJwk: { ...jwk, kid: id, alg: tokenAlgorithm, use: 'sig' },
        publicKey: await importJWK(jwk, tokenAlgorithm),
        privateKey: opened === null ? null : await importJWK(storedJwk.parse(JSON.parse(opened)), tokenAlgorithm),
      };
    }),
  );
}

/** The key that signs now; undefined: one has to be made. */
export function signerOf(keys: readonly SigningKey[], now: Date): SigningKey | undefined {
  return keys.find((key) => key.privateKey !== null && key.signsFrom <= now && now < key.signsUntil);
}

/** Whether the key that will sign tomorrow is there already. */
export function hasSuccessor(keys: readonly SigningKey[], now: Date): boolean {
  return keys.some((key) => key.privateKey !== null && key.signsUntil.getTime() > now.getTime() + publishedBeforeMs);
}

/** Makes the keys that are missing, unless another process has just made them, and forgets those that are over. */
export async function makeSigningKeys(ctx: Ctx, vault: Vault): Promise<void> {
  const prepared = [await prepareKey(vault), await prepareKey(vault)] as const;
  await inTransaction(ctx, async (tx) => {
    // Written even when it exists, which locks it before the keys are read.
    await tx.hubState.upsert({
      where: { key: lockKey },
      create: { key: lockKey, value: '' },
      update: { key: lockKey },
    });
    const now = ctx.now();
    const stored = await tx.signingKey.findMany({ where: { signsUntil: { gt: now } } });
    const own = stored.filter(({ id, privateEncrypted }) => vault.open(privateEncrypted, sealedFor(id)) !== null);
    let last = own.reduce((latest, { signsUntil }) => Math.max(latest, signsUntil.getTime()), 0);
    if (!own.some(({ signsFrom }) => signsFrom <= now)) {
      last = Math.max(last, await insert({ tx, ctx }, prepared[0], now));
    }
    if (last <= now.getTime() + publishedBeforeMs) await insert({ tx, ctx }, prepared[1], new Date(last));
    await tx.signingKey.deleteMany({ where: { acceptedUntil: { lte: new Date(now.getTime() - dayMs) } } });
  });
}

const lockKey = 'signing-keys';

/** @returns when it ends to sign */
async function insert(
  { tx, ctx }: { tx: Tx; ctx: Ctx },
  key: Awaited<ReturnType<typeof prepareKey>>,
  signsFrom: Date,
): Promise<number> {
  const signsUntil = new Date(signsFrom.getTime() + signsMs);
  const acceptedUntil = new Date(signsUntil.getTime() + acceptedAfterMs);
  await tx.signingKey.create({ data: { ...key, createdAt: ctx.now(), signsFrom, signsUntil, acceptedUntil } });
  await recordAudit(tx, ctx, {
    companyId: null,
    action: 'signing-key.create',
    subjectType: 'signing-key',
    subjectId: key.id,
    after: { signsFrom, signsUntil },
  });
  return signsUntil.getTime();
}

async function prepareKey(vault: Vault) {
  const { publicKey, privateKey } = await generateKeyPair(tokenAlgorithm, { crv: 'Ed25519', extractable: true });
  const id = newId();
  return {
    id,
    publicJwk: JSON.stringify(await exportJWK(publicKey)),
    privateEncrypted: vault.seal(JSON.stringify(await exportJWK(privateKey)), sealedFor(id)),
  };
}

function sealedFor(id: string): string {
  return `signing-key:${id}`;
}
