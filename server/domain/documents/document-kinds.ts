/** Every kind of document that devices push, by its name. */
import { closureKind } from '../closures/index.ts';
import { eventKind, isEventType } from '../device-events/index.ts';
import { type DocumentKind, transactionKind } from '../sales/index.ts';
import { movementKind } from '../stock/index.ts';

const kinds = new Map<string, DocumentKind>(
  [transactionKind, closureKind, movementKind].map((kind) => [kind.name, kind]),
);

/** Names under which nothing is kept: a payment is answered and may name a card. */
const notKept = new Set(['payment']);

/** The kind of that name; what has no engine of its own is kept as an event. Null: nothing can be kept under such a name. */
export function documentKind(type: string): DocumentKind | null {
  const known = kinds.get(type);
  if (known) return known;
  return isEventType(type) && !notKept.has(type) ? eventKind(type) : null;
}
