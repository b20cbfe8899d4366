import { describe, expect, it } from 'vitest';
import { GroupCommit } from '../../../server/domain/sales/group-commit.ts';

/** A flush that ends when the test says so. */
function gated(limits: { flights: number; maxSize: number }) {
  const flushes: {
    jobs: readonly string[];
    end: (results: readonly (string | Error)[]) => void;
    fail: (e: Error) => void;
  }[] = [];
  const group = new GroupCommit<string, string>(
    (jobs) => new Promise((end, fail) => flushes.push({ jobs, end, fail })),
    limits,
  );
  return { group, flushes };
}

/** Long enough for every flush that can begin to begin: a flush may wait some turns of the event loop for company. */
async function turn(): Promise<void> {
  for (let turns = 0; turns < 20; turns += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('group commit', () => {
  it('a lone job flies at once, what comes meanwhile flies together when it has landed', async () => {
    const { group, flushes } = gated({ flights: 1, maxSize: 10 });
    const first = group.submit('a', 1);
    await turn();
    const rest = [group.submit('b', 1), group.submit('c', 1)];
    await turn();
    expect(flushes.map((flush) => flush.jobs)).toEqual([['a']]);
    flushes[0]?.end(['A']);
    expect(await first).toBe('A');
    await turn();
    expect(flushes.map((flush) => flush.jobs)).toEqual([['a'], ['b', 'c']]);
    flushes[1]?.end(['B', 'C']);
    expect(await Promise.all(rest)).toEqual(['B', 'C']);
  });

  it('jobs of one turn fly together, up to the size of a flush and in as many full flights as allowed', async () => {
    const { group, flushes } = gated({ flights: 2, maxSize: 3 });
    const results = [2, 1, 2, 9, 1].map((size, index) => group.submit(`job ${index}`, size));
    await turn();
    expect(flushes.map((flush) => flush.jobs)).toEqual([['job 0', 'job 1'], ['job 2']]);
    flushes[0]?.end(flushes[0].jobs);
    await turn();
    expect(flushes.slice(2).map((flush) => flush.jobs)).toEqual([['job 3']]);
    flushes[1]?.end(flushes[1].jobs);
    await turn();
    expect(flushes.length, 'a half empty flush waits until the one under way has landed').toBe(3);
    flushes[2]?.end(flushes[2].jobs);
    await turn();
    expect(flushes.slice(3).map((flush) => flush.jobs)).toEqual([['job 4']]);
    for (const flush of flushes) flush.end(flush.jobs);
    expect(await Promise.all(results)).toEqual(['job 0', 'job 1', 'job 2', 'job 3', 'job 4']);
  });

  it('a failed flush fails its own jobs, one failed job only itself, and the next flush flies', async () => {
    const { group, flushes } = gated({ flights: 1, maxSize: 2 });
    const results = ['a', 'b', 'c', 'd'].map((job) => group.submit(job, 1));
    const settled = Promise.allSettled(results);
    await turn();
    flushes[0]?.fail(new Error('gone'));
    await turn();
    flushes[1]?.end(['C', new Error('only d')]);
    expect((await settled).map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)))).toEqual([
      'Error: gone',
      'Error: gone',
      'C',
      'Error: only d',
    ]);
  });

  it('draining waits for what flies and what waits', async () => {
    const { group, flushes } = gated({ flights: 1, maxSize: 1 });
    const results = [group.submit('a', 1), group.submit('b', 1)];
    let isDrained = false;
    const drained = group.drain().then(() => {
      isDrained = true;
    });
    await turn();
    flushes[0]?.end(['A']);
    await turn();
    expect(isDrained).toBe(false);
    flushes[1]?.end(['B']);
    await drained;
    expect(await Promise.all(results)).toEqual(['A', 'B']);
    await group.drain();
  });
});
