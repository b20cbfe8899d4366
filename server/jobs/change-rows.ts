/** Works on changes of many rows as soon as somebody has one tried, done or undone. */
import { workOnBulkChange } from '../domain/bulk-change/index.ts';
import { type Job, type JobDeps, startJob } from './job.ts';

/** What other processes on the same database were told, and what a stopped one left behind, is found by looking. */
const lookMs = 15_000;

/** A change that is at work when the job stops goes on at the next start. */
export function changeRows(deps: JobDeps): Job {
  return startJob(deps, {
    name: 'change-rows',
    failure: 'changes of many rows could not be looked for',
    firstMs: 0,
    lookMs,
    on: { signal: 'bulkMarked', pauseMs: 0 },
    round: async (ctx, { isStopping }) => ((await workOnBulkChange(ctx, isStopping)) ? 0 : lookMs),
  });
}
