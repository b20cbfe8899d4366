/** Keys for programs of a company: made, changed, renewed, revoked. A key says itself what it may do and where. It never may more
 *  than whoever made it held then, and it lives on when that person leaves or loses their rights: shops do not stand still because
 *  somebody has gone. The page of keys marks such a key, so that an owner decides. */
import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { authorize, can, parseInput, shortLine } from '../tenancy/index.ts';
import { newKey } from './key-text.ts';
import { isProgramAction } from './program-actions.ts';
import { actionsOf, storesOf } from './read-program-keys.ts';

const mostAlive = 100;
const mostStores = 500;
const mostOrigins = 20;
const mostPerMinute = 1_000_000;
const hourMs = 3_600_000;
const longestOverlapHours = 30 * 24;

const settings = z.object({
  name: shortLine(100).min(1, 'Give the key a name.'),
  /** Null: every store, also those that are opened later. */
  storeIds: z.array(z.int()).max(mostStores).nullable(),
  /** Null: never. */
  expiresAt: z.date().nullable(),
  origins: z
    .array(z.string().refine(isOrigin, 'Write addresses such as https://shop.example.com, without a path.'))
    .max(mostOrigins, `At most ${mostOrigins} addresses.`),
  requestsPerMinute: z
    .int('Write a whole number.')
    .min(1, 'Write a whole number.')
    .max(mostPerMinute, 'Write a smaller number.')
    .nullable(),
});

const issue = settings.extend({
  actions: z
    .array(z.string())
    .refine((all) => all.length > 0 && all.every(isProgramAction), 'Choose what the program may do.'),
});

export interface KeySettings {
  companyId: number;
  name: string;
  storeIds: readonly number[] | null;
  expiresAt: Date | null;
  origins: readonly string[];
  /** Null: the hub's usual allowance. */
  requestsPerMinute: number | null;
}

export interface IssuedKey {
  keyId: string;
  /** Shown once. */
  text: string;
}

/** Makes a key.
 *  @throws invalid_input `facts.errors` names the fields
 *  @throws forbidden     whoever makes it does not hold an action themselves, in a store that was chosen
 *  @throws conflict      the company has very many keys already */
export async function issueProgramKey(
  ctx: Ctx,
  input: KeySettings & { actions: readonly string[] },
): Promise<IssuedKey> {
  const { companyId } = input;
  authorize(ctx, 'key.manage', { companyId });
  const given = parseInput(issue, { ...copied(input), actions: [...new Set(input.actions)] });
  requireFuture(ctx, given.expiresAt);
  requireHeld(ctx, companyId, given);
  const { text, prefix, keyHash } = newKey('program');
  const keyId = newId();
  await inTransaction(ctx, async (tx) => {
    const stores = await requireStores(tx, companyId, given.storeIds);
    const alive = { companyId, kind: 'program', revokedAt: null, replacedAt: null };
    const isEnded = { expiresAt: { lte: ctx.now() } };
    if ((await tx.apiKey.count({ where: { ...alive, NOT: isEnded } })) >= mostAlive) {
      throw new DomainError('conflict', {}, `A company has at most ${mostAlive} keys: revoke some.`);
    }
    const row = { id: keyId, companyId, kind: 'program', prefix, keyHash, createdAt: ctx.now(), ...makerOf(ctx) };
    const actions = JSON.stringify(given.actions);
    await tx.apiKey.create({ data: { ...row, ...columnsOf(given), actions }, select: { id: true } });
    await note(ctx, tx, {
      companyId,
      keyId,
      action: 'key.create',
      after: { ...said(given, stores), prefix, actions: given.actions },
    });
  });
  return { keyId, text };
}

/** Changes what a key is called, where it reaches, how long and from which pages. What it may do stays: another purpose is another
 *  key.
 *  @throws not_found     there is no such key, or it works no more
 *  @throws invalid_input, forbidden as `issueProgramKey` */
export async function changeProgramKey(ctx: Ctx, input: KeySettings & { keyId: string }): Promise<void> {
  const { companyId, keyId } = input;
  authorize(ctx, 'key.manage', { companyId });
  const given = parseInput(settings, copied(input));
  await inTransaction(ctx, async (tx) => {
    const key = await findWorking(tx, { companyId, keyId });
    if (given.expiresAt?.getTime() !== key.expiresAt?.getTime()) requireFuture(ctx, given.expiresAt);
    requireHeld(ctx, companyId, { actions: actionsOf(key), storeIds: given.storeIds });
    const stores = await requireStores(tx, companyId, given.storeIds);
    await tx.apiKey.update({ where: { id: keyId }, data: columnsOf(given), select: { id: true } });
    await note(ctx, tx, { companyId, keyId, action: 'key.update', before: { ...key }, after: said(given, stores) });
  });
}

/** Makes a new key in place of one, with the same settings; the old one works on for some hours, so that programs can be changed
 *  one after the other.
 *  @throws not_found     there is no such key, it works no more, or was replaced before
 *  @throws conflict      it has expired
 *  @throws invalid_input more hours than thirty days have
 *  @throws forbidden     whoever renews it does not hold what the key may do */
