/** How many questions somebody may ask within a minute. Counted in the process that answers: enough to keep a program that runs
 *  wild from taking the tills' time. */
import { DomainError } from '../../server/core/errors.ts';

const minuteMs = 60_000;
/** Whoever asks less often than this is never counted for long. */
const mostPeople = 10_000;

export class QuestionLimit {
  readonly #perMinute: number;
  readonly #people = new Map<string, { left: number; at: number }>();

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Takes one of somebody's questions; what was used comes back evenly over a minute.
   *  @throws too_many_requests with the seconds until the next one */
  take(who: string, nowMs: number): void {
    const known = this.#people.get(who) ?? { left: this.#perMinute, at: nowMs };
    const back = (Math.max(0, nowMs - known.at) / minuteMs) * this.#perMinute;
    const left = Math.min(this.#perMinute, known.left + back);
    if (left < 1) {
      const retryAfterSeconds = Math.ceil(((1 - left) / this.#perMinute) * (minuteMs / 1000));
      throw new DomainError(
        'too_many_requests',
        { retryAfterSeconds },
        'Too many reports were asked for. Please wait.',
      );
    }
    if (this.#people.size >= mostPeople) this.#people.clear();
    this.#people.set(who, { left: left - 1, at: nowMs });
  }
}
