/** Group commit: what many callers want written at the same moment is written in one transaction. There is no timer: a flush
 *  begins as soon as the last one has ended, so a lone push waits for nobody and a crowd shares the price of the commit. Beside a
 *  flush that is under way only a full one begins: two half empty ones would cost what two full ones do. */

interface Waiting<J, R> {
  job: J;
  /** Documents in the job; flushes are limited by their sum. */
  size: number;
  resolve(result: R): void;
  reject(error: unknown): void;
}

/** Writes jobs together. A result may be an Error of its own job; what `flush` throws fails all of them. */
type Flush<J, R> = (jobs: readonly J[]) => Promise<readonly (R | Error)[]>;

export class GroupCommit<J, R> {
  readonly #flush: Flush<J, R>;
  readonly #flights: number;
  readonly #maxSize: number;
  #waiting: Waiting<J, R>[] = [];
  /** Documents in the waiting jobs. */
  #waitingSize = 0;
  #flying = 0;
  #isScheduled = false;
  readonly #idle: (() => void)[] = [];

  /** @param flights flushes that may run at once
   *  @param maxSize documents after which a flush takes no further job; a larger job flies alone */
  constructor(flush: Flush<J, R>, limits: { flights: number; maxSize: number }) {
    this.#flush = flush;
    this.#flights = limits.flights;
    this.#maxSize = limits.maxSize;
  }

  /** Resolves when the transaction that holds the job has been committed. */
  submit(job: J, size: number): Promise<R> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ job, size, resolve, reject });
      this.#waitingSize += size;
      this.#schedule();
    });
  }

  /** Resolves when everything that was submitted has been written or has failed. */
  async drain(): Promise<void> {
    if (this.#flying > 0 || this.#waiting.length > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** A turn of the event loop later: what has arrived by then flies together. */
  #schedule(): void {
    if (this.#isScheduled || !this.#mayFly()) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      if (this.#mayFly()) void this.#fly();
    });
  }

  #mayFly(): boolean {
    if (this.#waiting.length === 0 || this.#flying >= this.#flights) return false;
    return this.#flying === 0 || this.#waitingSize >= this.#maxSize;
  }

  async #fly(): Promise<void> {
    const taken = this.#take();
    this.#flying += 1;
    this.#schedule();
    try {
      const results = await this.#flush(taken.map((waiting) => waiting.job));
      for (const [index, { resolve, reject }] of taken.entries()) {
        const result = results[index];
        if (result === undefined) reject(new Error('A flush told no result of a job'));
        else if (result instanceof Error) reject(result);
        else resolve(result);
      }
    } catch (error) {
      for (const { reject } of taken) reject(error);
    } finally {
      this.#flying -= 1;
      this.#schedule();
      if (this.#flying === 0 && this.#waiting.length === 0) for (const resolve of this.#idle.splice(0)) resolve();
    }
  }

  #take(): Waiting<J, R>[] {
    let size = 0;
    let count = 0;
    for (const waiting of this.#waiting) {
      if (count > 0 && size + waiting.size > this.#maxSize) break;
      size += waiting.size;
      count += 1;
    }
    this.#waitingSize -= size;
    return this.#waiting.splice(0, count);
  }
}
