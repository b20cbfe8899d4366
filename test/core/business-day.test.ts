import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  businessDayOf,
  businessDayRange,
  daysBetween,
  eachDay,
  isDay,
  isTimeZone,
  localHour,
  localParts,
  localText,
  localToInstant,
  weekdayOf,
} from '../../server/core/business-day.ts';

const zones = ['Europe/London', 'Europe/Istanbul', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC'];
const zone = fc.constantFrom(...zones);
const instant = fc.integer({ min: Date.UTC(2009, 0, 1), max: Date.UTC(2039, 11, 31) });
const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

/** The same by Intl alone, slowly. */
function shownByIntl(ms: number, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
    .format(ms)
    .replace(' ', 'T');
}

describe('local times', () => {
  test('what clocks show agrees with Intl at any instant', () => {
    fc.assert(
      fc.property(instant, zone, (ms, name) => {
        expect(localText(ms, name)).toBe(shownByIntl(ms, name));
        expect(localHour(ms, name)).toBe(localParts(ms, name).hour);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['Europe/London', '2026-03-29T01:00:00Z'],
    ['Europe/London', '2026-10-25T01:00:00Z'],
    ['Europe/Istanbul', '2015-11-08T01:00:00Z'],
    ['America/New_York', '2026-03-08T07:00:00Z'],
    ['America/New_York', '2026-11-01T06:00:00Z'],
    ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
    ['Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
    ['America/St_Johns', '2010-03-14T03:31:00Z'],
    ['Pacific/Apia', '2011-12-30T10:00:00Z'],
  ])('in %s clocks change at exactly %s', (name, change) => {
    const at = Date.parse(change);
    for (const ms of [at - 86_400_000, at - 1000, at, at + 1000, at + 86_400_000]) {
      expect(localText(ms, name)).toBe(shownByIntl(ms, name));
    }
    expect(localParts(at, name)).not.toEqual(localParts(at - 1000, name));
    expect(Date.parse(`${localText(at, name)}Z`) - Date.parse(`${localText(at - 1000, name)}Z`)).not.toBe(1000);
  });

  test('a local time leads back to its instant, or to the earlier of the two that show it', () => {
    fc.assert(
      fc.property(instant, zone, (raw, name) => {
        const ms = Math.floor(raw / 1000) * 1000;
        const found = localToInstant(localText(ms, name), name);
        expect(found).not.toBeNull();
        expect(found).toBeLessThanOrEqual(ms);
        expect(localText(found ?? 0, name)).toBe(localText(ms, name));
        expect([0, 1_800_000, 3_600_000]).toContain(ms - (found ?? 0));
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['Europe/London', '2026-10-25T01:30:00', '2026-10-25T00:30:00.000Z'],
    ['Europe/Istanbul', '2015-11-08T03:30:00', '2015-11-08T00:30:00.000Z'],
    ['America/New_York', '2026-11-01T01:30:00', '2026-11-01T05:30:00.000Z'],
    ['Australia/Lord_Howe', '2026-04-05T01:45:00', '2026-04-04T14:45:00.000Z'],
  ])('in %s the ambiguous %s is the earlier instant', (name, text, expected) => {
    expect(iso(localToInstant(text, name))).toBe(expected);
  });

  test.each([
    ['Europe/London', '2026-03-29T01:30:00', '2026-03-29T02:30:00'],
    ['Europe/Istanbul', '2015-03-29T03:30:00', '2015-03-29T04:30:00'],
    ['America/New_York', '2026-03-08T02:30:00', '2026-03-08T03:30:00'],
    ['Australia/Lord_Howe', '2026-10-04T02:10:00', '2026-10-04T02:40:00'],
    ['Pacific/Apia', '2011-12-30T12:00:00', '2011-12-31T12:00:00'],
  ])('in %s the skipped %s is read as %s', (name, skipped, shown) => {
    expect(localText(localToInstant(skipped, name) ?? 0, name)).toBe(shown);
  });

  test.each([
    ['2026-06-01T10:00:00.123456', '2026-06-01T09:00:00.123Z'],
    ['2026-06-01 10:00:00', '2026-06-01T09:00:00.000Z'],
    ['2026-06-01T10:00', '2026-06-01T09:00:00.000Z'],
    ['2026-06-01', '2026-05-31T23:00:00.000Z'],
    ['2026-06-01T10:00:00Z', '2026-06-01T10:00:00.000Z'],
    ['2026-06-01T10:00:00.5+02:00', '2026-06-01T08:00:00.500Z'],
    ['2026-06-01T10:00:00-0330', '2026-06-01T13:30:00.000Z'],
    ['2024-02-29T00:00:00', '2024-02-29T00:00:00.000Z'],
  ])('%s of London is %s', (text, expected) => expect(iso(localToInstant(text, 'Europe/London'))).toBe(expected));

  test.each([
    '',
    'yesterday',
    '2026-02-29T00:00:00',
    '2026-13-01T00:00:00',
    '2026-00-10T00:00:00',
    '2026-01-32T00:00:00',
    '2026-01-01T24:00:00',
    '2026-01-01T10:60:00',
    '2026-01-01T10:00:61',
    '2026-01-01T10:00:00+25:00',
    '2026-01-01T10:00:00 ',
    '2026-01-01T1a:00:00',
    '26-01-01',
  ])('%j is no time', (text) => expect(localToInstant(text, 'UTC')).toBeNull());

  test('a date before there were time zones is read without harm', () => {
    for (const name of zones)
      expect(localText(localToInstant('0001-01-01T00:00:00', name) ?? 0, name)).toBe('0001-01-01T00:00:00');
  });

  test('unknown zones are known to be unknown', () => {
    expect(isTimeZone('Europe/London')).toBe(true);
    expect(isTimeZone('Europe/Atlantis')).toBe(false);
    expect(() => localToInstant('2026-06-01T10:00:00', 'Europe/Atlantis')).toThrow(RangeError);
  });
});

describe('business days', () => {
  const hour = fc.integer({ min: 0, max: 23 });

  test('every instant lies inside the range of its own day', () => {
    fc.assert(
      fc.property(instant, zone, hour, (ms, name, dayStartHour) => {
        const rule = { zone: name, dayStartHour };
        const { fromMs, toMs } = businessDayRange(businessDayOf(ms, rule), rule);
        expect(fromMs).toBeLessThanOrEqual(ms);
        expect(ms).toBeLessThan(toMs);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['Europe/London', '2026-03-29', 23],
    ['Europe/London', '2026-10-25', 25],
    ['Europe/London', '2026-06-01', 24],
    ['Europe/Istanbul', '2015-03-29', 23],
    ['Europe/Istanbul', '2015-11-08', 25],
    ['Europe/Istanbul', '2026-03-29', 24],
    ['America/New_York', '2026-03-08', 23],
    ['America/New_York', '2026-11-01', 25],
    ['Australia/Lord_Howe', '2026-10-04', 23.5],
    ['Australia/Lord_Howe', '2026-04-05', 24.5],
  ])('in %s the %s is %s hours long, and each of its quarters belongs to it', (name, day, hours) => {
    const rule = { zone: name, dayStartHour: 0 };
    const { fromMs, toMs } = businessDayRange(day, rule);
    expect((toMs - fromMs) / 3_600_000).toBe(hours);
    for (let ms = fromMs; ms < toMs; ms += 900_000) expect(businessDayOf(ms, rule)).toBe(day);
    expect(businessDayOf(fromMs - 1, rule)).toBe(addDays(day, -1));
    expect(businessDayOf(toMs, rule)).toBe(addDays(day, 1));
  });

  test('every day-start hour cuts the days with a change of clocks without overlap or hole', () => {
    for (const name of zones) {
      for (let dayStartHour = 0; dayStartHour < 24; dayStartHour += 1) {
        const rule = { zone: name, dayStartHour };
        for (const day of ['2026-03-07', '2026-03-28', '2026-04-04', '2026-10-03', '2026-10-24', '2026-10-31']) {
          for (const each of eachDay(day, addDays(day, 2))) {
            const { fromMs, toMs } = businessDayRange(each, rule);
            expect(businessDayOf(fromMs, rule)).toBe(each);
            expect(businessDayOf(fromMs - 1, rule)).toBe(addDays(each, -1));
            expect(toMs).toBe(businessDayRange(addDays(each, 1), rule).fromMs);
          }
        }
      }
    }
  });

  test('a sale before the day-start hour belongs to the day before', () => {
    const rule = { zone: 'Europe/London', dayStartHour: 4 };
    expect(businessDayOf(new Date('2026-06-02T02:59:59Z'), rule)).toBe('2026-06-01');
    expect(businessDayOf(new Date('2026-06-02T03:00:00Z'), rule)).toBe('2026-06-02');
  });
});

describe('days', () => {
  const day = fc.integer({ min: -700_000, max: 2_900_000 }).map((number) => addDays('1970-01-01', number));

  test('days are counted as the calendar counts them', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -1000, max: 1000 }), (from, count) => {
        const to = addDays(from, count);
        expect(isDay(to)).toBe(true);
        expect(daysBetween(from, to)).toBe(count);
        expect(Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)).toBe(count * 86_400_000);
        expect(weekdayOf(from) % 7).toBe(new Date(`${from}T00:00:00Z`).getUTCDay());
      }),
    );
  });

  test('a range holds both its ends, and is empty when turned round', () => {
    expect(eachDay('2024-02-28', '2024-03-01')).toEqual(['2024-02-28', '2024-02-29', '2024-03-01']);
    expect(eachDay('2024-03-01', '2024-02-28')).toEqual([]);
  });

  test('what is no day is refused', () => {
    for (const text of ['', '2026-2-1', '2026-02-30', '2026/02/01', '2026-02-01T00', 'abcd-ef-gh']) {
      expect(isDay(text)).toBe(false);
      expect(() => addDays(text, 1)).toThrow(RangeError);
    }
  });
});
