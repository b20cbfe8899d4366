/** What has to end by itself: acting for a company, contents of the audit trail whose time is over, devices that nobody has let
 *  in, and answers that were kept for whoever repeats a request. */
import { removeOldPairings } from '../domain/access/index.ts';
import { endLapsedActing } from '../domain/acting/index.ts';
import { eraseOldContents } from '../domain/audit/index.ts';
import { eraseExpiredAnswers } from '../domain/idempotency/index.ts';
import { type Job, type JobDeps, startJob } from './job.ts';

/** Also before the first round. */
const lookMs = 60_000;
/** Between two batches others get their turn. */
const pauseMs = 250;

/** Several processes may look at once: what one has done, the other finds done. */
export function keepOrder(deps: JobDeps): Job {
  return startJob(deps, {
    name: 'keep-order',
    failure: 'what lapses by itself could not be ended',
    firstMs: lookMs,
    lookMs,
    async round(ctx) {
      let done = 0;
      for (const end of [endLapsedActing, eraseOldContents, removeOldPairings, eraseExpiredAnswers]) {
        done += await end(ctx);
      }
      return done > 0 ? pauseMs : lookMs;
    },
  });
}
