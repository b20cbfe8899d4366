/** Wakes terminals that wait for notifications: at once when this process made one, and within a second when another did. One
 *  query a second asks for all of them together, and only while somebody waits. */
import { DomainError } from '../../../core/errors.ts';
import { Lookout } from '../../../core/lookout.ts';
import { onSignal } from '../../../core/signals.ts';
import type { Logger } from '../../../db/index.ts';

/** `news`: there is something that the terminal was never sent. `over`: it is served no more, or the hub stops. `beat`: neither,
 *  for a while. */
export type Waking = 'news' | 'over' | 'beat';

interface Waiter {
  terminalId: number;
  wake(why: Waking): void;
  beatAt: number;
}

interface Sources {
  /** Of these terminals those that are served, and whether there is news for them. */
  findNews(terminals: readonly number[]): Promise<ReadonlyMap<number, boolean>>;
  stopping(): boolean;
  log: Logger;
}

const everyMs = 1000;
const beatMs = 15_000;

/** How many connections of one terminal, and of all together, may wait in one process. */
export const mostPerTerminal = 4;
const mostWaiters = 5000;

export class NotificationWatch {
  readonly #sources: Sources;
  readonly #waiters = new Set<Waiter>();
  readonly #counts = new Map<number, number>();
  readonly #lookout = new Lookout(everyMs, () => this.#ask());
  #unhear: (() => void) | undefined;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  get size(): number {
    return this.#waiters.size;
  }

  /** From now on nothing is missed: whoever looks after this finds what was made before, and is woken for what comes later.
   *  @returns ends the waiting
   *  @throws too_many_requests the terminal waits on too many connections already
   *  @throws unavailable       too many terminals wait */
  add(terminalId: number, wake: (why: Waking) => void): () => void {
    const count = this.#counts.get(terminalId) ?? 0;
    if (count >= mostPerTerminal) {
      throw new DomainError(
        'too_many_requests',
        { retryAfterSeconds: 5 },
        'This terminal waits for notifications already.',
      );
    }
    if (this.#waiters.size >= mostWaiters) throw new DomainError('unavailable', { retryAfterSeconds: 30 });
    const waiter = { terminalId, wake, beatAt: performance.now() + beatMs };
    this.#waiters.add(waiter);
    this.#counts.set(terminalId, count + 1);
    this.#unhear ??= onSignal('notified', () => this.#lookout.now());
    this.#lookout.begin();
    return () => this.#remove(waiter);
  }

  #remove(waiter: Waiter): void {
    if (!this.#waiters.delete(waiter)) return;
    const count = (this.#counts.get(waiter.terminalId) ?? 1) - 1;
    if (count > 0) this.#counts.set(waiter.terminalId, count);
    else this.#counts.delete(waiter.terminalId);
    if (this.#waiters.size > 0) return;
    this.#lookout.rest();
    this.#unhear?.();
    this.#unhear = undefined;
  }

  async #ask(): Promise<void> {
    try {
      if (this.#sources.stopping()) return this.#endAll();
      const asked = new Set(this.#counts.keys());
      const news = await this.#sources.findNews([...asked]);
      for (const waiter of [...this.#waiters])
        if (asked.has(waiter.terminalId)) tell(waiter, news.get(waiter.terminalId));
    } catch (error) {
      // The database is away for a moment: the next question finds what is missed now.
      this.#sources.log.warn({ err: error }, 'news for terminals could not be read');
    }
  }

  #endAll(): void {
    for (const { wake } of [...this.#waiters]) wake('over');
  }
}

/** @param hasNews undefined: the terminal is served no more */
function tell(waiter: Waiter, hasNews: boolean | undefined): void {
  const at = performance.now();
  const isDue = at >= waiter.beatAt;
  if (hasNews === false && !isDue) return;
  waiter.beatAt = at + beatMs;
  waiter.wake(hasNews === undefined ? 'over' : hasNews ? 'news' : 'beat');
}
