/** How fresh figures are. Rollups are written with the documents, so what counts is when the tills last delivered. */

import { localText } from '../server/core/business-day.ts';
import { type Ctx, statement } from '../server/db/index.ts';
import { dayLabel } from './range.ts';

const lastPush = statement({
  params: { store_ids: ['int'] },
  returns: { last_push_at: 'instant?' },
  sql: (q) => `SELECT max(s.last_push_at) AS last_push_at
    FROM terminals t JOIN terminal_states s ON s.terminal_id = t.id WHERE t.store_id IN ${q.list('store_ids')}`,
});

/** When a terminal of these stores last delivered something that was stored or judged; null when none ever has. */
export async function lastReceivedAt(ctx: Ctx, storeIds: readonly number[]): Promise<Date | null> {
  const [row] = await ctx.db.dialect.query(ctx.db.reader, lastPush, { store_ids: storeIds });
  return row?.last_push_at ?? null;
}

/** The same in words, in the company's local time. */
export function freshnessText(facts: { asOf: Date; lastReceivedAt: Date | null }, zone: string): string {
  const last =
    facts.lastReceivedAt === null
      ? 'No till has delivered anything yet.'
      : `Tills last delivered ${instantLabel(facts.lastReceivedAt, zone)}.`;
  return `Figures as of ${instantLabel(facts.asOf, zone)}. ${last}`;
}

/** "Fri 20 Nov 2026, 22:10". */
export function instantLabel(at: Date, zone: string): string {
  const text = localText(at, zone);
  return `${dayLabel(text.slice(0, 10))}, ${text.slice(11, 16)}`;
}
