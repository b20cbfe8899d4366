/** What pushed documents of every kind (transactions, closures) have in common on their way into the database. */
import type { Dialect, RawClient } from '../../db/index.ts';
import type { TerminalIdentity } from '../stores/index.ts';
import type { Difference } from './compare.ts';
import type { Origin } from './made-at.ts';
import type { WireFields } from './wire-fields.ts';

/** What measurements tell apart. */
export type KindFamily = 'transaction' | 'closure' | 'warehouse_movement' | 'event';

/** What a batch writes with. */
export interface Write {
  readonly tx: RawClient;
  readonly dialect: Dialect;
}

/** What the reader of an item is told beside the item. */
export interface ReadContext {
  terminal: TerminalIdentity;
  receivedAt: Date;
  /** SHA-256 of the item's JSON text, base64url. */
  bodyHash: string;
}

/** The code of a refusal that the full form of the same document settles: the thin form says that there is a document, and
 *  nothing of it. */
export const incomplete = 'incomplete';

/** Why an item is refused: a stable code, and a sentence that names the field and says what would be right. */
export interface Refusal {
  readonly code: string;
  readonly reason: string;
}

/** One pushed item, prepared outside the transaction. */
export interface Entry<P = unknown> {
  readonly kind: DocumentKind;
  readonly terminal: TerminalIdentity;
  readonly receivedAt: Date;
  /** As received. */
  readonly item: unknown;
  readonly bodyHash: string;
  /** Compressed JSON text, in `currentCodec`. */
  readonly body: Uint8Array;
  /** Id of the document where it was readable. */
  readonly uuid: string | null;
  /** What the device calls the matter that it belongs to, for the log. */
  readonly correlationId: string | null;
  /** Why it may not be booked unless it is already. */
  readonly doubt: Refusal | null;
  /** The rows to be stored, or why there are none. */
  readonly reading: { readonly document: P } | { readonly refusal: Refusal };
}

/** An entry of which at least the id could be read. */
export interface NamedEntry<P = unknown> extends Entry<P> {
  readonly uuid: string;
}

/** An entry that could be read. */
export interface ReadableEntry<P = unknown> extends NamedEntry<P> {
  readonly reading: { readonly document: P };
}

/** A stored document, as far as judging a repetition needs it. */
export interface StoredDocument {
  id: number;
  company_id: number;
  uuid: string;
  terminal_id: number;
  /** Codes of its store and terminal, for people. */
  terminal: string;
  body_hash: string;
}

/** What one kind of document brings to the common path. `P` is what its reader makes of an item. */
export interface DocumentKind<P = unknown> {
  /** By which conflicts and refused items name it. */
  readonly name: string;
  readonly family: KindFamily;
  /** The right to push it. */
  readonly action: 'document.push' | 'closure.push';
  /** Types of the wire fields, for comparing two bodies by value. */
  readonly fields: WireFields;
  /** @throws Unreadable */
  read(item: unknown, context: ReadContext): P;
  idOf(item: unknown): string | null;
  /** When and where the item says that it was made; null: it says nothing that can be read. */
  originOf(item: unknown): Origin | null;
  /** The closure period that it belongs to, or ends. Absent: there is none. */
  periodOf?(document: P): { terminal_id: number; number: number };
  /** What only the database knows to be wrong, by the key of the entry. Called before anything is stored. */
  refuse?(write: Write, entries: readonly ReadableEntry<P>[]): Promise<ReadonlyMap<string, Refusal>>;
  /** Stores the entries whose ids are new in their company, with everything that follows from them, and tells their keys.
   *  Entries are sorted by key, each key once. */
  insertNew(write: Write, entries: readonly ReadableEntry<P>[]): Promise<Set<string>>;
  findStored(write: Write, entries: readonly NamedEntry[]): Promise<StoredDocument[]>;
  /** Notes that stored documents came again. */
  noteRepeats?(write: Write, entries: readonly NamedEntry[]): Promise<void>;
  /** Fills in a stored document that said less: called when the entry says everything that is stored and more.
   *  @returns what still differs, none when the document is now as the entry says */
  complete?(write: Write, entry: ReadableEntry<P>): Promise<Difference[]>;
  /** Bodies of stored documents by their number. */
  loadBodies(write: Write, ids: readonly number[]): Promise<{ id: number; codec: number; body: Uint8Array }[]>;
}

/** A terminal as people know it. */
export function nameOf(terminal: TerminalIdentity): string {
  return `${terminal.storeCode}/${terminal.terminalCode}`;
}

/** Identity of a document: its id is unique in its company. */
export function keyOf(document: { company_id: number; uuid: string }): string {
  return `${document.company_id}:${document.uuid}`;
}

export type OutcomeName = 'stored' | 'completed' | 'duplicate' | 'conflict' | 'quarantined';

/** How one item was judged. `completed`: a document was stored that said less, and now says what this item says. */
export interface ItemOutcome {
  outcome: OutcomeName;
  uuid: string | null;
  /** What is wrong (quarantined) or differs (conflict), for people; otherwise null. */
  message: string | null;
  /** Quarantined: the code of the reason. */
  reasonCode?: string;
}
