/** Today beside the same weekday last week, by hour. */
import { addDays, businessDayOf, localHour } from '../../core/business-day.ts';
import { type Ctx, statement } from '../../db/index.ts';
import type { Clock } from './silence.ts';

export interface HourBesideWeek {
  /** Local, 0 to 23. */
  hour: number;
  grossE4: bigint;
  lastWeekE4: bigint;
}

/** What a company's stores have sold in one currency on the business day that it is in each. */
export interface DayBesideWeek {
  currency: string;
  grossE4: bigint;
  /** Documents that count: sales and returns, not cancelled. */
  documents: number;
  /** The same weekday last week, up to the same hour: whole hours only. `todayE4` is today's part of the same hours. */
  sameHours: { todayE4: bigint; lastWeekE4: bigint };
  /** The whole of that day. */
  lastWeekE4: bigint;
  /** Hours in which something was sold, in the order of the business day, without gaps. */
  hours: HourBesideWeek[];
}

const selectHours = statement({
  params: { days: { store_id: 'int', business_day: 'text', last_week: 'text' } },
  returns: { store_id: 'int', currency: 'text', hour: 'int', is_today: 'int', documents: 'int', gross_e4: 'bigint' },
  sql: (
    q,
  ) => `SELECT d.store_id, t.currency, t.hour, CASE WHEN t.business_day = d.business_day THEN 1 ELSE 0 END AS is_today,
      t.documents, t.gross_e4
    FROM ${q.rows('days', 'd')} JOIN hour_totals t
      ON t.store_id = d.store_id AND t.business_day IN (d.business_day, d.last_week)
    ORDER BY t.currency, d.store_id, t.hour`,
});

type Store = Clock & { id: number; currency: string };
interface Hour {
  currency: string;
  /** Hours since the business day began. */
  place: number;
  hour: number;
  isToday: boolean;
  /** Over already, on the clocks of its store. */
  isPast: boolean;
  documents: number;
  grossE4: bigint;
}

/** One query; an entry for each currency that was sold in, and for the stores' own. */
export async function readToday(ctx: Ctx, stores: readonly Store[]): Promise<DayBesideWeek[]> {
  const now = ctx.now();
  const days = stores.map(({ id, timeZone, dayStartMinutes }) => {
    const day = businessDayOf(now, { zone: timeZone, dayStartHour: dayStartMinutes / 60 });
    return { store_id: id, business_day: day, last_week: addDays(day, -7) };
  });
  const byId = new Map(stores.map((store) => [store.id, store]));
  const rows = await ctx.db.dialect.query(ctx.db.reader, selectHours, { days });
  const hours = rows.flatMap((row): Hour[] => {
    const store = byId.get(row.store_id);
    if (!store) return [];
    const dayStartHour = Math.floor(store.dayStartMinutes / 60);
    const place = (row.hour - dayStartHour + 24) % 24;
    const elapsed = (localHour(now, store.timeZone) - dayStartHour + 24) % 24;
    return [
      {
        ...{ currency: row.currency, hour: row.hour, documents: row.documents, grossE4: row.gross_e4 },
        ...{ place, isToday: row.is_today === 1, isPast: place < elapsed },
      },
    ];
  });
  const currencies = new Set([...stores.map(({ currency }) => currency), ...hours.map(({ currency }) => currency)]);
  return [...currencies].sort().map((currency) =>
    dayOf(
      currency,
      hours.filter((hour) => hour.currency === currency),
    ),
  );
}

function dayOf(currency: string, hours: readonly Hour[]): DayBesideWeek {
  const sum = (wanted: (hour: Hour) => boolean) =>
    hours.reduce((total, hour) => (wanted(hour) ? total + hour.grossE4 : total), 0n);
  return {
    currency,
    grossE4: sum(({ isToday }) => isToday),
    documents: hours.reduce((count, { isToday, documents }) => count + (isToday ? documents : 0), 0),
    sameHours: {
      todayE4: sum(({ isToday, isPast }) => isToday && isPast),
      lastWeekE4: sum(({ isToday, isPast }) => !isToday && isPast),
    },
    lastWeekE4: sum(({ isToday }) => !isToday),
    hours: curveOf(hours),
  };
}

function curveOf(hours: readonly Hour[]): HourBesideWeek[] {
  if (hours.length === 0) return [];
  const places = hours.map(({ place }) => place);
  const first = Math.min(...places);
  const start = (((hours[0]?.hour ?? 0) - (hours[0]?.place ?? 0)) % 24) + 24;
  return Array.from({ length: Math.max(...places) - first + 1 }, (_, step) => {
    const at = hours.filter(({ place }) => place === first + step);
    const sum = (isToday: boolean) =>
      at.reduce((total, one) => (one.isToday === isToday ? total + one.grossE4 : total), 0n);
    return { hour: (start + first + step) % 24, grossE4: sum(true), lastWeekE4: sum(false) };
  });
}
