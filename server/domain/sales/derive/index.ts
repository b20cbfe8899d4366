/** What follows from a document beyond its own rows and totals, in the transaction that stores it: exactly once, because only
 *  what was really inserted comes here. */
import type { Write } from '../kinds.ts';
import type { NewDocument } from './documents.ts';
import { moveStock } from './stock.ts';

export type { NewDocument } from './documents.ts';

/** Derives from documents whose rows have just been stored. Must be called once for each row. */
export async function deriveFacts(write: Write, documents: readonly NewDocument[]): Promise<void> {
  await moveStock(write, documents);
}
