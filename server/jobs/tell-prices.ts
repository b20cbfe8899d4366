/** Tells tills of prices that were saved, where their company wants it, and drops what was told long ago. */
import { dropOldNotifications, type PriceBursts, tellPrices as tellSome } from '../domain/notifications/index.ts';
import { type Job, type JobDeps, startJob } from './job.ts';

const lookMs = 1500;
const dropMs = 10 * 60_000;

/** Several processes may look at once: what one has told, the other finds told. */
export function tellPrices(deps: JobDeps): Job {
  const bursts: PriceBursts = new Map();
  let dropAt = performance.now() + dropMs;
  return startJob(deps, {
    name: 'tell-prices',
    failure: 'tills could not be told of prices',
    firstMs: lookMs,
    lookMs,
    async round(ctx) {
      await tellSome(ctx, bursts);
      if (performance.now() >= dropAt && (await dropOldNotifications(ctx)) === 0) dropAt = performance.now() + dropMs;
      return lookMs;
    },
  });
}
