/** Where a till that has moved made what it delivers: its key is the same in every store, and its queue may be older than the
 *  move. The time of a document says in which store the till was, by the hub's own register of moves; where a document names its
 *  store, too, both must agree. A document that they do not place is not booked until a person has it booked. */
import { localToInstant } from '../../core/business-day.ts';
import { normalizeWireId } from '../../core/ids.ts';
import type { FormerPlace, TerminalIdentity } from '../stores/index.ts';
import type { Refusal } from './kinds.ts';
import { shown } from './wire-values.ts';

/** What an item says of its origin, in the till's own words. */
export interface Origin {
  /** Its local time. */
  time: unknown;
  /** Of items that name their store: the field, and its id there. */
  named?: { field: string; id: unknown };
}

interface Till {
  terminal: TerminalIdentity;
  /** What it has left, the first one first. */
  formers: readonly FormerPlace[];
  /** Of the store where it is now. */
  storeUuid: string;
  /** True: a person has decided that the item is to be booked, where it says or else where the till was. */
  isSettled: boolean;
}

interface Place {
  terminal: TerminalIdentity;
  storeUuid: string;
  from: Date | null;
  until: Date | null;
}

interface Found {
  terminal: TerminalIdentity;
  /** Why the item may not be booked there unseen. */
  doubt: Refusal | null;
}

/** A moved till as it was where the item was made. */
export function placeOf(till: Till, origin: Origin | null): Found {
  const places = placesOf(till);
  const { time, named } = origin ?? { time: null };
  const namedId = named && normalizeWireId(named.id);
  const own = places.filter(({ storeUuid }) => storeUuid === namedId);
  // Its time is read by the clocks of the store that it names.
  const agreed = own.find((place) => isWithin(time, place));
  const byTime = agreed ?? till.formers.find(({ until, terminal }) => isWithin(time, { terminal, until, from: null }));
  if (!byTime) return { terminal: till.terminal, doubt: null };
  if (agreed || !named) return { terminal: byTime.terminal, doubt: null };
  if (till.isSettled) return { terminal: (own.at(-1) ?? byTime).terminal, doubt: null };
  const said = (named.id ?? null) === null ? ' is missing:' : `: ${shown(named.id)} is not`;
  const right = `the store ${byTime.terminal.storeCode}, where this till was at ${shown(time)}`;
  return { terminal: byTime.terminal, doubt: { code: 'before_move', reason: `${named.field}${said} ${right}` } };
}

function placesOf({ terminal, formers, storeUuid }: Till): Place[] {
  const left = formers.map((place, index) => ({ ...place, from: formers[index - 1]?.until ?? null }));
  return [...left, { terminal, storeUuid, from: formers.at(-1)?.until ?? null, until: null }];
}

function isWithin(time: unknown, { terminal, from, until }: Omit<Place, 'storeUuid'>): boolean {
  const instantMs = typeof time === 'string' ? localToInstant(time, terminal.timeZone) : null;
  if (instantMs === null) return false;
  return (from === null || instantMs >= from.getTime()) && (until === null || instantMs < until.getTime());
}
