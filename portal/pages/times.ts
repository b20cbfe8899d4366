/** Times as people read them. Instants are shown in the hub's own zone only where no store's clock is meant. */

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });
const day = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** "14:05 UTC". */
export function clockText(at: Date): string {
  return `${clock.format(at)} UTC`;
}

/** A business day, `YYYY-MM-DD` → "Friday 20 November 2026". */
export function dayText(businessDay: string): string {
  return day.format(new Date(`${businessDay}T00:00:00Z`)).replace(',', '');
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
