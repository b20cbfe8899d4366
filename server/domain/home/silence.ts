/** Whether a till is silent: judged by the hours in which its store usually sells, because a till calls only when it has sold
 *  something, and nobody sells at night. */
import { addDays, businessDayOf, localHour, weekdayOf } from '../../core/business-day.ts';
import { type Ctx, statement } from '../../db/index.ts';

export interface Clock {
  timeZone: string;
  dayStartMinutes: number;
}

/** A whole hour that is over: the weekday of its business day, and the local hour. */
interface Slot {
  fromMs: number;
  weekday: number;
  hour: number;
}

/** `weekday:hour` in which a store usually sells. */
export type UsualHours = ReadonlySet<string>;

const hourMs = 3_600_000;
/** What lies further back makes no till more silent. */
const lookedBackHours = 48;
/** Same weekdays that are compared with. */
const weeks = 4;
/** An hour is usual when the store has sold in it on half of them. */
const usualDays = 2;
/** As many usual hours without a word make a till silent. */
export const silentHours = 2;

/** The whole hours of the last two days on the clocks of a store, the latest first. */
export function pastSlots(now: Date, { timeZone, dayStartMinutes }: Clock): Slot[] {
  const rule = { zone: timeZone, dayStartHour: dayStartMinutes / 60 };
  const thisHour = Math.floor(now.getTime() / hourMs) * hourMs;
  return Array.from({ length: lookedBackHours }, (_, index) => {
    const fromMs = thisHour - (index + 1) * hourMs;
    return { fromMs, weekday: weekdayOf(businessDayOf(fromMs, rule)), hour: localHour(fromMs, timeZone) };
  });
}

/** Usual hours that have passed whole since a till was last heard of, as far as the slots reach. */
export function missedHours(heardAt: Date, slots: readonly Slot[], usual: UsualHours): number {
  const since = heardAt.getTime();
  return slots.filter(({ fromMs, weekday, hour }) => fromMs >= since && usual.has(`${weekday}:${hour}`)).length;
}

const selectUsual = statement({
  params: { days: { store_id: 'int', business_day: 'text', weekday: 'int' } },
  returns: { store_id: 'int', weekday: 'int', hour: 'int', days: 'int' },
  sql: (q) => `SELECT d.store_id, d.weekday, t.hour, count(DISTINCT t.business_day) AS days
    FROM ${q.rows('days', 'd')} JOIN hour_totals t ON t.store_id = d.store_id AND t.business_day = d.business_day
    WHERE t.documents > 0
    GROUP BY d.store_id, d.weekday, t.hour`,
});

/** In which hours stores usually sell on the weekdays of the last three days. One query. */
export async function usualHours(
  ctx: Ctx,
  stores: readonly (Clock & { id: number })[],
): Promise<Map<number, Set<string>>> {
  const days = stores.flatMap(({ id, timeZone, dayStartMinutes }) => {
    const today = businessDayOf(ctx.now(), { zone: timeZone, dayStartHour: dayStartMinutes / 60 });
    return [0, -1, -2].flatMap((back) => {
      const weekday = weekdayOf(addDays(today, back));
      return Array.from({ length: weeks }, (_, week) => ({
        store_id: id,
        business_day: addDays(today, back - 7 * (week + 1)),
        weekday,
      }));
    });
  });
  const rows = await ctx.db.dialect.query(ctx.db.reader, selectUsual, { days });
  const usual = new Map<number, Set<string>>();
  for (const { store_id, weekday, hour, days: sold } of rows) {
    if (sold < usualDays) continue;
    const hours = usual.get(store_id) ?? new Set();
    usual.set(store_id, hours.add(`${weekday}:${hour}`));
  }
  return usual;
}
