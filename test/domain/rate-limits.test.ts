import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settleWindows, Windows } from '../../server/domain/rate-limits/index.ts';
import { withDatabase } from '../support/database.ts';

const start = Date.UTC(2026, 10, 21, 10, 0, 0);

describe('an allowance', () => {
  it('never lets more through within any sixty seconds than it says, and not much less', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: 100 }),
        fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 50, maxLength: 600 }),
        (perMinute, pauses) => {
          const windows = new Windows();
          const taken: number[] = [];
          let nowMs = start;
          for (const pause of pauses) {
            nowMs += pause;
            if (windows.take('somebody', perMinute, { nowMs }).isAllowed) taken.push(nowMs);
          }
          for (const from of taken) {
            const within = taken.filter((at) => at >= from && at < from + 60_000).length;
            // What fades evenly may have come all at once: the worst that this way of counting allows.
            expect(within).toBeLessThanOrEqual(perMinute * 2);
          }
          for (let minute = 0; start + minute * 60_000 < nowMs; minute += 1) {
            const from = start + minute * 60_000;
            expect(taken.filter((at) => at >= from && at < from + 60_000).length).toBeLessThanOrEqual(perMinute);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('comes back: after the wait that was told, the next one is let through', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 59_999 }), (perMinute, offset) => {
        const windows = new Windows();
        let nowMs = start + offset;
        for (let count = 0; count < perMinute; count += 1) {
          expect(windows.take('somebody', perMinute, { nowMs }).isAllowed).toBe(true);
        }
        // A wait may end at the full minute, from where on what was used fades.
        for (let tries = 0; tries < 3; tries += 1) {
          const { isAllowed, seconds } = windows.take('somebody', perMinute, { nowMs });
          if (isAllowed) return;
          expect(seconds).toBeGreaterThanOrEqual(1);
          expect(seconds).toBeLessThanOrEqual(60);
          nowMs += seconds * 1000;
        }
        expect(windows.take('somebody', perMinute, { nowMs }).isAllowed).toBe(true);
      }),
    );
  });

  it('of one is nobody else’s', () => {
    const windows = new Windows();
    for (let count = 0; count < 20; count += 1) windows.take('a', 5, { nowMs: start });
    expect(windows.take('b', 5, { nowMs: start })).toMatchObject({ isAllowed: true, remaining: 4 });
  });
});

describe('several processes', () => {
  const test = withDatabase();

  it('give no more than one allowance together, once each has told the other', async () => {
    const here = new Windows();
    const there = new Windows();
    const now = new Date(start + 1000);
    const take = (windows: Windows) => windows.take('program:1', 100, { nowMs: now.getTime() }).isAllowed;
    for (let count = 0; count < 40; count += 1) expect([take(here), take(there)]).toEqual([true, true]);
    await settleWindows(test.db, here, now);
    await settleWindows(test.db, there, now);
    await settleWindows(test.db, here, now);
    // `here` was told before `there` told its own: it learns with its next one.
    expect(take(here)).toBe(true);
    await settleWindows(test.db, here, now);
    let more = 0;
    for (let count = 0; count < 60; count += 1) more += take(here) ? 1 : 0;
    expect(40 + 40 + 1 + more).toBe(100);
  });

  it('tell the database nothing of callers who use little', async () => {
    const windows = new Windows();
    const now = new Date(start + 120_000);
    for (let count = 0; count < 10; count += 1) windows.take('quiet', 100, { nowMs: now.getTime() });
    await settleWindows(test.db, windows, now);
    expect(await test.db.reader.rateWindow.count({ where: { key: 'quiet' } })).toBe(0);
  });

  it('forget what is older than two minutes', async () => {
    const windows = new Windows();
    for (const minute of [10, 11, 15]) {
      const now = new Date(start + minute * 60_000);
      for (let count = 0; count < 20; count += 1) windows.take('busy', 100, { nowMs: now.getTime() });
      await settleWindows(test.db, windows, now);
    }
    const rows = await test.db.reader.rateWindow.findMany({ where: { key: 'busy' } });
    expect(rows.map(({ minute }) => minute - start / 60_000)).toEqual([15]);
  });
});
