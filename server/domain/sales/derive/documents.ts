/** What the derivations know of a document that has just been stored. */
import type { TerminalIdentity } from '../../stores/index.ts';
import type { DocumentRows, HeadRow } from '../columns.ts';

export interface NewDocument {
  /** Number of its row in `transactions`. */
  readonly id: number;
  readonly terminal: TerminalIdentity;
  readonly head: HeadRow;
  /** The rows that were stored with it just now. */
  readonly rows: DocumentRows;
  /** Where its store's sales take goods from; null when no place was known yet. */
  place: string | null;
}

/** A sale that counts: what earns points and uses offers. */
export function isSale({ head }: NewDocument): boolean {
  return head.sign > 0 && head.transaction_type.toLowerCase() === 'sale';
}

/** Lines that count: of a document that counts, neither cancelled nor voided. */
export function liveLinesOf({ head, rows }: NewDocument): DocumentRows['lines'] {
  return head.sign === 0 ? [] : rows.lines.filter((line) => !line.is_cancelled && !line.is_voided);
}
