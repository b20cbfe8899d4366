/** Keys of terminals for the gate dialect: issued, renewed, revoked. A terminal has one that is current, and for a while those that
 *  it took the place of. */
import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { type Ctx, inTransaction, statement, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { nextVersions } from '../feed/index.ts';
import { endKeys } from '../stores/index.ts';
import { authorize, parseInput } from '../tenancy/index.ts';
import { type NewKey, newKey } from './key-text.ts';
import type { IssuedKey } from './program-keys.ts';

const hourMs = 3_600_000;
const longestOverlapHours = 31 * 24;

const input = z.object({
  terminalId: z.int(),
  /** For how long the key before works beside the new one; 0: it ends at once. */
  overlapHours: z
    .number()
    .min(0, 'Choose for how long the old key works on.')
    .max(longestOverlapHours, 'Choose for how long the old key works on.')
    .default(0),
  /** The key that the person has seen as the current one, null for none. Absent: whatever it is. */
  replaces: z.string().nullish(),
});

/** Gives a terminal a new key. The one before works on for the chosen time; a revocation of the terminal ends with it, and so does
 *  whatever secret it had before that.
 *  @throws invalid_input the overlap is too long
 *  @throws stale         somebody else has issued one since `replaces`
 *  @throws forbidden     a program asks: keys make no keys
 *  @throws not_found     the terminal is none that the actor sees, or was retired */
export async function issueTerminalKey(ctx: Ctx, raw: z.input<typeof input>): Promise<IssuedKey> {
  if (ctx.actor.kind === 'program') throw new DomainError('forbidden', {}, 'Keys are made by people.');
  const given = parseInput(input, raw);
  return inTransaction(ctx, (tx) => issueTerminalKeyIn({ tx, ctx }, given));
}

/** The same inside the caller's transaction.
 *  @param given `createdById`: who has let the device in that fetches it; `key`: the new one, default: one by chance */
export async function issueTerminalKeyIn(
  { tx, ctx }: Work,
  {
    terminalId,
    overlapHours,
    replaces,
    key = newKey('terminal'),
    ...by
  }: z.output<typeof input> & { createdById?: string | null; key?: NewKey },
): Promise<IssuedKey> {
  const terminal = await holdTerminal({ tx, ctx }, terminalId);
  const now = ctx.now();
  const current = await findCurrent(tx, terminalId, now);
  if (replaces !== undefined && replaces !== (current?.id ?? null)) {
    throw new DomainError('stale', {}, 'This till has got another key since this page was opened. Open it again.');
  }
  const overlapUntil = new Date(now.getTime() + overlapHours * hourMs);
  if (terminal.revokedAt !== null) await takeBack(tx, terminal, now);
  const createdById = by.createdById ?? (ctx.actor.kind === 'user' ? ctx.actor.userId : null);
  const keyId = await replaceKeyIn({ tx, ctx }, terminal, { current, next: key, overlapUntil, createdById });
  return { keyId, text: key.text };
}

interface Replacement {
  /** Null: there is none. */
  current: { prefix: string } | null;
  next: NewKey;
  overlapUntil: Date;
  createdById: string | null;
  /** Null: never. */
  expiresAt?: Date | null;
}

/** Puts a key in the place of the current one, which works on until `overlapUntil`.
 *  @param terminal locked
 *  @returns its id */
export async function replaceKeyIn(
  { tx, ctx }: Work,
  terminal: Held,
  { current, next, overlapUntil, createdById, expiresAt = null }: Replacement,
): Promise<string> {
  const { id: terminalId, companyId } = terminal;
  const { prefix, keyHash } = next;
  const now = ctx.now();
  const keyId = newId();
  await tx.apiKey.updateMany({
    where: { terminalId, revokedAt: null, replacedAt: null },
    data: { replacedAt: now, overlapUntil },
  });
  const whose = { id: keyId, companyId, terminalId, kind: 'terminal', name: '' };
  await tx.apiKey.create({
    data: { ...whose, prefix, keyHash, createdAt: now, createdById, expiresAt },
    select: { id: true },
  });
  const isBack = terminal.revokedAt !== null;
  await note({ tx, ctx }, terminal, {
    action: current ? 'terminal.rotate-key' : 'terminal.issue-key',
    ...(current && { before: { prefix: current.prefix } }),
    after: { prefix, ...(current && !isBack && { overlapUntil }), ...(isBack && { revokedAt: null }) },
  });
  return keyId;
}

/** Ends a key of a terminal at once, for good.
 *  @throws not_found there is no such key, it was revoked before, or the terminal is none that the actor sees */
export async function revokeTerminalKey(
  ctx: Ctx,
  { terminalId, keyId }: { terminalId: number; keyId: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const terminal = await holdTerminal({ tx, ctx }, terminalId);
    const key = await tx.apiKey.findFirst({
      where: { id: keyId, terminalId, kind: 'terminal', revokedAt: null },
      select: { prefix: true },
    });
    if (!key) throw new DomainError('not_found', { keyId });
    await tx.apiKey.update({ where: { id: keyId }, data: { revokedAt: ctx.now() }, select: { id: true } });
    await note({ tx, ctx }, terminal, { action: 'terminal.revoke-key', before: { prefix: key.prefix } });
  });
}

