/** Slows guessing of passwords down without giving a guesser the means to lock the real person out. Three things are counted:
 *
 *  - the pair of account and address: what a person who mistypes meets; nobody else's mistakes count here;
 *  - the address: one guesser trying many accounts;
 *  - the account: many addresses trying one account. This one never stops an address from which the person has signed in
 *    before, and it is slow to start and short, so that the real person gets in from a new place too.
 *
 *  An attempt is counted before the password is looked at, so that attempts made side by side cannot slip through together;
 *  a success takes its count back. A refused attempt is not counted. */

import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';

const minuteMs = 60_000;
/** Failures older than this are forgotten. */
const windowMs = 15 * minuteMs;

interface Limit {
  /** Failures in the window before the first wait. */
  free: number;
  /** Longest wait; each further failure doubles it from one second. */
  longestMs: number;
}

const limits = {
  pair: { free: 5, longestMs: 15 * minuteMs },
  address: { free: 30, longestMs: 15 * minuteMs },
  account: { free: 100, longestMs: minuteMs },
} as const satisfies Record<string, Limit>;

type Kind = keyof typeof limits;
type Row = { key: string; failures: number; windowAt: Date; blockedUntil: Date | null };

/** Whose attempt it is. `isKnownAddress`: the person has signed in from there before. */
export interface Attempt {
  usernameFolded: string;
  address: string;
  isKnownAddress: boolean;
}

/** Counts an attempt before it is judged.
 *  @throws too_many_requests with `retryAfterSeconds`; nothing is counted then */
export async function reserveAttempt(ctx: Ctx, attempt: Attempt): Promise<void> {
  const now = ctx.now();
  await inTransaction(ctx, async (tx) => {
    for (const [kind, key] of keysOf(attempt)) {
      const row = await lockRow(tx, key, now);
      const waitMs = (row.blockedUntil?.getTime() ?? 0) - now.getTime();
      if (waitMs > 0 && !(kind === 'account' && attempt.isKnownAddress)) {
        const retryAfterSeconds = Math.ceil(waitMs / 1000);
        throw new DomainError('too_many_requests', { retryAfterSeconds }, waitSentence(retryAfterSeconds));
      }
      await tx.signInThrottle.update({ where: { key }, data: raised(row, limits[kind], now), select: { key: true } });
    }
  });
}

/** Takes the attempt back after a success: the pair starts afresh, the others lose one failure. Rows whose window is long over
 *  are dropped on the way. */
export async function releaseAttempt(tx: Tx, attempt: Attempt, now: Date): Promise<void> {
  for (const [kind, key] of keysOf(attempt)) {
    if (kind === 'pair') await tx.signInThrottle.deleteMany({ where: { key } });
    else {
      await tx.signInThrottle.updateMany({
        where: { key, failures: { gt: 0 } },
        data: { failures: { decrement: 1 }, blockedUntil: null },
      });
    }
  }
  await tx.signInThrottle.deleteMany({ where: { windowAt: { lt: new Date(now.getTime() - 4 * windowMs) } } });
}

/** In a fixed order, so that two attempts never wait for each other crosswise. */
function keysOf({ usernameFolded, address }: Attempt): [Kind, string][] {
  const network = networkOf(address);
  const account = usernameFolded.slice(0, 150);
  return [
    ['account', `account:${account}`],
    ['address', `address:${network}`],
    ['pair', `pair:${network}:${account}`],
  ];
}

/** An IPv6 customer holds at least a /64; counting single addresses would count nothing. */
function networkOf(address: string): string {
  const groups = address.split(':');
  if (groups.length < 3 || address.includes('.')) return address;
  const gap = groups.indexOf('');
  const head = gap === -1 ? groups : groups.slice(0, gap);
  return [...head, '0', '0', '0', '0'].slice(0, 4).join(':');
}

async function lockRow(tx: Tx, key: string, now: Date): Promise<Row> {
  const row = await tx.signInThrottle.upsert({ where: { key }, create: { key, windowAt: now }, update: { key } });
  const isOver = now.getTime() - row.windowAt.getTime() > windowMs;
  return isOver ? { key, failures: 0, windowAt: now, blockedUntil: null } : row;
}

function raised(row: Row, limit: Limit, now: Date): Omit<Row, 'key'> {
  const failures = row.failures + 1;
  const beyond = failures - limit.free;
  const waitMs = beyond < 0 ? 0 : Math.min(1000 * 2 ** Math.min(beyond, 30), limit.longestMs);
  return {
    failures,
    windowAt: row.windowAt,
    blockedUntil: waitMs === 0 ? null : new Date(now.getTime() + waitMs),
  };
}

function waitSentence(seconds: number): string {
  const wait = seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
  return `Too many attempts. Please wait ${wait} and try again.`;
}
