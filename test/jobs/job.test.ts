/** The loop that the hub's jobs run in. */

import { describe, expect, it } from 'vitest';
import { DomainError } from '../../server/core/errors.ts';
import { signal } from '../../server/core/signals.ts';
import type { Logger } from '../../server/db/index.ts';
import { type Job, startJob, type Turn } from '../../server/jobs/job.ts';
import { withDatabase } from '../support/database.ts';
import { deferred } from '../support/deferred.ts';
import { silentLog } from '../support/people.ts';

const test = withDatabase();
const hour = 3_600_000;

interface Wishes {
  firstMs?: number;
  lookMs?: number;
  pauseMs?: number;
  log?: Logger;
  /** What happens in the round of this number, from 1; its answer is the time until the next. */
  round?(number: number, turn: Turn): Promise<number>;
  end?(): Promise<void>;
}

/** A job that rests for an hour unless the test says otherwise. */
function start({ firstMs = 0, lookMs = hour, pauseMs = 1, log = silentLog, round, end }: Wishes) {
  const turns: Turn[] = [];
  const waiting = new Map<number, () => void>();
  const job: Job = startJob(
    { db: test.db, log, now: () => new Date() },
    {
      ...{ name: 'a-job', failure: 'it failed', firstMs, lookMs, ...(end && { end }) },
      on: { signal: 'importMarked', pauseMs },
      async round(_ctx, turn) {
        turns.push(turn);
        waiting.get(turns.length)?.();
        return (await round?.(turns.length, turn)) ?? hour;
      },
    },
  );
  const began = async (number: number) => {
    if (turns.length < number) await new Promise<void>((resolve) => waiting.set(number, resolve));
    return turns[number - 1];
  };
  return { job, turns, began };
}

describe('a job', () => {
  it('runs another round at once when its signal comes during one', async () => {
    const first = deferred();
    const { job, began } = start({ round: (number) => (number === 1 ? first.promise.then(() => hour) : idle()) });
    expect((await began(1))?.wasMarked).toBe(false);
    signal('importMarked', {});
    first.resolve();
    expect((await began(2))?.wasMarked).toBe(true);
    await job.stop();
  });

  it('is put off by nobody: a round comes while signals keep coming', async () => {
    const { job, began } = start({ firstMs: hour, pauseMs: 30 });
    const crowd = setInterval(() => signal('importMarked', {}), 2);
    await began(1);
    clearInterval(crowd);
    await job.stop();
  });

  it('goes on after a failure and tells it, unless the database was away', async () => {
    const told: unknown[] = [];
    const log: Logger = { ...silentLog, error: (...words) => told.push(words[1]) };
    const { job, began } = start({
      lookMs: 1,
      log,
      round: async (number) => {
        if (number === 1) throw new DomainError('unavailable');
        if (number === 2) throw new Error('on purpose');
        return hour;
      },
    });
    await began(3);
    expect(told).toEqual(['it failed']);
    await job.stop();
  });

  it('stops after the round that is under way, begins no other, and cleans up behind itself', async () => {
    const first = deferred();
    const order: string[] = [];
    const { job, turns, began } = start({
      async round() {
        await first.promise;
        order.push('round');
        return 0;
      },
      end: async () => void order.push('end'),
    });
    const turn = await began(1);
    const stopping = job.stop().then(() => order.push('stopped'));
    expect(turn?.isStopping()).toBe(true);
    signal('importMarked', {});
    first.resolve();
    await stopping;
    expect(order).toEqual(['round', 'end', 'stopped']);
    expect(turns).toHaveLength(1);
  });

  it('that never ran has nothing to clean up', async () => {
    const order: string[] = [];
    const { job } = start({ firstMs: hour, end: async () => void order.push('end') });
    await job.stop();
    expect(order).toEqual([]);
  });
});

async function idle(): Promise<number> {
  return hour;
}
