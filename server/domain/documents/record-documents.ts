import type { Ctx } from '../../db/index.ts';
import { eventId } from '../device-events/index.ts';
import { type Draft, type ItemOutcome, recordPush } from '../sales/index.ts';
import type { TerminalIdentity } from '../stores/index.ts';
import { documentKind } from './document-kinds.ts';

/** A document as a device sent it. */
export interface SentDocument {
  type: string;
  /** Told beside it, for events that carry none. */
  id: unknown;
  document: unknown;
  /** What the device calls the matter. */
  correlationId: string | null;
}

/** Records documents of any kinds together, each judged by itself and exactly once, as `recordTransactions` does it.
 *  @returns the outcomes in their order; null for those of a kind under which nothing is kept
 *  @throws unavailable the database is gone or full: nothing may be taken as stored, the push must be repeated */
export async function recordDocuments(
  ctx: Ctx,
  terminal: TerminalIdentity,
  { documents, sequences }: { documents: readonly SentDocument[]; sequences: unknown },
): Promise<(ItemOutcome | null)[]> {
  const drafts = documents.map(draftOf);
  const kept = drafts.filter((draft) => draft !== null);
  const { items } = await recordPush(ctx, { terminal, drafts: kept, sequences });
  const outcomes = items.values();
  return drafts.map((draft) => (draft === null ? null : (outcomes.next().value ?? null)));
}

function draftOf({ type, id, document, correlationId }: SentDocument): Draft | null {
  const kind = documentKind(type);
  if (kind === null) return null;
  const draft = { kind, item: document, correlationId };
  return kind.family === 'event' ? { ...draft, uuid: eventId(document, id) } : draft;
}
