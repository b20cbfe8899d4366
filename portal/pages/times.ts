/** Times as people read them, on the clocks of the company or store that they belong to. */

const day = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

const shortDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** "14:05" on the clocks of a zone. */
export function clockText(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(at);
}

/** A till's own time as it wrote it, "2026-11-20T14:05:09" → "20 Nov 2026, 14:05". What is no such time is shown as it is. */
export function localText(text: string): string {
  const [, date, time] = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})/.exec(text) ?? [];
  if (date === undefined) return text;
  return `${shortDay.format(new Date(`${date}T00:00:00Z`))}, ${time}`;
}

/** A business day, `YYYY-MM-DD` → "Friday 20 November 2026". */
export function dayText(businessDay: string): string {
  return day.format(new Date(`${businessDay}T00:00:00Z`)).replace(',', '');
}

/** A business day, `YYYY-MM-DD` → "20 Nov 2026". */
export function shortDayText(businessDay: string): string {
  return shortDay.format(new Date(`${businessDay}T00:00:00Z`));
}

/** An instant in UTC, "2026-11-20 14:05 UTC". */
export function instantText(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** How long ago: "just now", "4 minutes ago", "2 days ago". A time in the future counts as now. */
export function agoText(at: Date, now: Date): string {
  const ms = now.getTime() - at.getTime();
  if (ms < minuteMs) return 'just now';
  if (ms < hourMs) return counted(Math.floor(ms / minuteMs), 'minute');
  if (ms < 2 * dayMs) return counted(Math.floor(ms / hourMs), 'hour');
  return counted(Math.floor(ms / dayMs), 'day');
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
}
