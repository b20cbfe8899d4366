/** Works on files of products, and on tables of anything, as soon as somebody has one checked or taken over. */
import { onSignal } from '../core/signals.ts';
import type { Database, Logger } from '../db/index.ts';
import { isUnavailable } from '../db/index.ts';
import { workOnTable } from '../domain/data-import/index.ts';
import { workOnImport } from '../domain/product-import/index.ts';
import { systemCtx } from '../domain/tenancy/index.ts';
import type { Job } from './judge-closures.ts';

interface Deps {
  db: Database;
  log: Logger;
  now(): Date;
}

/** What other processes on the same database were told, and what a stopped one left behind, is found by looking. Also the pause
 *  after a failure. */
const lookMs = 15_000;

/** Runs until stopped; a file that is at work then goes on at the next start. */
export function importProducts(deps: Deps): Job {
  const ctx = systemCtx(deps, 'import-products', 'job');
  let isStopping = false;
  let isMarked = false;
  let isRunning = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  const wake = (ms: number) => {
    if (isStopping) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = round();
    }, ms);
    timer.unref();
  };
  const round = async () => {
    isRunning = true;
    isMarked = false;
    let next = lookMs;
    try {
      const stops = () => isStopping;
      const worked = [await workOnImport(ctx, stops), await workOnTable(ctx, stops)];
      if (worked.includes(true) || isMarked) next = 0;
    } catch (error) {
      if (!isUnavailable(error)) deps.log.error({ err: error }, 'files to be taken over could not be looked for');
    }
    isRunning = false;
    wake(next);
  };
  const stopListening = onSignal('importMarked', () => {
    isMarked = true;
    if (!isRunning) wake(0);
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
