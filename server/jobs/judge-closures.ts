/** Judges closures within about a second of their arrival, or of a document that came late. */
import { onSignal } from '../core/signals.ts';
import type { Database, Logger } from '../db/index.ts';
import { isUnavailable } from '../db/index.ts';
import { judgeDue } from '../domain/reconciliation/index.ts';
import { systemCtx } from '../domain/tenancy/index.ts';

interface Deps {
  db: Database;
  log: Logger;
  now(): Date;
}

export interface Job {
  /** Ends the round that is under way, and begins no other. */
  stop(): Promise<void>;
}

/** After a mark, so that a crowd of them is judged together. */
const pauseMs = 500;
/** Marks of other processes on the same database are found by looking. Also the pause after a failure. */
const lookMs = 15_000;
/** Closures of one round; between two rounds others get their turn on the event loop. */
const roundSize = 40;

/** Runs until stopped. Several processes may judge at once: the same facts give the same verdict. */
export function judgeClosures(deps: Deps): Job {
  const ctx = systemCtx(deps, 'judge-closures', 'job');
  let isStopping = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let isRunning = false;
  let isMarked = true;

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
    let next = lookMs;
    try {
      isMarked = false;
      if ((await judgeDue(ctx, roundSize)) === roundSize || isMarked) next = isMarked ? pauseMs : 0;
    } catch (error) {
      if (!isUnavailable(error)) deps.log.error({ err: error }, 'closures could not be judged');
    }
    isRunning = false;
    wake(next);
  };
  const stopListening = onSignal('closuresMarked', () => {
    isMarked = true;
    if (!isRunning) wake(pauseMs);
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
