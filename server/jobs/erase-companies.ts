/** Deletes companies whose cool-off is over, and erases what deleted ones had. */
import { onSignal } from '../core/signals.ts';
import type { Database, Logger } from '../db/index.ts';
import { isUnavailable } from '../db/index.ts';
import { completeDueDeletions, eraseCompany, listErasures } from '../domain/company-deletion/index.ts';
import { systemCtx } from '../domain/tenancy/index.ts';
import type { Job } from './judge-closures.ts';

interface Deps {
  db: Database;
  log: Logger;
  now(): Date;
}

/** After a company was deleted: the signal comes before the commit. */
const pauseMs = 500;
/** Cool-offs end by the clock; a minute more does nobody harm. Also the pause after a failure. */
const lookMs = 60_000;

/** Runs until stopped. Several processes may erase the same company at once. */
export function eraseCompanies(deps: Deps): Job {
  const ctx = systemCtx(deps, 'erase-companies', 'job');
  let isStopping = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let isMarked = false;

  const wake = (ms: number) => {
    if (isStopping) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = round().finally(() => {
        running = undefined;
        wake(isMarked ? pauseMs : lookMs);
      });
    }, ms);
    timer.unref();
  };
  const round = async () => {
    isMarked = false;
    try {
      await completeDueDeletions(ctx);
      for (const companyId of await listErasures(ctx)) {
        const isGone = await eraseCompany(ctx, companyId, { isStopping: () => isStopping });
        if (!isGone) return;
        deps.log.info({ companyId }, 'a deleted company was erased');
      }
    } catch (error) {
      if (!isUnavailable(error)) deps.log.error({ err: error }, 'a company could not be erased');
    }
  };
  const stopListening = onSignal('companyDeleted', () => {
    isMarked = true;
    if (running === undefined) wake(pauseMs);
  });
  wake(0);
  return {
    async stop() {
      isStopping = true;
      stopListening();
      clearTimeout(timer);
      await running;
    },
  };
}
