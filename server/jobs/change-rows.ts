/** Works on changes of many rows as soon as somebody has one tried, done or undone. */
import { onSignal } from '../core/signals.ts';
import type { Database, Logger } from '../db/index.ts';
import { isUnavailable } from '../db/index.ts';
import { workOnBulkChange } from '../domain/bulk-change/index.ts';
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

/** Runs until stopped; a change that is at work then goes on at the next start. */
export function changeRows(deps: Deps): Job {
  const ctx = systemCtx(deps, 'change-rows', 'job');
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
      if ((await workOnBulkChange(ctx, () => isStopping)) || isMarked) next = 0;
    } catch (error) {
      if (!isUnavailable(error)) deps.log.error({ err: error }, 'changes of many rows could not be looked for');
    }
    isRunning = false;
    wake(next);
  };
  const stopListening = onSignal('bulkMarked', () => {
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
