/** Composes the totals of all stores of each company, day by day and month by month, some days after the sales. */
import { setTimeout as delay } from 'node:timers/promises';
import { composePeriods, nextComposable } from '../domain/sales/index.ts';
import { type Job, type JobDeps, startJob } from './job.ts';

/** Between two rounds through all companies. */
const lookMs = 5 * 60_000;
/** Others get their turn between two companies. */
const pauseMs = 20;

/** Several processes may compose at once. */
export function composeTotals(deps: JobDeps): Job {
  return startJob(deps, {
    name: 'compose-totals',
    failure: 'totals of all stores could not be composed',
    firstMs: 60_000,
    lookMs,
    async round(ctx, { isStopping }) {
      let place = await nextComposable(ctx, 0);
      while (place !== null && !isStopping()) {
        let composed = 1;
        while (composed > 0 && !isStopping()) composed = await composePeriods(ctx, place, { isStopping });
        await delay(pauseMs);
        place = await nextComposable(ctx, place);
      }
      return lookMs;
    },
  });
}
