/** How much one terminal may ask for at once. Each has an allowance of its own, so one that runs wild never takes anything from
 *  another, whoever owns them and whatever address they share. */
import { DomainError } from '../core/errors.ts';

interface Bucket {
  /** What is left of the allowance. */
  tokens: number;
  /** When that was so, in milliseconds since 1970. */
  at: number;
  /** Requests that are being worked on. */
  running: number;
  /** Full loads among them. */
  pulls: number;
}

const minuteMs = 60_000;
/** A full load costs as much as the allowance of half a second. */
const pullsPerMinute = 120;
/** Full loads of one terminal that may be on their way: a till reads one, and whoever reads none to its end holds connections. */
const mostPulls = 16;

/** A till's client sends one request after another, so a push that comes while nothing else of its terminal is running is free:
 *  an outbox may drain as fast as the hub answers. Pushes beside others, and full loads, take from an allowance that holds
 *  one minute and fills up evenly. */
export class TerminalLimit {
  readonly #perMs: number;
  readonly #most: number;
  readonly #pullCost: number;
  readonly #buckets = new Map<number, Bucket>();

  /** @param perMinute pushes beside others that one terminal may send each minute */
  constructor(perMinute: number) {
    this.#most = perMinute;
    this.#perMs = perMinute / minuteMs;
    this.#pullCost = Math.max(1, perMinute / pullsPerMinute);
  }

  /** Lets a request of a terminal begin. What it returns must be called once, when the request is over.
   *  @throws too_many_requests the allowance is used up; says when there is enough again */
  begin(terminalId: number, purpose: 'push' | 'pull', now: Date): () => void {
    const bucket = this.#bucketOf(terminalId, now.getTime());
    const cost = purpose === 'pull' ? this.#pullCost : bucket.running === 0 ? 0 : 1;
    const isPull = purpose === 'pull';
    if (cost > bucket.tokens || (isPull && bucket.pulls >= mostPulls)) {
      const retryAfterSeconds = Math.max(1, Math.ceil((cost - bucket.tokens) / this.#perMs / 1000));
      const message = 'This terminal asks for too much at once. Send one request after another.';
      throw new DomainError('too_many_requests', { retryAfterSeconds, terminalId }, message);
    }
    bucket.tokens -= cost;
    bucket.running += 1;
    if (isPull) bucket.pulls += 1;
    return () => {
      bucket.running -= 1;
      if (isPull) bucket.pulls -= 1;
    };
  }

  #bucketOf(terminalId: number, now: number): Bucket {
    let bucket = this.#buckets.get(terminalId);
    if (!bucket) {
      bucket = { tokens: this.#most, at: now, running: 0, pulls: 0 };
      this.#buckets.set(terminalId, bucket);
    }
    // A clock that was set back gives nothing and takes nothing.
    const passed = Math.max(0, now - bucket.at);
    bucket.tokens = Math.min(this.#most, bucket.tokens + passed * this.#perMs);
    bucket.at = now;
    return bucket;
  }
}
