/** Slows guessing down without giving a guesser the means to lock the real person out. For a sign-in these are counted:
 *
 *  - a browser in which this person has signed in before (it holds a sealed mark) has a budget of its own: nobody else's
 *    mistakes count there, not even those of the next desk behind the same address. Once it is used up the browser is a
 *    stranger like any other;
 *  - the pair of account and address: what a person who mistypes in a new browser meets;
 *  - the address: one guesser trying many accounts;
 *  - the account: many addresses trying one account. This one never stops an address from which the person has signed in
 *    before, and it is slow to start and short, so that the real person gets in from a new place too.
 *
 *  The second factor is counted in the same way under a name of its own, but for a day and not for a quarter of an hour: it
 *  has a million values and not more, and whoever is asked for it knows the password already.
 *
 *  An attempt is counted before it is judged, so that attempts made side by side cannot slip through together; a success
 *  takes its count back. A refused attempt is not counted. */

import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

interface Limit {
  /** How long a failure is remembered. */
  windowMs: number;
  /** Failures in the window before the first wait. */
  free: number;
  /** Longest wait; each further failure doubles it. */
  longestMs: number;
  /** First wait; one second when left out. */
  firstMs?: number;
}

const quarterMs = 15 * minuteMs;

/** By what is counted. */
const limits = {
  device: { windowMs: quarterMs, free: 5, longestMs: quarterMs },
  pair: { windowMs: quarterMs, free: 5, longestMs: quarterMs },
  address: { windowMs: quarterMs, free: 30, longestMs: quarterMs },
  account: { windowMs: quarterMs, free: 100, longestMs: minuteMs },
  'second-device': { windowMs: dayMs, free: 5, longestMs: quarterMs },
  'second-pair': { windowMs: dayMs, free: 5, longestMs: quarterMs },
  'second-account': { windowMs: dayMs, free: 20, longestMs: quarterMs },
  /** Proofs asked for within one session: a stolen session can use up its own only. */
  proof: { windowMs: quarterMs, free: 5, longestMs: quarterMs },
  /** New accounts, and user names that were taken, from one address. */
  register: { windowMs: hourMs, free: 30, longestMs: hourMs },
  /** Links asked for from one address, and for one account. */
  'link-address': { windowMs: hourMs, free: 20, longestMs: hourMs },
  'link-account': { windowMs: hourMs, free: 4, longestMs: hourMs, firstMs: minuteMs },
  /** Devices that ask to be let in, from one address. */
  'pairing-address': { windowMs: hourMs, free: 40, longestMs: hourMs, firstMs: minuteMs },
  /** Codes of devices that a person has typed and nobody shows. */
  'pairing-code': { windowMs: quarterMs, free: 8, longestMs: quarterMs },
} as const satisfies Record<string, Limit>;

export type CountedBy = keyof typeof limits;
type Row = { key: string; failures: number; windowAt: Date; blockedUntil: Date | null };

/** One thing that an attempt is counted under. */
export interface Count {
  by: CountedBy;
  key: string;
  /** True: it is counted, but never stops this attempt. */
  isHarmless?: boolean;
}

/** Whose sign-in it is. */
export interface Attempt {
  usernameFolded: string;
  address: string;
  /** The person has signed in from there before. */
  isKnownAddress: boolean;
  /** Id of the browser's sealed mark, when the person has signed in there before; otherwise null. */
  device?: string | null;
  isSecondFactor?: boolean;
}

/** Counts an attempt to sign in before it is judged, and says under what, for `releaseAttempt`.
 *  @throws too_many_requests with `retryAfterSeconds`; nothing is counted then */
export async function reserveAttempt(ctx: Ctx, attempt: Attempt): Promise<readonly Count[]> {
  const { device, isSecondFactor } = attempt;
  const prefix = isSecondFactor ? 'second-' : '';
  if (device) {
    const own: Count = { by: `${prefix}device`, key: `${device}:${attempt.usernameFolded.slice(0, 150)}` };
    try {
      await reserve(ctx, [own]);
      return [own];
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'too_many_requests') throw error;
    }
  }
  const counts = countsOf(attempt);
  await reserve(ctx, counts);
  return counts;
}

/** Counts something under each of these, before it is judged.
 *  @throws too_many_requests with `retryAfterSeconds`; nothing is counted then */
export async function reserve(ctx: Ctx, counts: readonly Count[]): Promise<void> {
  const now = ctx.now();
  await inTransaction(ctx, async (tx) => {
    for (const { by, key, isHarmless } of counts) {
      const row = await lockRow(tx, { key: `${by}:${key}`, limit: limits[by], now });
      const waitMs = (row.blockedUntil?.getTime() ?? 0) - now.getTime();
      if (waitMs > 0 && !isHarmless) {
        const retryAfterSeconds = Math.ceil(waitMs / 1000);
        throw new DomainError('too_many_requests', { retryAfterSeconds }, waitSentence(retryAfterSeconds));
      }
      await tx.signInThrottle.update({
        where: { key: row.key },
        data: raised(row, limits[by], now),
        select: { key: true },
      });
    }
  });
}

/** Takes an attempt back after a success: what only this person uses starts afresh, the others lose one failure. Rows whose
 *  window is long over are dropped on the way. */
export async function release(tx: Tx, counts: readonly Count[], now: Date): Promise<void> {
  for (const { by, key } of counts) {
    const where = { key: `${by}:${key}` };
    if (isOwn(by)) await tx.signInThrottle.deleteMany({ where });
    else {
      await tx.signInThrottle.updateMany({
        where: { ...where, failures: { gt: 0 } },
        data: { failures: { decrement: 1 }, blockedUntil: null },
      });
    }
  }
  await tx.signInThrottle.deleteMany({ where: { windowAt: { lt: new Date(now.getTime() - 2 * dayMs) } } });
}

function isOwn(by: CountedBy): boolean {
  return by === 'proof' || by.endsWith('pair') || by.endsWith('device');
}

/** In a fixed order, so that two attempts never wait for each other crosswise. */
function countsOf({ usernameFolded, address, isKnownAddress, isSecondFactor }: Attempt): Count[] {
  const network = networkOf(address);
  const account = usernameFolded.slice(0, 150);
  const prefix = isSecondFactor ? 'second-' : '';
  return [
    { by: `${prefix}account`, key: account, isHarmless: isKnownAddress },
    { by: 'address', key: network },
    { by: `${prefix}pair`, key: `${network}:${account}` },
  ];
}

/** An IPv6 customer holds at least a /64; counting single addresses would count nothing. */
export function networkOf(address: string): string {
  const groups = address.split(':');
  if (groups.length < 3 || address.includes('.')) return address;
  const gap = groups.indexOf('');
  const head = gap === -1 ? groups : groups.slice(0, gap);
  return [...head, '0', '0', '0', '0'].slice(0, 4).join(':');
}

async function lockRow(tx: Tx, { key, limit, now }: { key: string; limit: Limit; now: Date }): Promise<Row> {
  const row = await tx.signInThrottle.upsert({ where: { key }, create: { key, windowAt: now }, update: { key } });
  const isOver = now.getTime() - row.windowAt.getTime() > limit.windowMs;
  return isOver ? { key, failures: 0, windowAt: now, blockedUntil: null } : row;
}

function raised(row: Row, limit: Limit, now: Date): Omit<Row, 'key'> {
  const failures = row.failures + 1;
  const beyond = failures - limit.free;
  const waitMs = beyond < 0 ? 0 : Math.min((limit.firstMs ?? 1000) * 2 ** Math.min(beyond, 30), limit.longestMs);
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
