/** What has to end by itself in the back office: acting for a company, and contents of the audit trail whose time is over. */
import type { Database, Logger } from '../db/index.ts';
import { isUnavailable } from '../db/index.ts';
import { endLapsedActing } from '../domain/acting/index.ts';
import { eraseOldContents } from '../domain/audit/index.ts';
import { systemCtx } from '../domain/tenancy/index.ts';
import type { Job } from './judge-closures.ts';

interface Deps {
  db: Database;
  log: Logger;
  now(): Date;
}

/** Also the pause after a failure, and before the first round. */
const lookMs = 60_000;
/** Between two batches others get their turn. */
const pauseMs = 250;

/** Runs until stopped. Several processes may look at once: what one has done, the other finds done. */
export function keepOrder(deps: Deps): Job {
  const ctx = systemCtx(deps, 'keep-order', 'job');
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
    let done = 0;
    try {
      done = (await endLapsedActing(ctx)) + (await eraseOldContents(ctx));
    } catch (error) {
      if (!isUnavailable(error)) deps.log.error({ err: error }, 'what lapses in the back office could not be ended');
    }
    wake(done > 0 ? pauseMs : lookMs);
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
