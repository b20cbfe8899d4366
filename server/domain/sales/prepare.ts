/** What can be done for a pushed item before its turn to write: JSON text, hash, rows, compressed body. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TerminalIdentity } from '../stores/index.ts';
import { hashBody, packBody, writeDeep } from './body-codec.ts';
import type { DocumentKind, Entry, Refusal } from './kinds.ts';
import { refuseUnstorableText, Unreadable } from './wire-values.ts';

/** Items after which others get their turn on the event loop: about 5 ms of work. */
const itemsPerTurn = 50;

interface Delivery {
  kind: DocumentKind;
  terminal: TerminalIdentity;
  receivedAt: Date;
}

export async function prepareItems(items: readonly unknown[], delivery: Delivery): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const item of items) {
    if (entries.length > 0 && entries.length % itemsPerTurn === 0) await nextTurn();
    entries.push(prepareItem(item, delivery));
  }
  return entries;
}

export function prepareItem(item: unknown, delivery: Delivery): Entry {
  const { kind, terminal, receivedAt } = delivery;
  const { text, isTooDeep } = textOf(item);
  const bodyHash = hashBody(text);
  const uuid = kind.idOf(item);
  const entry = { kind, terminal, receivedAt, item, bodyHash, uuid, body: packBody(text) };
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
