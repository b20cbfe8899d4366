/** Offsets of IANA zones, cached per UTC day. `Intl` is asked only when a day is met for the first time. */

const secondMs = 1000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

/** One UTC day of a zone: the offset up to `changesAtMs` and from it on (Infinity: no change that day). A zone changes at
 *  most once within a day; the moment is exact to the second. */
interface ZoneDay {
  beforeMs: number;
  changesAtMs: number;
  afterMs: number;
}

/** About 55 years per zone; a terminal that invents dates cannot make the process grow. */
const maxDaysPerZone = 20_000;
const maxZones = 600;

const zones = new Map<string, Map<number, ZoneDay>>();
const formatters = new Map<string, Intl.DateTimeFormat>();

/** Whether this names a zone that we can compute with ("Europe/London", "UTC"). */
export function isTimeZone(zone: string): boolean {
  try {
    formatterOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** Before 1900 nobody sold by these clocks, and `Intl` answers in local mean time. */
const firstDay = Date.UTC(1900, 0, 1) / dayMs;

/** What the zone's clocks add to UTC at this instant, in milliseconds. Before 1900: what held on its first day.
 *  @throws RangeError for an unknown zone, or an instant past ±271,000 years */
export function zoneOffsetMs(instantMs: number, zone: string): number {
  const day = Math.max(firstDay, Math.floor(instantMs / dayMs));
  const known = zones.get(zone)?.get(day) ?? learnDay(day, zone);
  return instantMs < known.changesAtMs ? known.beforeMs : known.afterMs;
}

function learnDay(day: number, zone: string): ZoneDay {
  const startMs = day * dayMs;
  const beforeMs = askOffset(startMs, zone);
  const afterMs = askOffset(startMs + dayMs, zone);
  const learnt = {
    beforeMs,
    afterMs,
    changesAtMs: beforeMs === afterMs ? Number.POSITIVE_INFINITY : findChange(startMs, beforeMs, zone),
  };
  if (zones.size > maxZones) zones.clear();
  let days = zones.get(zone);
  if (!days || days.size >= maxDaysPerZone) {
    days = new Map();
    zones.set(zone, days);
  }
  days.set(day, learnt);
  return learnt;
}

/** The first whole second of the day at which the offset is no longer the one it began with. */
function findChange(startMs: number, beforeMs: number, zone: string): number {
  let low = 0;
  let high = dayMs / secondMs;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (askOffset(startMs + middle * secondMs, zone) === beforeMs) low = middle;
    else high = middle;
  }
  return startMs + high * secondMs;
}

function askOffset(instantMs: number, zone: string): number {
  const fields: Record<string, number> = {};
  for (const { type, value } of formatterOf(zone).formatToParts(instantMs)) fields[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = fields;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instantMs / secondMs) * secondMs;
}

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const created = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(zone, created);
  return created;
}
