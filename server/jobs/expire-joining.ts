/** Closes requests and invitations that nobody has answered in time. Pages count them as lapsed before that. */
import { expireJoining as expireSome } from '../domain/companies/index.ts';
import { type Job, type JobDeps, startJob } from './job.ts';

/** They live for weeks. Also before the first round: a start has more urgent work. */
const lookMs = 10 * 60_000;
/** Between two batches others get their turn. */
const pauseMs = 1000;

/** Several processes may look at once: each row is closed by one of them. */
export function expireJoining(deps: JobDeps): Job {
  return startJob(deps, {
    name: 'expire-joining',
    failure: 'requests and invitations could not be closed',
    firstMs: lookMs,
    lookMs,
    round: async (ctx) => ((await expireSome(ctx)) > 0 ? pauseMs : lookMs),
  });
}
