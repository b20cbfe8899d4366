import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { openWriteLock, sharedTurns, takingTurns } from '../../server/db/write-lock.ts';
import { bundleThread } from '../../server/http/bundle-thread.ts';

const unavailable = { name: 'DomainError', code: 'unavailable' };

describe('the right to write of two threads', () => {
  it('is held by one at a time, and neither waits for more than one turn of the other', async () => {
    const turns = sharedTurns();
    // Two counters that every holder raises one after the other: seen apart, somebody else was there in between.
    const counters = new Int32Array(new SharedArrayBuffer(12));
    const rounds = 3000;
    const thread = new Worker(await bundleThread(new URL('./children/take-turns.ts', import.meta.url)), {
      workerData: { turns, counters, rounds },
      execArgv: [],
    });
    const ended = new Promise<number>((resolve) => thread.once('exit', resolve));
    const lock = openWriteLock(turns, 1);
    let taken = 0;
    while (Atomics.load(counters, 2) < rounds) {
      await takingTurns(lock, 5000, async () => {
        const before = counters[0] as number;
        expect(counters[1]).toBe(before);
        counters[0] = before + 1;
        if (taken % 50 === 0) await delay(0);
        counters[1] = (counters[1] as number) + 1;
      });
      taken += 1;
      // Without a turn of the event loop this thread would never ask while the other one does.
      if (taken % 20 === 0) await delay(0);
    }
    expect(await ended).toBe(0);
    expect([...counters.slice(0, 2)]).toEqual([rounds + taken, rounds + taken]);
    expect(taken).toBeGreaterThan(0);
  });

  it('is told to be unavailable when the other keeps it, and is had when it comes back', async () => {
    const turns = sharedTurns();
    const [one, two] = [openWriteLock(turns, 1), openWriteLock(turns, 2)];
    const give = await one.take(10);
    await expect(two.take(20)).rejects.toMatchObject(unavailable);
    const waiting = two.take(5000);
    give();
    const giveBack = await waiting;
    await expect(one.take(20)).rejects.toMatchObject(unavailable);
    giveBack();
    (await one.take(10))();
  });

  it('goes to the one that waits before the holder has it again', async () => {
    const turns = sharedTurns();
    const [one, two] = [openWriteLock(turns, 1), openWriteLock(turns, 2)];
    const order: string[] = [];
    const give = await one.take(10);
    const other = two.take(5000).then((giveBack) => {
      order.push('other');
      giveBack();
    });
    give();
    const again = one.take(5000).then((giveBack) => {
      order.push('again');
      giveBack();
    });
    await Promise.all([other, again]);
    expect(order).toEqual(['other', 'again']);
  });

  it('of a thread that died is free', async () => {
    const turns = sharedTurns();
    const [one, two] = [openWriteLock(turns, 1), openWriteLock(turns, 2)];
    await two.take(10);
    const waiting = one.take(5000);
    one.releaseDead();
    (await waiting)();
    (await two.take(10))();
  });
});
