/** How much callers have used of their allowances, in the memory of one process. A minute fades out evenly while the next one
 *  fills, so nobody gets two minutes' worth around a full minute. */

const minuteMs = 60_000;
/** Whoever asks less often than this is never counted for long; the least recently counted go first. */
const mostKeys = 50_000;

interface Used {
  minute: number;
  /** In this process, in this minute and the one before. */
  now: number;
  before: number;
  /** In other processes, as far as it is known. */
  theirs: number;
  theirsBefore: number;
  /** Of `now`, what the database has been told. */
  told: number;
}

export interface Standing {
  /** False: the allowance is used up, and nothing was counted. */
  isAllowed: boolean;
  perMinute: number;
  remaining: number;
  /** Until enough is free for one more, or, while there is something left, until all is. */
  seconds: number;
}

/** What one key has used in one minute in this process. */
export interface Tally {
  key: string;
  minute: number;
  used: number;
}

export class Windows {
  readonly #keys = new Map<string, Used>();

  /** Takes `cost` of a key's allowance, if there is as much left.
   *  @param perMinute the allowance */
  take(key: string, perMinute: number, { nowMs, cost = 1 }: { nowMs: number; cost?: number }): Standing {
    const used = this.#current(key, nowMs);
    const fading = used.before + used.theirsBefore;
    const left = 1 - (nowMs % minuteMs) / minuteMs;
    const sum = fading * left + used.now + used.theirs;
    const isAllowed = sum + cost <= perMinute;
    if (isAllowed) used.now += cost;
    const remaining = Math.max(0, Math.floor(perMinute - sum - (isAllowed ? cost : 0)));
    const over = sum + cost - perMinute;
    // What fades frees so much a second; if that is not enough, the next minute does.
    const toNext = Math.ceil((left * minuteMs) / 1000);
    const wait = fading > 0 && over <= fading * left ? Math.ceil((over / fading) * 60) : toNext;
    return { isAllowed, perMinute, remaining, seconds: Math.max(1, isAllowed ? toNext : wait) };
  }

  /** What the database has not been told yet, of keys that have used more than `least` in this minute: who uses little in each
   *  process uses little in all. */
  untold(least: number, nowMs: number): Tally[] {
    const minute = Math.floor(nowMs / minuteMs);
    return [...this.#keys].flatMap(([key, used]) => {
      return used.minute === minute && used.now > least && used.now > used.told
        ? [{ key, minute, used: used.now - used.told }]
        : [];
    });
  }

  /** Takes over what the database answered.
   *  @param all of these keys, in all processes, this one included */
  settle(told: readonly Tally[], all: readonly Tally[]): void {
    for (const { key, minute, used } of told) {
      const known = this.#keys.get(key);
      if (known?.minute === minute) known.told += used;
    }
    for (const { key, minute, used } of all) {
      const known = this.#keys.get(key);
      if (known?.minute === minute) known.theirs = Math.max(0, used - known.told);
    }
  }

  #current(key: string, nowMs: number): Used {
    const minute = Math.floor(nowMs / minuteMs);
    const known = this.#keys.get(key);
    const used = known && next(known, minute);
    const fresh = used ?? { minute, now: 0, before: 0, theirs: 0, theirsBefore: 0, told: 0 };
    this.#keys.delete(key);
    this.#keys.set(key, fresh);
    if (this.#keys.size > mostKeys) this.#keys.delete(this.#keys.keys().next().value as string);
    return fresh;
  }
}

/** The same in a later minute. A clock that was set back gives nothing and takes nothing. */
function next(used: Used, minute: number): Used {
  if (minute <= used.minute) return used;
  const isNext = minute === used.minute + 1;
  return {
    ...{ minute, now: 0, theirs: 0, told: 0 },
    ...{ before: isNext ? used.now : 0, theirsBefore: isNext ? used.theirs : 0 },
  };
}
