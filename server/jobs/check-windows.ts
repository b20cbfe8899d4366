/** Recomputes a random day of a random store every few minutes, beside the hub's work; differences are logged and counted. */
import { signal } from '../core/signals.ts';
import { checkWindow } from '../domain/verification/index.ts';
import { type Job, type JobDeps, startJob } from './job.ts';

const everyMs = 5 * 60_000;

/** Several processes may check at once: nothing is changed. */
export function checkWindows(deps: JobDeps, firstMs = everyMs): Job {
  return startJob(deps, {
    name: 'check-windows',
    failure: 'figures could not be checked',
    firstMs,
    lookMs: everyMs,
    async round(ctx) {
      const checked = await checkWindow(ctx);
      if (checked === null) return everyMs;
      const { differences, ...window } = checked;
      signal('windowChecked', { differences: differences.length });
      if (differences.length > 0) {
        deps.log.error({ ...window, differences: differences.slice(0, 20) }, 'figures are not what the documents say');
      }
      return everyMs;
    },
  });
}
