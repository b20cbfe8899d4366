/** What devices tell that is kept once and repeated to whoever asks: events without an engine of their own yet. */
export { eventId, eventKind, isEventType } from './event-kind.ts';
export { eventRow, eventStore, insertEventRows } from './event-rows.ts';