export async function rotateProgramKey(
  ctx: Ctx,
  { companyId, keyId, overlapHours }: { companyId: number; keyId: string; overlapHours: number },
): Promise<IssuedKey> {
  authorize(ctx, 'key.manage', { companyId });
  if (!Number.isInteger(overlapHours) || overlapHours < 0 || overlapHours > longestOverlapHours) {
    const message = 'Choose for how long the old key works on.';
    throw new DomainError('invalid_input', { errors: [{ path: 'overlapHours', message }] });
  }
  const { text, prefix, keyHash } = newKey('program');
  const nextId = newId();
  const now = ctx.now();
  await inTransaction(ctx, async (tx) => {
    const key = await findWorking(tx, { companyId, keyId });
    if (key.expiresAt !== null && key.expiresAt <= now) {
      throw new DomainError('conflict', {}, 'This key has expired: give it more time first.');
    }
    requireHeld(ctx, companyId, { actions: actionsOf(key), storeIds: storesOf(key) });
    const overlapUntil = new Date(now.getTime() + overlapHours * hourMs);
    const { count } = await tx.apiKey.updateMany({
      where: { id: keyId, replacedAt: null },
      data: { replacedAt: now, overlapUntil },
    });
    if (count !== 1) throw new DomainError('not_found', { keyId });
    const { name, actions, storeIds, origins, requestsPerMinute, expiresAt } = key;
    const kept = { name, actions, storeIds, origins, requestsPerMinute, expiresAt };
    const row = { id: nextId, companyId, kind: 'program', prefix, keyHash, createdAt: now, ...makerOf(ctx) };
    await tx.apiKey.create({ data: { ...row, ...kept }, select: { id: true } });
    await note(ctx, tx, { companyId, keyId, action: 'key.rotate', after: { prefix, successor: nextId, overlapUntil } });
  });
  return { keyId: nextId, text };
}

/** Ends a key at once, for good.
 *  @throws not_found there is no such key, or it was revoked before */
export async function revokeProgramKey(
  ctx: Ctx,
  { companyId, keyId }: { companyId: number; keyId: string },
): Promise<void> {
  authorize(ctx, 'key.manage', { companyId });
  await inTransaction(ctx, async (tx) => {
    const { count } = await tx.apiKey.updateMany({
      where: { id: keyId, companyId, kind: 'program', revokedAt: null },
      data: { revokedAt: ctx.now() },
    });
    if (count !== 1) throw new DomainError('not_found', { keyId });
    await note(ctx, tx, { companyId, keyId, action: 'key.revoke' });
  });
}

function copied({ name, storeIds, expiresAt, origins, requestsPerMinute }: KeySettings) {
  const stores = storeIds === null ? null : [...new Set(storeIds)];
  return { name, storeIds: stores, expiresAt, origins: [...new Set(origins)], requestsPerMinute };
}

type Given = z.output<typeof settings>;

function columnsOf({ name, storeIds, expiresAt, origins, requestsPerMinute }: Given) {
  return {
    ...{ name, expiresAt, requestsPerMinute },
    ...{ storeIds: JSON.stringify(storeIds), origins: JSON.stringify(origins) },
  };
}

/** For the trail: stores by their codes. */
function said({ name, expiresAt, origins, requestsPerMinute }: Given, stores: readonly string[] | null) {
  return { name, expiresAt, origins, requestsPerMinute, stores };
}

function makerOf({ actor }: Ctx): { createdById: string | null } {
  return { createdById: actor.kind === 'user' ? actor.userId : null };
}

/** A key never may more than whoever makes it. */
function requireHeld(
  ctx: Ctx,
  companyId: number,
  key: { actions: readonly string[]; storeIds: readonly number[] | null },
) {
  for (const action of key.actions.filter(isProgramAction)) {
    const places = key.storeIds === null || key.storeIds.length === 0 ? [undefined] : key.storeIds;
    for (const storeId of places) {
      if (!can(ctx, action, { companyId, storeId })) throw new DomainError('forbidden', { action, companyId, storeId });
    }
  }
}

async function requireStores(tx: Tx, companyId: number, storeIds: readonly number[] | null): Promise<string[] | null> {
  if (storeIds === null) return null;
  const stores = await tx.store.findMany({
    where: { companyId, id: { in: [...storeIds] } },
    select: { code: true },
    orderBy: { id: 'asc' },
  });
  if (storeIds.length > 0 && stores.length === storeIds.length) return stores.map(({ code }) => code);
  const message = storeIds.length === 0 ? 'Choose a store.' : 'Choose stores of this company.';
  throw new DomainError('invalid_input', { errors: [{ path: 'storeIds', message }] });
}

function requireFuture(ctx: Ctx, expiresAt: Date | null): void {
  if (expiresAt === null || expiresAt > ctx.now()) return;
  const message = 'Choose a day that is not over.';
  throw new DomainError('invalid_input', { errors: [{ path: 'expiresAt', message }] });
}

/** A key that is neither revoked nor replaced, locked until the transaction ends. One that has expired may be given more time. */
async function findWorking(tx: Tx, { companyId, keyId }: { companyId: number; keyId: string }) {
  const where = { id: keyId, companyId, kind: 'program', revokedAt: null, replacedAt: null };
  // Written as it is, which locks the row.
  const { count } = await tx.apiKey.updateMany({ where, data: { kind: 'program' } });
  const key = count === 1 ? await tx.apiKey.findUnique({ where: { id: keyId }, select: kept }) : null;
  if (key === null) throw new DomainError('not_found', { keyId });
  return key;
}

const kept = {
  ...{ name: true, actions: true, storeIds: true, origins: true, requestsPerMinute: true, expiresAt: true },
} as const;

interface Change {
  companyId: number;
  keyId: string;
  action: string;
  before?: unknown;
  after?: unknown;
}

function note(ctx: Ctx, tx: Tx, { keyId, ...change }: Change): Promise<void> {
  return recordAudit(tx, ctx, { ...change, subjectType: 'api_key', subjectId: keyId });
}

/** As browsers write it: scheme, host and, where it is another than usual, port. Without encryption only one's own machine. */
function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { origin, protocol, hostname } = new URL(text);
  if (origin !== text.toLowerCase()) return false;
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname));
}
