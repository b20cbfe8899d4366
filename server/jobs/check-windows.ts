/** Recomputes a random day of a random store every few minutes, beside the hub's work; differences are logged and counted. */
import { signal } from '../core/signals.ts';
import { type Database, isUnavailable, type Logger } from '../db/index.ts';
import { systemCtx } from '../domain/tenancy/index.ts';
import { checkWindow } from '../domain/verification/index.ts';
import type { Job } from './judge-closures.ts';

interface Deps {
  db: Database;
  log: Logger;
  now(): Date;
}

const everyMs = 5 * 60_000;

/** Runs until stopped. Several processes may check at once: nothing is changed. */
export function checkWindows(deps: Deps, firstMs = everyMs): Job {
  const ctx = systemCtx(deps, 'check-windows', 'job');
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
    try {
      const checked = await checkWindow(ctx);
      if (checked !== null) {
        const { differences, ...window } = checked;
        signal('windowChecked', { differences: differences.length });
        if (differences.length > 0) {
          deps.log.error(
            { ...window, differences: differences.slice(0, 20) },
            'figures are not what the documents say',
          );
        }
      }
    } catch (error) {
      if (!isUnavailable(error)) deps.log.error({ err: error }, 'figures could not be checked');
    }
    wake(everyMs);
  };
  wake(firstMs);
  return {
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      await running;
    },
  };
}
