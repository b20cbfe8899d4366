/** How much one terminal may ask for at once. Each has an allowance of its own, so one that runs wild never takes anything from
 *  another, whoever owns them and whatever address they share. */
import { DomainError } from '../core/errors.ts';

/** What a request asks of the hub: to take something, a page of what has changed (perhaps after a wait), or everything. */
export type Load = 'push' | 'page' | 'full';

interface Bucket {
  /** What is left of the allowance. */
  tokens: number;
  /** When that was so, in milliseconds since 1970. */
  at: number;
  /** Requests that are being worked on. */
  running: Record<Load, number>;
}

const minuteMs = 60_000;
/** A full load costs as much as the allowance of half a second. */
const fullLoadsPerMinute = 120;
/** Pages and full loads of one terminal that may be on their way, of each: a till reads one, and whoever reads none to its end
 *  holds connections. */
const mostAtOnce = { push: Number.POSITIVE_INFINITY, page: 16, full: 16 };

/** A till's client sends one request after another, so a push or a page that comes while none of its kind nor a full load of its
 *  terminal is running is free: an outbox may drain, and a feed be read, as fast as the hub answers, and a page that waits for
 *  changes stands in the way of no push. Those beside others, and full loads, take from an allowance that holds one minute and
 *  fills up evenly. */
export class TerminalLimit {
  readonly #perMs: number;
  readonly #most: number;
  readonly #fullCost: number;
  readonly #buckets = new Map<number, Bucket>();

  /** @param perMinute pushes and pages beside others that one terminal may ask for each minute */
  constructor(perMinute: number) {
    this.#most = perMinute;
    this.#perMs = perMinute / minuteMs;
    this.#fullCost = Math.max(1, perMinute / fullLoadsPerMinute);
  }

  /** Lets a request of a terminal begin. What it returns must be called once, when the request is over.
   *  @throws too_many_requests the allowance is used up; says when there is enough again */
  begin(terminalId: number, load: Load, now: Date): () => void {
    const bucket = this.#bucketOf(terminalId, now.getTime());
    const { running } = bucket;
    const isAlone = running[load] + running.full === 0;
    const cost = load === 'full' ? this.#fullCost : isAlone ? 0 : 1;
    if (cost > bucket.tokens || running[load] >= mostAtOnce[load]) {
      const retryAfterSeconds = Math.max(1, Math.ceil((cost - bucket.tokens) / this.#perMs / 1000));
      const message = 'This terminal asks for too much at once. Send one request after another.';
      throw new DomainError('too_many_requests', { retryAfterSeconds, terminalId }, message);
    }
    bucket.tokens -= cost;
    running[load] += 1;
    return () => {
      running[load] -= 1;
    };
  }

  #bucketOf(terminalId: number, now: number): Bucket {
    let bucket = this.#buckets.get(terminalId);
    if (!bucket) {
      bucket = { tokens: this.#most, at: now, running: { push: 0, page: 0, full: 0 } };
      this.#buckets.set(terminalId, bucket);
    }
    // A clock that was set back gives nothing and takes nothing.
    const passed = Math.max(0, now - bucket.at);
    bucket.tokens = Math.min(this.#most, bucket.tokens + passed * this.#perMs);
    bucket.at = now;
    return bucket;
  }
}