/** A key of a terminal, as people tell it from others. Instants are null for what never happened. */
export interface TerminalKey {
  id: string;
  prefix: string;
  createdAt: Date;
  /** A new key takes the place of this one. */
  isCurrent: boolean;
  /** Null: until it is replaced or revoked. */
  worksUntil: Date | null;
  lastUsedAt: Date | null;
  lastAddress: string | null;
}

/** Keys of a terminal that work, the current one first. A revoked terminal may have some; they let nobody in.
 *  @throws not_found the terminal is none that the actor sees */
export async function listTerminalKeys(
  ctx: Ctx,
  which: { id: number } | { companyId: number; uuid: string },
): Promise<TerminalKey[]> {
  const terminal = await ctx.db.reader.terminal.findFirst({
    where: { ...which, store: { deletedAt: null } },
    select: { id: true, companyId: true, storeId: true },
  });
  if (!terminal) throw new DomainError('not_found', { ...which });
  authorize(ctx, 'terminal.see', terminal);
  const now = ctx.now();
  const keys = await ctx.db.reader.apiKey.findMany({
    where: {
      ...{ terminalId: terminal.id, kind: 'terminal', revokedAt: null },
      AND: [
        { OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
        { OR: [{ replacedAt: null }, { overlapUntil: { gt: now } }] },
      ],
    },
    orderBy: [{ replacedAt: { sort: 'desc', nulls: 'first' } }, { createdAt: 'desc' }, { id: 'asc' }],
  });
  return keys.map(({ id, prefix, createdAt, replacedAt, overlapUntil, expiresAt, lastUsedAt, lastAddress }) => ({
    ...{ id, prefix, createdAt, lastUsedAt, lastAddress },
    isCurrent: replacedAt === null,
    worksUntil: replacedAt === null ? expiresAt : overlapUntil,
  }));
}

type Work = { tx: Tx; ctx: Ctx };

/** Locks the row on PostgreSQL without standing in the way of rows that refer to it. */
const hold = statement({
  params: { terminal: 'int' },
  sql: (q) => `UPDATE terminals SET version = version WHERE id = ${q.param('terminal')} AND deleted_at IS NULL`,
});

async function holdTerminal({ tx, ctx }: Work, id: number) {
  const terminal = await lockTerminal({ tx, ctx }, id);
  authorize(ctx, 'terminal.manage', terminal);
  return terminal;
}

/** The terminal that acts, locked until the transaction ends.
 *  @throws forbidden         no terminal acts
 *  @throws terminal_disabled it was revoked */
export async function holdOwnTerminal({ tx, ctx }: Work) {
  if (ctx.actor.kind !== 'terminal') throw new DomainError('forbidden');
  const terminal = await lockTerminal({ tx, ctx }, ctx.actor.terminalId);
  if (terminal.revokedAt !== null) {
    throw new DomainError('terminal_disabled', { terminalId: terminal.id }, 'The access of this terminal was revoked.');
  }
  return terminal;
}

async function lockTerminal({ tx, ctx }: Work, id: number) {
  const isThere = await ctx.db.dialect.execute(tx, hold, { terminal: id });
  const terminal = await tx.terminal.findFirst({
    where: { id, deletedAt: null, store: { deletedAt: null }, company: { deletedAt: null } },
    select: { id: true, companyId: true, storeId: true, revokedAt: true },
  });
  if (isThere === 0 || !terminal) throw new DomainError('not_found', { terminalId: id });
  return terminal;
}

type Held = Awaited<ReturnType<typeof holdTerminal>>;

function findCurrent(tx: Tx, terminalId: number, now: Date) {
  return tx.apiKey.findFirst({
    where: {
      ...{ terminalId, kind: 'terminal', revokedAt: null, replacedAt: null },
      OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
    },
    select: { id: true, prefix: true },
  });
}

/** Takes a revocation back, as pairing does: only for the new key. */
async function takeBack(tx: Tx, { id, companyId }: Held, at: Date): Promise<void> {
  await endKeys(tx, id, { at, until: null });
  const version = await nextVersions(tx, companyId);
  const noSecret = { secretHash: null, secretHint: null, secretIssuedAt: null };
  await tx.terminal.update({
    where: { id },
    data: { ...noSecret, revokedAt: null, graceUntil: null, version },
    select: { id: true },
  });
  await tx.terminalFormerSecret.deleteMany({ where: { terminalId: id } });
}

function note(
  { tx, ctx }: Work,
  { companyId, id }: Held,
  what: { action: string; before?: unknown; after?: unknown },
): Promise<void> {
  return recordAudit(tx, ctx, { companyId, subjectType: 'terminal', subjectId: id, ...what });
}
