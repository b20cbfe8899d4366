/** By whose clocks the days of a filter are meant: those of the one company that a list is about, else the person's own. */

import type { Filter } from 'adminjs';
import { addDays, localText, localToInstant } from '../../server/core/business-day.ts';
import { relativeDays } from '../../server/core/relative-days.ts';
import type { Ctx } from '../../server/db/index.ts';
import { companiesOf, staffOf } from '../staff.ts';

export interface Calendar {
  zone: string;
  now: Date;
}

export async function calendarOf(ctx: Ctx, filter: Filter | undefined): Promise<Calendar> {
  const { reader } = ctx.db;
  const asked = Number(filter?.filters['companyId']?.value);
  const limits = companiesOf(ctx);
  const companyId = Number.isSafeInteger(asked) && asked > 0 ? asked : limits?.length === 1 ? limits[0] : undefined;
  const isTheirs = companyId !== undefined && (limits === null || limits.includes(companyId));
  const company = isTheirs
    ? await reader.company.findUnique({ where: { id: companyId }, select: { timeZone: true } })
    : null;
  if (company) return { zone: company.timeZone, now: ctx.now() };
  const person = await reader.user.findUnique({ where: { id: staffOf(ctx).userId }, select: { timeZone: true } });
  return { zone: person?.timeZone || 'UTC', now: ctx.now() };
}

/** Whether these filters speak of days, so that their clocks have to be known. */
export function needsCalendar(filter: Filter | undefined): boolean {
  return Object.values(filter?.filters ?? {}).some(({ value }) => {
    const given: unknown = value;
    if (typeof given === 'object' && given !== null && !Array.isArray(given)) return true;
    return [given].flat().some((text) => typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text));
  });
}

/** First and last day of a relative word; null: it is none. */
export function daysOf(word: string, { zone, now }: Calendar): { from: string; to: string } | null {
  return relativeDays(word, localText(now, zone).slice(0, 10));
}

export function dayStart(day: string, { zone }: Calendar): Date {
  return new Date(localToInstant(`${day}T00:00:00`, zone) ?? Number.NaN);
}

/** The first moment that is no longer of the day. */
export function dayEnd(day: string, calendar: Calendar): Date {
  return dayStart(addDays(day, 1), calendar);
}
