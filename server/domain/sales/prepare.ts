/** What can be done for a pushed item before its turn to write: JSON text, hash, rows, compressed body. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FormerPlace, TerminalIdentity } from '../stores/index.ts';
import { hashBody, packBody, writeDeep } from './body-codec.ts';
import type { DocumentKind, Entry, Refusal } from './kinds.ts';
import { placeOf } from './made-at.ts';
import { refuseUnstorableText, Unreadable } from './wire-values.ts';

/** Items after which others get their turn on the event loop: about 5 ms of work. */
const itemsPerTurn = 50;

interface Delivery {
  terminal: TerminalIdentity;
  receivedAt: Date;
  /** Where what it delivers may be older than its move: as in `placeOf`. */
  moved?: { formers: readonly FormerPlace[]; storeUuid: string; isSettled: boolean } | null;
}

/** An item as it was sent. */
export interface Draft {
  kind: DocumentKind;
  item: unknown;
  /** Told beside the item; absent: the item says it. */
  uuid?: string | null;
  correlationId?: string | null;
}

export async function prepareItems(drafts: readonly Draft[], delivery: Delivery): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const draft of drafts) {
    if (entries.length > 0 && entries.length % itemsPerTurn === 0) await nextTurn();
    entries.push(prepareItem(draft, delivery));
  }
  return entries;
}

export function prepareItem(draft: Draft, delivery: Delivery): Entry {
  const { kind, item, correlationId = null } = draft;
  const { receivedAt, moved } = delivery;
  const { terminal, doubt } = moved
    ? placeOf({ terminal: delivery.terminal, ...moved }, kind.originOf(item))
    : { terminal: delivery.terminal, doubt: null };
  const { text, isTooDeep } = textOf(item);
  const bodyHash = hashBody(text);
  const uuid = draft.uuid ?? kind.idOf(item);
  const entry = { kind, terminal, receivedAt, item, bodyHash, uuid, correlationId, body: packBody(text), doubt };
  if (isTooDeep) return { ...entry, reading: { refusal: tooDeep } };
  try {
    refuseUnstorableText(item, text);
    return { ...entry, reading: { document: kind.read(item, { terminal, receivedAt, bodyHash }) } };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { ...entry, reading: { refusal: { code: error.reasonCode, reason: error.message } } };
  }
}

const tooDeep: Refusal = { code: 'too_deep', reason: 'the item: lists and objects are nested too deeply' };

function textOf(item: unknown): { text: string; isTooDeep: boolean } {
  try {
    return { text: JSON.stringify(item) ?? 'null', isTooDeep: false };
  } catch (error) {
    if (error instanceof RangeError) return { text: writeDeep(item), isTooDeep: true };
    throw error;
  }
}
