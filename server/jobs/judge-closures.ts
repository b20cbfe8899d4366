/** Judges closures within about a second of their arrival, or of a document that came late. */
import { judgeDue } from '../domain/reconciliation/index.ts';
import { type Job, type JobDeps, startJob } from './job.ts';

/** After a mark, so that a crowd of them is judged together. */
const pauseMs = 500;
/** Marks of other processes on the same database are found by looking. */
const lookMs = 15_000;
/** Closures of one round: some tens of milliseconds in which nobody else gets an answer. */
const roundSize = 4;
/** The longest rest between two rounds. */
const restMs = 200;

/** Several processes may judge at once: the same facts give the same verdict. */
export function judgeClosures(deps: JobDeps): Job {
  return startJob(deps, {
    name: 'judge-closures',
    failure: 'closures could not be judged',
    firstMs: 0,
    lookMs,
    on: { signal: 'closuresMarked', pauseMs },
    async round(ctx) {
      const startedAt = performance.now();
      const judged = await judgeDue(ctx, roundSize);
      // After an import or an outage thousands wait: people get twice the time that judging takes.
      return judged === roundSize ? Math.min(2 * (performance.now() - startedAt), restMs) : lookMs;
    },
  });
}
