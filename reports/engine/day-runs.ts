/** Business days of instants in SQL, for tables that keep no business day: the days of a range as runs of days of 24 hours for each
 *  store, a day on which clocks change being a run of its own. A year is a handful of runs, in whatever zone. */
import { addDays, businessDayRange, daysBetween } from '../../server/core/business-day.ts';
import type { DayRange } from '../range.ts';
import type { Window } from './window.ts';

const dayMs = 86_400_000;

/** Columns of the parameter that runs are handed over in. Store 0 is what belongs to no store, by the company's clocks. */
export const runColumns = { store: 'int', from_ms: 'bigint', to_ms: 'bigint', first_day: 'int', days: 'int' } as const;

export interface DayRun extends ClockRun {
  store: number;
}

interface ClockRun {
  from_ms: bigint;
  to_ms: bigint;
  /** Counted from the first day of the range. */
  first_day: number;
  days: number;
}

/** The runs of a range for the stores of a window, and for what belongs to none. */
export function runsOf({ stores, company }: Window, range: DayRange): DayRun[] {
  const places = [...stores, { id: 0, timeZone: company.timeZone, dayStartMinutes: 0 }];
  // Most stores go by the same clock, and a year of its days takes longer to reckon than to read.
  const known = new Map<string, ClockRun[]>();
  return places.flatMap(({ id, timeZone, dayStartMinutes }) => {
    const name = `${timeZone} ${dayStartMinutes}`;
    const runs = known.get(name) ?? runsOfClock(range, { timeZone, dayStartMinutes });
    known.set(name, runs);
    return runs.map((run) => ({ store: id, ...run }));
  });
}

/** From the first instant of any store's days to the last, which is not in it any more. */
export function spanOf(runs: readonly DayRun[]): { from: Date; to: Date } {
  const edge = (pick: (...values: number[]) => number, of: (run: DayRun) => bigint) =>
    new Date(runs.map((run) => Number(of(run))).reduce((a, b) => pick(a, b)));
  return { from: edge(Math.min, (run) => run.from_ms), to: edge(Math.max, (run) => run.to_ms) };
}

/** The condition that joins an instant, in milliseconds, with its run. */
export function isInRun({ at, store, run }: { at: string; store: string; run: string }): string {
  return `${run}.store = ${store} AND ${at} >= ${run}.from_ms AND ${at} < ${run}.to_ms`;
}

/** The day of an instant in its run, counted from the first day of the range. */
export function dayInRun(at: string, run: string): string {
  const days = `(${at} - ${run}.from_ms) / ${dayMs}`;
  return `CAST(${run}.first_day + CASE WHEN ${days} >= ${run}.days THEN ${run}.days - 1 ELSE ${days} END AS integer)`;
}

interface Clock {
  timeZone: string;
  dayStartMinutes: number;
}

function runsOfClock(range: DayRange, { timeZone, dayStartMinutes }: Clock): ClockRun[] {
  const rule = { zone: timeZone, dayStartHour: dayStartMinutes / 60 };
  const runs: ClockRun[] = [];
  for (let index = 0; index <= daysBetween(range.from, range.to); index += 1) {
    const { fromMs, toMs } = businessDayRange(addDays(range.from, index), rule);
    const last = runs.at(-1);
    const isOrdinary = toMs - fromMs === dayMs;
    if (isOrdinary && last && last.to_ms - last.from_ms === BigInt(last.days * dayMs)) {
      last.to_ms = BigInt(toMs);
      last.days += 1;
    } else {
      runs.push({ from_ms: BigInt(fromMs), to_ms: BigInt(toMs), first_day: index, days: 1 });
    }
  }
  return runs;
}
