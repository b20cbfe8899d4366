import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EndReason, type Listener, Watch } from '../../reports/boards/live/watch.ts';
import { silentLog } from '../support/people.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A watch over a database of one text per store. */
function watching() {
  const state = { marks: new Map([[1, 'a']]), reads: 0, made: 0, open: new Set(['s1', 's2']), isStopping: false };
  const watch = new Watch({
    marks: async () => {
      state.reads += 1;
      return new Map(state.marks);
    },
    openSessions: async () => state.open,
    stopping: () => state.isStopping,
    log: silentLog,
  });
  const listen = (key: string, facts: Partial<Listener> = {}) => {
    const told: string[] = [];
    const ended: EndReason[] = [];
    const stop = watch.add({
      key,
      personId: 'p',
      sessionId: 's1',
      days: () => [{ storeId: 1, businessDay: '2026-11-20' }],
      make: async () => {
        state.made += 1;
        return `${key} ${state.marks.get(1)}`;
      },
      tell: (data) => void told.push(data),
      beat: () => undefined,
      isStillAllowed: async () => true,
      end: (reason) => {
        ended.push(reason);
        stop();
      },
      ...facts,
    });
    return { told, ended, stop };
  };
  return { state, watch, listen };
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('watching for sales', () => {
  it('tells at once how things stand, then only what changed, made once for all who see the same', async () => {
    const { state, listen } = watching();
    const [one, two] = [listen('k'), listen('k')];
    await pass(2_000);
    expect([one.told, two.told, state.made]).toEqual([['k a'], ['k a'], 1]);
    state.marks.set(1, 'b');
    await pass(600);
    expect([one.told, two.told, state.made]).toEqual([['k a', 'k b'], ['k a', 'k b'], 2]);
  });

  it('asks the database nothing while nobody listens', async () => {
    const { state, listen } = watching();
    await pass(5_000);
    expect(state.reads).toBe(0);
    const { stop } = listen('k');
    await pass(1_200);
    expect(state.reads).toBeGreaterThan(1);
    stop();
    const before = state.reads;
    await pass(60_000);
    expect(state.reads).toBe(before);
  });

  it('tells again what could not be told', async () => {
    const { listen } = watching();
    let isBroken = true;
    const { told } = listen('k', {
      make: async () => {
        if (isBroken) throw new Error('away');
        return 'back';
      },
    });
    await pass(1_500);
    expect(told).toEqual([]);
    isBroken = false;
    await pass(600);
    expect(told).toEqual(['back']);
  });

  it('ends for whoever signed out, within the minute for whoever lost a right, and for all when the hub goes down', async () => {
    const { state, watch, listen } = watching();
    const [leaver, demoted, other] = [
      listen('k', { sessionId: 's2' }),
      listen('k', { isStillAllowed: async () => false }),
      listen('k'),
    ];
    await pass(1_000);
    state.open.delete('s2');
    await pass(2_600);
    expect(leaver.ended).toEqual(['over']);
    await pass(60_000);
    expect(demoted.ended).toEqual(['changed']);
    expect([other.ended, watch.size]).toEqual([[], 1]);
    state.isStopping = true;
    await pass(600);
    expect([other.ended, watch.size]).toEqual([['stopping'], 0]);
  });
});
