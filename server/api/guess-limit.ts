/** Slows down whoever guesses credentials. Counted are *different* wrong credentials of one address: a till that is set up
 *  wrongly repeats the same ones for ever and counts once, so its neighbours behind the same router are never locked out. */
import { createHash } from 'node:crypto';
import ipaddr from 'ipaddr.js';

interface Guesser {
  since: number;
  wrong: Set<string>;
}

const windowMs = 10 * 60_000;
const maxWrong = 20;
/** Bounds of the memory; the oldest go first. */
const maxAddresses = 10_000;
const maxGood = 50_000;

export class GuessLimit {
  readonly #guessers = new Map<string, Guesser>();
  readonly #good = new Set<string>();

  /** Seconds to wait before this credential is looked at, 0 when it may be now. One that was right before from this address is
   *  never kept waiting. */
  waitSeconds(address: string, credential: string, now: Date): number {
    const key = keyOf(address);
    if (this.#good.has(fingerprint(key, credential))) return 0;
    const guesser = this.#current(key, now.getTime());
    if (!guesser || guesser.wrong.size < maxWrong) return 0;
    return Math.ceil((guesser.since + windowMs - now.getTime()) / 1000);
  }

  wrong(address: string, credential: string, now: Date): void {
    const key = keyOf(address);
    const guesser = this.#current(key, now.getTime()) ?? { since: now.getTime(), wrong: new Set<string>() };
    if (guesser.wrong.size < maxWrong) guesser.wrong.add(fingerprint(key, credential));
    this.#guessers.set(key, guesser);
    dropOldest(this.#guessers, maxAddresses);
  }

  right(address: string, credential: string): void {
    const mark = fingerprint(keyOf(address), credential);
    // Moved to the end: what is in use stays.
    this.#good.delete(mark);
    this.#good.add(mark);
    dropOldest(this.#good, maxGood);
  }

  #current(key: string, now: number): Guesser | null {
    const guesser = this.#guessers.get(key);
    return guesser && now < guesser.since + windowMs ? guesser : null;
  }
}

/** An IPv6 customer owns a whole /64. */
function keyOf(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  return ipaddr.IPv6.parse(address).toNormalizedString().split(':').slice(0, 4).join(':');
}

function fingerprint(address: string, credential: string): string {
  return createHash('sha256').update(`${address}\n${credential}`).digest('base64url').slice(0, 22);
}

function dropOldest(
  entries: { size: number; keys(): Iterator<string>; delete(key: string): boolean },
  most: number,
): void {
  while (entries.size > most) {
    const oldest = entries.keys().next();
    if (oldest.done) return;
    entries.delete(oldest.value);
  }
}
