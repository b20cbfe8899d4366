/** Closes requests and invitations that nobody has answered in time. Pages count them as lapsed before that. */
import type { Database, Logger } from '../db/index.ts';
import { isUnavailable } from '../db/index.ts';
import { expireJoining as expireSome } from '../domain/companies/index.ts';
import { systemCtx } from '../domain/tenancy/index.ts';
import type { Job } from './judge-closures.ts';

interface Deps {
  db: Database;
  log: Logger;
  now(): Date;
}

/** They live for weeks. Also the pause after a failure, and before the first round: a start has more urgent work. */
const lookMs = 10 * 60_000;
/** Between two batches others get their turn. */
const pauseMs = 1000;

/** Runs until stopped. Several processes may look at once: each row is closed by one of them. */
export function expireJoining(deps: Deps): Job {
  const ctx = systemCtx(deps, 'expire-joining', 'job');
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;
  let running: Promise<void> = Promise.resolve();

  const wake = (ms: number) => {
    if (isStopping) return;
    timer = setTimeout(() => {
      running = round();
    }, ms);
    timer.unref();
  };
  const round = async () => {
    let closed = 0;
    try {
      closed = await expireSome(ctx);
    } catch (error) {
      if (!isUnavailable(error)) deps.log.error({ err: error }, 'requests and invitations could not be closed');
    }
    wake(closed > 0 ? pauseMs : lookMs);
  };
  wake(lookMs);
  return {
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      await running;
    },
  };
}
