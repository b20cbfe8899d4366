/** What devices tell that the hub keeps and does not reason about yet: orders for an ERP, kitchen events, uses of campaigns, and
 *  whatever a newer device calls by a name of its own. */
import { normalizeWireId, stableId } from '../../core/ids.ts';
import {
  type DocumentKind,
  hashBody,
  isRow,
  type ReadableEntry,
  type ReadContext,
  RowReader,
  readMoment,
  shown,
  Unreadable,
  type Write,
} from '../sales/index.ts';
import { eventRow, eventStore, insertEventRows } from './event-rows.ts';

/** What the hub reads of an event. */
interface ParsedEvent {
  occurredAt: Date | null;
}

const form = /^[a-z][a-z0-9_]{0,49}$/;

/** Whether something can be the name of a kind of event. */
export function isEventType(type: string): boolean {
  return form.test(type);
}

const kinds = new Map<string, DocumentKind<ParsedEvent>>();
/** Names that nobody makes up by the thousand; beyond it kinds are made each time. */
const mostKept = 200;

/** The kind of these events. All of one batch are of the same object. */
export function eventKind(type: string): DocumentKind<ParsedEvent> {
  const known = kinds.get(type);
  if (known) return known;
  const kind: DocumentKind<ParsedEvent> = {
    name: type,
    family: 'event',
    action: 'document.push',
    fields: {},
    read: readEvent,
    idOf: (item) => eventId(item),
    originOf: (item) => (isRow(item) ? { time: item[timeFieldOf(item) ?? ''] } : null),
    insertNew,
    ...eventStore,
  };
  if (kinds.size < mostKept) kinds.set(type, kind);
  return kind;
}

/** The id under which an event is kept: the device's own (told beside it, or its `id` or `event_id`), else one that is made of
 *  its text, so that the same text again is the same event. */
export function eventId(item: unknown, told?: unknown): string {
  const own = told ?? (isRow(item) ? (item['id'] ?? item['event_id']) : undefined);
  if (typeof own === 'string' && own !== '') return normalizeWireId(own) ?? stableId(`event:id:${own}`);
  if (typeof own === 'number') return stableId(`event:id:${own}`);
  return stableId(`event:${hashBody(JSON.stringify(item) ?? 'null')}`);
}

const timeFields = ['occurred_at', 'usage_date', 'created_at', 'updated_at'] as const;

function readEvent(item: unknown, { terminal }: ReadContext): ParsedEvent {
  if (!isRow(item)) throw new Unreadable('not_an_object', `event: ${shown(item)} is not an object`);
  const r = new RowReader('event');
  r.at(item, -1);
  const field = timeFieldOf(item);
  if (field === undefined) return { occurredAt: null };
  try {
    return { occurredAt: readMoment(r, field, terminal).at };
  } catch (error) {
    // The text stays in the body; an event is not lost for its time.
    if (error instanceof Unreadable) return { occurredAt: null };
    throw error;
  }
}

function timeFieldOf(item: Readonly<Record<string, unknown>>) {
  return timeFields.find((name) => typeof item[name] === 'string');
}

function insertNew(write: Write, entries: readonly ReadableEntry<ParsedEvent>[]): Promise<Set<string>> {
  return insertEventRows(
    write,
    entries.map((entry) => eventRow(entry, entry.reading.document.occurredAt)),
  );
}
