/** What follows from a document beyond its own rows and totals, in the transaction that stores it: exactly once, because only
 *  what was really inserted comes here. */
import type { Write } from '../kinds.ts';
import type { NewDocument } from './documents.ts';
import { linkMemberships, movePoints } from './points.ts';
import { noteSeen } from './seen.ts';
import { moveStock } from './stock.ts';
import { linkCampaigns, noteUsages } from './usages.ts';

export type { NewDocument } from './documents.ts';

/** Notes on rows that are about to be stored what they count for: campaigns on discounts, memberships on points. */
export async function linkRows(write: Write, documents: readonly NewDocument[]): Promise<void> {
  await linkCampaigns(write, documents);
  await linkMemberships(write, documents);
}

/** Derives from documents whose rows have just been stored. Must be called once for each row.
 *  @param isFirst nothing was derived in this transaction before */
export async function deriveFacts(
  write: Write,
  documents: readonly NewDocument[],
  { isFirst }: { isFirst: boolean },
): Promise<void> {
  await moveStock(write, documents);
  await noteUsages(write, documents);
  await movePoints(write, documents);
  await noteSeen(write, documents, { isFirst });
}
