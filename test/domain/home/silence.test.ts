import { describe, expect, it } from 'vitest';
import { missedHours, pastSlots } from '../../../server/domain/home/silence.ts';

const london = { timeZone: 'Europe/London', dayStartMinutes: 0 };
/** Monday to Sunday, nine to five. */
const shopHours = new Set(
  [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => Array.from({ length: 8 }, (_, index) => `${weekday}:${index + 9}`)),
);

describe('a till is silent', () => {
  it('by the hours in which its store usually sells: at night no hour is missed', () => {
    // A Thursday, twenty to nine in the morning; the last sale was at five to five the day before.
    const slots = pastSlots(new Date('2026-11-19T08:40:00Z'), london);
    expect(missedHours(new Date('2026-11-18T16:55:00Z'), slots, shopHours)).toBe(0);
    const noon = pastSlots(new Date('2026-11-19T12:10:00Z'), london);
    expect(missedHours(new Date('2026-11-18T16:55:00Z'), noon, shopHours)).toBe(3);
  });

  it('counts whole hours only, and none before it was heard of', () => {
    const slots = pastSlots(new Date('2026-11-19T12:59:00Z'), london);
    expect(missedHours(new Date('2026-11-19T10:30:00Z'), slots, shopHours)).toBe(1);
    expect(missedHours(new Date('2026-11-19T12:00:00Z'), slots, shopHours)).toBe(0);
  });

  it('on the clocks of its store: hours after midnight belong to the business day before', () => {
    const bar = { timeZone: 'Europe/Istanbul', dayStartMinutes: 300 };
    // Saturday 02:30 in Istanbul is still Friday, weekday 5.
    const [first] = pastSlots(new Date('2026-11-20T23:30:00Z'), bar);
    expect(first).toEqual({ fromMs: Date.parse('2026-11-20T22:00:00Z'), weekday: 5, hour: 1 });
  });

  it('without usual hours, as in a new shop, never', () => {
    const slots = pastSlots(new Date('2026-11-19T12:00:00Z'), london);
    expect(missedHours(new Date('2026-11-01T12:00:00Z'), slots, new Set())).toBe(0);
  });

  it('hears no more of a till that has been away for long than the last two days tell', () => {
    const slots = pastSlots(new Date('2026-11-19T17:00:00Z'), london);
    expect(missedHours(new Date('2026-01-01T12:00:00Z'), slots, shopHours)).toBe(16);
  });
});
