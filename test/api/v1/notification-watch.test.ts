/** Who is woken when, on a clock that the test moves. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NotificationWatch, type Waking } from '../../../server/api/v1/notifications/watch.ts';
import { signal } from '../../../server/core/signals.ts';
import { silentLog } from '../../support/people.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Terminal 1 waits; `asked` counts the questions that were asked for it. */
function waiting() {
  const seen = { asked: 0, woken: [] as Waking[], hasNews: false };
  const findNews = (terminals: readonly number[]) => {
    seen.asked += 1;
    return Promise.resolve(new Map(terminals.map((id) => [id, seen.hasNews])));
  };
  const watch = new NotificationWatch({ findNews, stopping: () => false, log: silentLog });
  const end = watch.add(1, (why) => seen.woken.push(why));
  return { seen, end };
}

describe('a terminal that waits for notifications', () => {
  it('is woken at once by one that this process made', async () => {
    const { seen, end } = waiting();
    seen.hasNews = true;
    signal('notified', { companyId: 1 });
    await vi.advanceTimersByTimeAsync(0);
    expect(seen.woken).toEqual(['news']);
    end();
  });

  it('is woken within a second by one that another process made', async () => {
    const { seen, end } = waiting();
    seen.hasNews = true;
    await vi.advanceTimersByTimeAsync(999);
    expect(seen.woken).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(seen.woken).toEqual(['news']);
    end();
  });

  it('is asked for once a second, told every fifteen that all is well, and no more when it has gone', async () => {
    const { seen, end } = waiting();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(seen).toMatchObject({ asked: 15, woken: ['beat'] });
    end();
    signal('notified', { companyId: 1 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(seen.asked).toBe(15);
  });
});
