/** How fresh figures are. Rollups are written with the documents, so what counts is when the tills last delivered. */

import { localText } from '../server/core/business-day.ts';
import { type Ctx, statement } from '../server/db/index.ts';
import type { Words } from './cells.ts';

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

/** The same in words, in the company's local time, which is named: its stores may lie in other zones, and so may the reader. */
export function freshnessText(
  { t, formats }: Words,
  facts: { asOf: Date; lastReceivedAt: Date | null },
  zone: string,
): string {
  const time = (at: Date) => `${formats.weekday(localText(at, zone).slice(0, 10))}, ${formats.zonedClock(at, zone)}`;
  const last =
    facts.lastReceivedAt === null
      ? t('reports.freshness.never')
      : t('reports.freshness.last', { time: time(facts.lastReceivedAt) });
  return `${t('reports.freshness.asOf', { time: time(facts.asOf) })} ${last}`;
}

/** Where it stands what to do before there are figures; null once a till has delivered. */
export function firstStepsHref(facts: { lastReceivedAt: Date | null }, { slug }: { slug: string }): string | null {
  return facts.lastReceivedAt === null ? `/home/${slug}/` : null;
}
