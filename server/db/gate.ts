/** Lets at most `slots` jobs run at once, the others in the order in which they came. SQLite has one slot: two writing
 *  connections in one process would block each other's event loop. */

import { DomainError } from '../core/errors.ts';
import { signal } from '../core/signals.ts';

interface Waiter {
  start(): void;
  refuse(): void;
}

export class Gate {
  readonly #slots: number;
  #running = 0;
  #isClosing = false;
  readonly #queue = new Set<Waiter>();
  readonly #idle: (() => void)[] = [];

  constructor(slots: number) {
    this.#slots = slots;
  }

  /** Runs `job` when it is its turn.
   *  @param waitMs how long it may wait for that; a job that has begun is not limited here
   *  @throws DomainError unavailable: the wait was too long, or the gate is closing */
  async run<T>(waitMs: number, job: () => Promise<T>): Promise<T> {
    if (this.#isClosing) throw new DomainError('unavailable', { reason: 'closing' }, 'The hub is stopping.');
    const askedAt = performance.now();
    if (this.#running >= this.#slots) await this.#turn(waitMs);
    else this.#running += 1;
    signal('waitedForWrite', { seconds: (performance.now() - askedAt) / 1000 });
    try {
      return await job();
    } finally {
      this.#leave();
    }
  }

  /** Refuses new jobs and resolves when all that were accepted have ended. */
  async drain(): Promise<void> {
    this.#isClosing = true;
    if (this.#running > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #turn(waitMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => waiter.refuse(), waitMs);
      const waiter: Waiter = {
        start: () => {
          clearTimeout(timer);
          this.#queue.delete(waiter);
          resolve();
        },
        refuse: () => {
          this.#queue.delete(waiter);
          const sentence = 'The database is busy. Please try again.';
          reject(new DomainError('unavailable', { reason: 'write queue', waitMs, retryAfterSeconds: 1 }, sentence));
        },
      };
      this.#queue.add(waiter);
    });
  }

  /** Hands the slot straight to the next waiter, so that nobody who comes now can overtake. */
  #leave(): void {
    const [next] = this.#queue;
    if (next) {
      next.start();
      return;
    }
    this.#running -= 1;
    if (this.#running === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }
}
