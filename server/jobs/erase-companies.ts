/** Deletes companies whose cool-off is over, and erases what deleted ones had. */
import { completeDueDeletions, eraseCompany, listErasures } from '../domain/company-deletion/index.ts';
import { type Job, type JobDeps, startJob } from './job.ts';

/** After a company was deleted: the signal comes before the commit. */
const pauseMs = 500;
/** Cool-offs end by the clock; a minute more does nobody harm. */
const lookMs = 60_000;

/** Several processes may erase the same company at once. */
export function eraseCompanies(deps: JobDeps): Job {
  return startJob(deps, {
    name: 'erase-companies',
    failure: 'a company could not be erased',
    firstMs: 0,
    lookMs,
    on: { signal: 'companyDeleted', pauseMs },
    async round(ctx, { isStopping }) {
      await completeDueDeletions(ctx);
      for (const companyId of await listErasures(ctx)) {
        const isGone = await eraseCompany(ctx, companyId, { isStopping });
        if (!isGone) break;
        deps.log.info({ companyId }, 'a deleted company was erased');
      }
      return lookMs;
    },
  });
}
