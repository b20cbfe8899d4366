/** What runs beside requests as long as the hub does. */
import type { Config } from '../config.ts';
import { beginPrices } from './begin-prices.ts';
import { changeRows } from './change-rows.ts';
import { checkWindows } from './check-windows.ts';
import { composeTotals } from './compose-totals.ts';
import { eraseCompanies } from './erase-companies.ts';
import { expireJoining } from './expire-joining.ts';
import { importProducts } from './import-products.ts';
import type { Job, JobDeps } from './job.ts';
import { judgeClosures } from './judge-closures.ts';
import { keepOrder } from './keep-order.ts';
import { openPost } from './mail-post.ts';
import { noteProcess } from './note-process.ts';
import { sendMail } from './send-mail.ts';
import { sendReports } from './send-reports.ts';
import { tellPrices } from './tell-prices.ts';

const work = [
  ...[judgeClosures, sendReports, eraseCompanies, importProducts, changeRows, expireJoining, keepOrder],
  ...[noteProcess, checkWindows, composeTotals, beginPrices, tellPrices],
];

/** Starts every job; one stop ends them all, each after the round that is under way. */
export function startJobs(deps: JobDeps & { config: Config }): Job {
  const jobs = [sendMail(deps, openPost(deps.config)), ...work.map((start) => start(deps))];
  return {
    async stop() {
      await Promise.all(jobs.map((job) => job.stop()));
    },
  };
}
