/** Says once a minute that this process serves the hub; the back office lists those that do. */
import { newId } from '../core/ids.ts';
import { forgetProcess, noteProcess as note, type Place } from '../domain/hub-status/index.ts';
import { type Job, type JobDeps, startJob } from './job.ts';

const everyMs = 60_000;
/** A start has more urgent work. */
const firstMs = 5000;

/** The process is forgotten when the job stops. */
export function noteProcess(deps: JobDeps & { config: Place }): Job {
  const id = newId();
  return startJob(deps, {
    name: 'note-process',
    failure: 'the process could not be noted',
    firstMs,
    lookMs: everyMs,
    async round(ctx) {
      await note(ctx, id, deps.config);
      return everyMs;
    },
    end: (ctx) => forgetProcess(ctx, id),
  });
}
