/** Works on files of products, and on tables of anything, as soon as somebody has one checked or taken over. */
import { workOnTable } from '../domain/data-import/index.ts';
import { workOnImport } from '../domain/product-import/index.ts';
import { type Job, type JobDeps, startJob } from './job.ts';

/** What other processes on the same database were told, and what a stopped one left behind, is found by looking. */
const lookMs = 15_000;

/** A file that is at work when the job stops goes on at the next start. */
export function importProducts(deps: JobDeps): Job {
  return startJob(deps, {
    name: 'import-products',
    failure: 'files to be taken over could not be looked for',
    firstMs: 0,
    lookMs,
    on: { signal: 'importMarked', pauseMs: 0 },
    async round(ctx, { isStopping }) {
      const worked = [await workOnImport(ctx, isStopping), await workOnTable(ctx, isStopping)];
      return worked.includes(true) ? 0 : lookMs;
    },
  });
}
