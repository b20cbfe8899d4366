/** How pushed documents were judged, in the words of the API. */
import type { ItemOutcome } from '../../../domain/sales/index.ts';
import type { PushedDocument } from './read-documents.ts';

/** What became of one document. Only `rejected` ones are not kept. */
export const documentOutcomes = ['created', 'duplicate', 'conflict', 'quarantined', 'rejected'] as const;

export interface JudgedDocument {
  type: string | null;
  /** Of the document; null where none could be read. */
  id: string | null;
  correlation_id: string | null;
  outcome: (typeof documentOutcomes)[number];
  /** Stable, for programs: the outcome, or the reason why it is not booked. */
  code: string;
  message: string;
}

/** @param outcomes in the order of the documents; null: of a kind under which nothing is kept */
export function judgedDocuments(
  documents: readonly PushedDocument[],
  outcomes: readonly (ItemOutcome | null)[],
): JudgedDocument[] {
  return documents.map(({ type, id, correlationId }, index) => {
    const outcome = outcomes[index] ?? null;
    return {
      type: type === '' ? null : type,
      id: (hasOwnId.has(type) ? outcome?.uuid : null) ?? (typeof id === 'string' ? id : (outcome?.uuid ?? null)),
      correlation_id: correlationId,
      ...verdictOf(type, outcome),
    };
  });
}

/** What is told beside these does not matter: the document says who it is. */
const hasOwnId = new Set(['transaction', 'closure', 'warehouse_movement']);

/** A type that was mistyped is an event too: nobody should wait for its figures. */
const keptOnly = (type: string) => `It is kept as an event of the type "${type}"; no figure counts it.`;

type Verdict = Pick<JudgedDocument, 'outcome' | 'code' | 'message'>;

const notBooked = 'It is kept, and counts when it is put right';

function verdictOf(type: string, judged: ItemOutcome | null): Verdict {
  if (judged === null) {
    return type === ''
      ? { outcome: 'rejected', code: 'no_document', message: 'This is no object with a "type" and a "document".' }
      : {
          outcome: 'rejected',
          code: 'unknown_type',
          message: `Nothing is kept under the type "${type.slice(0, 60)}": types are small letters, digits and _, such as "transaction".`,
        };
  }
  const { outcome, message, reasonCode = 'unreadable' } = judged;
  switch (outcome) {
    case 'stored':
      return { outcome: 'created', code: 'created', message: hasOwnId.has(type) ? 'It is stored.' : keptOnly(type) };
    case 'completed':
      return { outcome: 'created', code: 'completed', message: 'It was stored in part, and is now stored in full.' };
    case 'duplicate':
      return { outcome: 'duplicate', code: 'duplicate', message: 'It was stored already; nothing has changed.' };
    case 'conflict':
      return { outcome: 'conflict', code: 'conflict', message: `${message ?? 'It differs from the stored one'}.` };
    case 'quarantined':
      return { outcome: 'quarantined', code: reasonCode, message: `${notBooked}: ${message}.` };
  }
}
