/** Whose turn it is to write, between two threads of one process: the one that serves and the one that records pushes. Each has
 *  a gate of its own for its own jobs; this decides between the two. SQLite's lock alone would not do: who waits for it inside a
 *  statement stops its whole thread, and who tries again later is overtaken for ever by the other under load. */

import { DomainError } from '../core/errors.ts';

/** The two threads. */
export type Party = 1 | 2;

/** The shared word: who holds the turn in two bits (0: nobody), then a bit for each party that waits for it. One word, so that
 *  every step is one compare-and-exchange. */
const ownerBits = 3;
const waitBit = { 1: 4, 2: 8 } as const;

export interface WriteLock {
  /** Waits for the turn without stopping the thread.
   *  @returns what gives it back
   *  @throws DomainError unavailable when it does not come within `waitMs` */
  take(waitMs: number): Promise<() => void>;
  /** Frees what the other thread held when it died. */
  releaseDead(): void;
}

/** For a process in which one thread writes. */
export const soleWriter: WriteLock = { take: async () => () => {}, releaseDead() {} };

/** Runs a job while this thread has the turn. */
export async function takingTurns<T>(lock: WriteLock, waitMs: number, job: () => Promise<T>): Promise<T> {
  const give = await lock.take(waitMs);
  try {
    return await job();
  } finally {
    give();
  }
}

export function sharedTurns(): SharedArrayBuffer {
  return new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
}

/** One party's side. At most one `take` of it may be under way at a time: its gate sees to that. */
export function openWriteLock(shared: SharedArrayBuffer, party: Party): WriteLock {
  const word = new Int32Array(shared);
  const other: Party = party === 1 ? 2 : 1;
  const mine = waitBit[party];
  /** Puts `next` in the place of `seen`, unless the other thread was faster. */
  const replace = (seen: number, next: number) => Atomics.compareExchange(word, 0, seen, next) === seen;

  /** Hands the turn straight to the other party if it waits, so that neither can starve the other. */
  const give = () => {
    let seen: number;
    let next: number;
    do {
      seen = Atomics.load(word, 0);
      next = (seen & ~ownerBits) | (seen & waitBit[other] ? other : 0);
    } while (!replace(seen, next));
    Atomics.notify(word, 0);
  };

  return {
    async take(waitMs) {
      const deadline = performance.now() + waitMs;
      for (;;) {
        const seen = Atomics.load(word, 0);
        const owner = seen & ownerBits;
        // Free, or handed over.
        if (owner === 0 || owner === party) {
          if (replace(seen, (seen & ~ownerBits & ~mine) | party)) return give;
        } else if ((seen & mine) === 0) {
          replace(seen, seen | mine);
        } else {
          const left = deadline - performance.now();
          if (left > 0) await waitForChange(word, seen, left);
          else if (replace(seen, seen & ~mine)) throw tooLate(waitMs);
        }
      }
    },
    releaseDead() {
      let seen: number;
      let next: number;
      do {
        seen = Atomics.load(word, 0);
        next = seen & ~waitBit[other] & ((seen & ownerBits) === other ? ~ownerBits : ~0);
      } while (!replace(seen, next));
      Atomics.notify(word, 0);
    },
  };
}

async function waitForChange(word: Int32Array, seen: number, ms: number): Promise<void> {
  const waiting = Atomics.waitAsync(word, 0, seen, ms);
  if (waiting.async) await waiting.value;
}

function tooLate(waitMs: number): DomainError {
  const facts = { reason: 'write turn', waitMs, retryAfterSeconds: 1 };
  return new DomainError('unavailable', facts, 'The database is busy. Please try again.');
}
