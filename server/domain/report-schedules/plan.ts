/** When a schedule is due: at a time of day as the clocks of a zone show it. */
import { addDays, localText, localToInstant, weekdayOf } from '../../core/business-day.ts';

export interface Plan {
  every: string;
  /** Of a week: 1 Monday to 7 Sunday. */
  weekday: number | null;
  /** Of a month: 1 to 28, so that every month has it. */
  monthDay: number | null;
  /** From midnight, as clocks show it. */
  minuteOfDay: number;
  timeZone: string;
}

/** A month and some days to spare: a zone may skip a whole day. */
const mostDays = 35;

/** The first time that is later than `after`. A time that clocks skip is read as they show it an hour later, one that they
 *  show twice is the first of the two: once a day, whatever the clocks do. */
export function nextRunAfter(plan: Plan, after: Date): Date {
  const today = localText(after, plan.timeZone).slice(0, 10);
  for (let ahead = -1; ahead <= mostDays; ahead += 1) {
    const at = runOn(plan, addDays(today, ahead));
    if (at !== null && at.getTime() > after.getTime()) return at;
  }
  throw new RangeError(`no time after ${after.toISOString()}`);
}

/** The last time that is not later than `now`. */
export function latestRunUpTo(plan: Plan, now: Date): Date {
  const today = localText(now, plan.timeZone).slice(0, 10);
  for (let back = 1; back >= -mostDays; back -= 1) {
    const at = runOn(plan, addDays(today, back));
    if (at !== null && at.getTime() <= now.getTime()) return at;
  }
  throw new RangeError(`no time before ${now.toISOString()}`);
}

function runOn(plan: Plan, day: string): Date | null {
  if (plan.every === 'week' && weekdayOf(day) !== plan.weekday) return null;
  if (plan.every === 'month' && Number(day.slice(8)) !== plan.monthDay) return null;
  const two = (number: number) => String(number).padStart(2, '0');
  const wall = `${day}T${two(Math.floor(plan.minuteOfDay / 60))}:${two(plan.minuteOfDay % 60)}:00`;
  const instant = localToInstant(wall, plan.timeZone);
  return instant === null ? null : new Date(instant);
}
