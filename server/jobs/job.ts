/** What runs beside requests, round after round, for as long as the hub does. */
import { onSignal, type SignalName } from '../core/signals.ts';
import { type Ctx, type Database, isUnavailable, type Logger } from '../db/index.ts';
import { systemCtx } from '../domain/tenancy/index.ts';

export interface JobDeps {
  db: Database;
  log: Logger;
  now(): Date;
}

export interface Job {
  /** Ends the round that is under way, and begins no other. */
  stop(): Promise<void>;
}

/** What a round may ask. */
export interface Turn {
  /** Whether the job's signal has come since the last round began. */
  wasMarked: boolean;
  isStopping(): boolean;
}

interface Work {
  /** Who it is in the audit trail. */
  name: string;
  /** What is logged when a round fails; a database that is away is no news. */
  failure: string;
  /** Before the first round. */
  firstMs: number;
  /** After a round that failed. */
  lookMs: number;
  /** What wakes it between two rounds, and how long after. A signal often comes before the commit of what it tells. */
  on?: { signal: SignalName; pauseMs: number };
  /** @returns milliseconds until the next round */
  round(ctx: Ctx, turn: Turn): Promise<number>;
  /** When it is stopped after a round or more. */
  end?(ctx: Ctx): Promise<void>;
}

/** Runs until stopped, one round at a time. Signals that keep coming put no round off, and one that comes during a round is
 *  followed by another. */
export function startJob(deps: JobDeps, { name, failure, firstMs, lookMs, on, round, end }: Work): Job {
  const ctx = systemCtx(deps, name, 'job');
  let isStopping = false;
  let isMarked = false;
  let hasRun = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;

  const tell = (error: unknown) => {
    if (!isUnavailable(error)) deps.log.error({ err: error }, failure);
  };
  const wake = (ms: number) => {
    if (isStopping) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = runRound();
    }, ms);
    timer.unref();
  };
  const runRound = async () => {
    const wasMarked = isMarked;
    isMarked = false;
    hasRun = true;
    let next = lookMs;
    try {
      next = await round(ctx, { wasMarked, isStopping: () => isStopping });
    } catch (error) {
      tell(error);
    }
    running = undefined;
    wake(on && isMarked ? on.pauseMs : next);
  };
  const stopListening =
    on &&
    onSignal(on.signal, () => {
      if (isMarked) return;
      isMarked = true;
      if (running === undefined) wake(on.pauseMs);
    });
  wake(firstMs);
  return {
    async stop() {
      isStopping = true;
      stopListening?.();
      clearTimeout(timer);
      await running;
      if (hasRun) await end?.(ctx).catch(tell);
    },
  };
}
