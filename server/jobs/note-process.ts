/** Says once a minute that this process serves the hub; the back office lists those that do. */
import { newId } from '../core/ids.ts';
import { type Database, isUnavailable, type Logger } from '../db/index.ts';
import { forgetProcess, noteProcess as note, type Place } from '../domain/hub-status/index.ts';
import { systemCtx } from '../domain/tenancy/index.ts';
import type { Job } from './judge-closures.ts';

interface Deps {
  db: Database;
  log: Logger;
  now(): Date;
  config: Place;
}

const everyMs = 60_000;
/** A start has more urgent work. */
const firstMs = 5000;

/** Runs until stopped; then the process is forgotten. */
export function noteProcess(deps: Deps): Job {
  const ctx = systemCtx(deps, 'note-process', 'job');
  const id = newId();
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;
  let wasNoted = false;
  let running: Promise<void> = Promise.resolve();

  const wake = (ms: number) => {
    if (isStopping) return;
    timer = setTimeout(() => {
      running = round();
    }, ms);
    timer.unref();
  };
  const quietly = (error: unknown) => {
    if (!isUnavailable(error)) deps.log.error({ err: error }, 'the process could not be noted');
  };
  const round = async () => {
    wasNoted = true;
    await note(ctx, id, deps.config).catch(quietly);
    wake(everyMs);
  };
  wake(firstMs);
  return {
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      await running;
      if (wasNoted) await forgetProcess(ctx, id).catch(quietly);
    },
  };
}
