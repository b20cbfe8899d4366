/** Tells tills of prices that begin or end by their dates, within some seconds. */
import { versionPrices } from '../domain/pull/index.ts';
import { type Job, type JobDeps, startJob } from './job.ts';

const lookMs = 3000;
/** Between two batches others get their turn. */
const pauseMs = 50;
const minuteMs = 60_000;
/** How long no process may have run for nothing to be missed: longer than any cursor is usually good for. */
const longestAwayMs = 100 * 24 * 60 * minuteMs;
/** What was written while the last round looked. */
const overlapMs = 5 * minuteMs;

/** Several processes may look at once: each price is given its version by one of them. */
export function beginPrices(deps: JobDeps): Job {
  let since = new Date(deps.now().getTime() - longestAwayMs);
  return startJob(deps, {
    name: 'begin-prices',
    failure: 'prices that begin or end could not be told of',
    firstMs: lookMs,
    lookMs,
    async round(ctx) {
      const { isDone, upto } = await versionPrices(ctx, since);
      if (isDone) since = new Date(upto.getTime() - overlapMs);
      return isDone ? lookMs : pauseMs;
    },
  });
}
