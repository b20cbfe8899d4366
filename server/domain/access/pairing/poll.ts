import { DomainError } from '../../../core/errors.ts';
import type { Vault } from '../../../core/vault.ts';
import { type Ctx, inTransaction, statement, type Tx } from '../../../db/index.ts';
import { type NewKey, newKey } from '../key-text.ts';
import { issueTerminalKeyIn } from '../terminal-keys.ts';
import { hasKey } from './answer.ts';
import { hashDeviceCode } from './codes.ts';
import { pollSeconds } from './start.ts';

/** What a device that asks is told: to go on waiting, or its key. */
export type PollAnswer = { isWaiting: true } | { isWaiting: false; apiKey: string; terminalId: number };

/** For so long a key is told again to the device that it was made for: an answer can be lost on its way. */
const toldAgainMs = 600_000;

/** A device's clock and the way to it are not exact. */
const toleranceMs = 1000;

/** Locks the row, so that of two questions at the same time one gets the key. */
const noteAsked = statement({
  params: { hash: 'text', now: 'instant', before: 'instant' },
  sql: (q) => `UPDATE device_pairings SET last_polled_at = ${q.param('now')}
    WHERE device_code_hash = ${q.param('hash')}
      AND (last_polled_at IS NULL OR last_polled_at <= ${q.param('before')} OR last_polled_at > ${q.param('now')})`,
});

/** A device asks whether it was let in. Safe to repeat: for ten minutes the same device code is told the same key, which is not
 *  kept but made again, of what only the device knows and what only the hub knows.
 *  @throws not_found         nobody waits with this code
 *  @throws expired           its time is over, or it has fetched its key more than ten minutes ago
 *  @throws forbidden         somebody has sent it away, or the till was revoked or got another key meanwhile
 *  @throws too_many_requests it asks more often than it may
 *  @throws unavailable */
export function pollPairing(ctx: Ctx, deviceCode: string, vault: Vault): Promise<PollAnswer> {
  const hash = hashDeviceCode(deviceCode);
  return inTransaction(ctx, async (tx) => {
    const now = ctx.now();
    const before = new Date(now.getTime() - pollSeconds * 1000 + toleranceMs);
    const isOnTime = (await ctx.db.dialect.execute(tx, noteAsked, { hash, now, before })) > 0;
    const row = await tx.devicePairing.findUnique({ where: { deviceCodeHash: hash } });
    if (row === null) throw new DomainError('not_found', {}, 'No device waits with this code. Start again.');
    if (row.deniedAt !== null) throw denied('Somebody has refused this device.');
    const over = row.completedAt === null ? row.expiresAt : new Date(row.completedAt.getTime() + toldAgainMs);
    if (over <= now) {
      throw new DomainError('expired', {}, 'This code is over. Start again to get another one.');
    }
    if (!isOnTime) {
      const message = `Ask once in ${pollSeconds} seconds.`;
      throw new DomainError('too_many_requests', { retryAfterSeconds: pollSeconds }, message);
    }
    if (row.terminalId === null || row.approvedAt === null) return { isWaiting: true };
    const key = newKey('terminal', vault.derive(`paired key ${row.id} ${deviceCode}`));
    const paired = { ...row, terminalId: row.terminalId, key };
    return row.completedAt === null ? complete({ tx, ctx }, paired) : tellAgain({ tx, ctx }, paired);
  });
}

type Work = { tx: Tx; ctx: Ctx };

interface Paired {
  id: string;
  terminalId: number;
  approvedById: string | null;
  key: NewKey;
}

async function complete({ tx, ctx }: Work, row: Paired): Promise<PollAnswer> {
  const { terminalId, approvedById, key } = row;
  const terminal = await tx.terminal.findFirst({
    where: { id: terminalId, deletedAt: null, revokedAt: null },
    select: { id: true },
  });
  // What was decided about the till after the device was let in counts more.
  if (!terminal || (await hasKey(tx, terminalId, ctx.now()))) {
    throw givenAway();
  }
  const { text } = await issueTerminalKeyIn(
    { tx, ctx },
    { terminalId, overlapHours: 0, createdById: approvedById, key },
  );
  await tx.devicePairing.update({ where: { id: row.id }, data: { completedAt: ctx.now() }, select: { id: true } });
  return { isWaiting: false, apiKey: text, terminalId };
}

/** Only while it is the key of its till. */
async function tellAgain({ tx, ctx }: Work, { terminalId, key }: Paired): Promise<PollAnswer> {
  const current = await tx.apiKey.findFirst({
    where: {
      ...{ keyHash: key.keyHash, terminalId, revokedAt: null, replacedAt: null },
      OR: [{ expiresAt: null }, { expiresAt: { gt: ctx.now() } }],
      terminal: { deletedAt: null, revokedAt: null },
    },
    select: { prefix: true },
  });
  if (current === null) throw givenAway();
  ctx.log.info({ terminalId, prefix: current.prefix }, 'a paired device was told its key again');
  return { isWaiting: false, apiKey: key.text, terminalId };
}

function givenAway(): DomainError {
  return denied('The till that this device was to be has been given away or closed meanwhile.');
}

function denied(message: string): DomainError {
  return new DomainError('forbidden', {}, message);
}
