import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localText } from '../../server/core/business-day.ts';
import { latestRunUpTo, nextRunAfter, type Plan } from '../../server/domain/report-schedules/index.ts';

const daily = (minuteOfDay: number, timeZone: string): Plan => ({
  ...{ every: 'day', weekday: null, monthDay: null, minuteOfDay, timeZone },
});

const runs = (plan: Plan, from: string, count: number) => {
  const times: string[] = [];
  for (let at = new Date(from); times.length < count; ) {
    at = nextRunAfter(plan, at);
    times.push(at.toISOString());
  }
  return times;
};

describe('the next time', () => {
  it('an hour that clocks skip is the hour after it, once', () => {
    expect(runs(daily(90, 'Europe/London'), '2026-03-28T00:00:00Z', 3)).toEqual([
      '2026-03-28T01:30:00.000Z',
      '2026-03-29T01:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
  });

  it('an hour that clocks show twice counts the first time, once', () => {
    expect(runs(daily(90, 'Europe/London'), '2026-10-24T00:00:00Z', 3)).toEqual([
      '2026-10-24T00:30:00.000Z',
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
  });

  it('of a week and of a month is on its day by the clocks of the zone', () => {
    const weekly: Plan = { ...daily(0, 'Europe/Istanbul'), every: 'week', weekday: 1 };
    expect(runs(weekly, '2026-11-20T12:00:00Z', 2)).toEqual(['2026-11-22T21:00:00.000Z', '2026-11-29T21:00:00.000Z']);
    const monthly: Plan = { ...daily(420, 'America/New_York'), every: 'month', monthDay: 28 };
    expect(runs(monthly, '2028-02-01T00:00:00Z', 2)).toEqual(['2028-02-28T12:00:00.000Z', '2028-03-28T11:00:00.000Z']);
  });

  it('comes in time order, one for each day, with nothing between a time and its next', () => {
    const zones = ['Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia', 'Asia/Tehran', 'UTC'];
    const plans = fc.record({
      every: fc.constantFrom('day', 'week', 'month'),
      weekday: fc.integer({ min: 1, max: 7 }),
      monthDay: fc.integer({ min: 1, max: 28 }),
      minuteOfDay: fc.integer({ min: 0, max: 1439 }),
      timeZone: fc.constantFrom(...zones),
    });
    const instants = fc.date({ min: new Date('2005-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(plans, instants, (plan, after) => {
        const next = nextRunAfter(plan, after);
        expect(next.getTime()).toBeGreaterThan(after.getTime());
        // Nothing lies between.
        expect(nextRunAfter(plan, new Date(next.getTime() - 1))).toEqual(next);
        expect(latestRunUpTo(plan, new Date(next.getTime() - 1)).getTime()).toBeLessThanOrEqual(after.getTime());
        expect(latestRunUpTo(plan, next)).toEqual(next);
        const following = nextRunAfter(plan, next);
        const [day, later] = [next, following].map((at) => localText(at, plan.timeZone).slice(0, 10)) as [
          string,
          string,
        ];
        expect(later > day).toBe(true);
        const hours = (following.getTime() - next.getTime()) / 3_600_000;
        const [least, most] = { day: [22, 50], week: [166, 7 * 24 + 26], month: [27 * 24, 32 * 24] }[plan.every] as [
          number,
          number,
        ];
        expect(hours).toBeGreaterThanOrEqual(least);
        expect(hours).toBeLessThanOrEqual(most);
      }),
      { numRuns: 400 },
    );
  });
});
