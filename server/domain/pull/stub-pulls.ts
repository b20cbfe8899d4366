/** What clients without a cursor ask for: by the time of their last synchronisation, or for what holds now (protocol, section 2). */
import { type Ctx, statement } from '../../db/index.ts';
import type { WireRow } from '../init/index.ts';
import type { PullHub } from './hub.ts';
import { resourcesFor } from './kinds.ts';
import { scopeOf, standingOf } from './pull.ts';
import { readAsker } from './puller.ts';
import { readPage } from './read-page.ts';

const hourMs = 3_600_000;
/** Clocks of tills are not the hub's. */
const overlapMs = hourMs / 12;
/** A time without a zone may be that of any place. */
const widestZoneMs = 14 * hourMs;

/** When a client last synchronised, by what it says in whatever form; null: never, or it cannot be read. The answer is rather too
 *  early than too late. */
export function readSince(text: string): Date | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const isNumber = /^\d{9,16}(\.\d+)?$/.test(trimmed);
  const hasZone = isNumber || /(Z|[+-]\d{2}:?\d{2})$/i.test(trimmed);
  // A plus in a query is a blank.
  const iso = trimmed.replace(/^(\d{4}-\d{2}-\d{2}[T ][\d:.]+) (\d{2}:?\d{2})$/, '$1+$2').replace(' ', 'T');
  const isZoned = hasZone || iso !== trimmed.replace(' ', 'T');
  const millis = isNumber
    ? Number(trimmed) * (trimmed.split('.')[0]?.length === 13 ? 1 : 1000)
    : Date.parse(isZoned || iso.length <= 10 ? iso : `${iso}Z`);
  const at = new Date(millis - overlapMs - (isZoned ? 0 : widestZoneMs));
  return Number.isNaN(at.getTime()) ? null : at;
}

const firstSince = statement({
  params: { company: 'int', since: 'instant' },
  returns: { version: 'int?' },
  sql: (q) => `SELECT min(version) AS version FROM (
    SELECT min(version) AS version FROM products WHERE company_id = ${q.param('company')} AND updated_at >= ${q.param('since')}
    UNION ALL
    SELECT min(version) AS version FROM prices WHERE company_id = ${q.param('company')} AND updated_at >= ${q.param('since')}
  ) changed`,
});

export interface UpdatesAsked {
  /** As it was sent. */
  since: string;
  /** Where the page before ended. */
  after: number | null;
  limit: number;
  store: string | null;
}

export interface Updates {
  rows: WireRow[];
  /** For the next page; null: this is the last one. */
  next: number | null;
}

/** Products that changed since a time, or whose prices did, with those that are gone. */
export async function productUpdates(ctx: Ctx, hub: PullHub, asked: UpdatesAsked): Promise<Updates> {
  const { puller } = await readAsker(ctx, asked.store);
  const types = ['products'];
  const resources = resourcesFor(puller, types);
  const { place } = await standingOf(ctx, hub, { puller, types });
  const after = asked.after ?? (await versionBefore(ctx, puller.companyId, readSince(asked.since))) ?? place.feed;
  const scope = scopeOf(puller, place, ctx.now());
  const page = await readPage(ctx, { scope, resources, after, feed: Math.max(after, place.feed), most: asked.limit });
  const changes = JSON.parse(`[${page.bytes.toString()}]`) as { id: string; row: WireRow | null }[];
  const rows = changes.map(({ id, row }) => row ?? { id, is_deleted: true });
  return { rows, next: page.version < place.feed ? page.version : null };
}

async function versionBefore({ db }: Ctx, company: number, since: Date | null): Promise<number | null> {
  if (since === null) return -1;
  const [found] = await db.dialect.query(db.finder, firstSince, { company, since });
  return found?.version == null ? null : found.version - 1;
}

/** Rows of types that are short: VAT rates, campaigns and what belongs to them. */
export async function shortRows(
  ctx: Ctx,
  hub: PullHub,
  { types, store }: { types: readonly string[]; store: string | null },
): Promise<Record<string, WireRow[]>> {
  const { puller } = await readAsker(ctx, store);
  const { place } = await standingOf(ctx, hub, { puller, types: [] });
  const scope = scopeOf(puller, place, ctx.now());
  const read: Record<string, WireRow[]> = {};
  for (const resource of resourcesFor(puller, types)) {
    const rows: WireRow[] = [];
    for await (const group of resource.read({ ctx, tx: ctx.db.finder, scope })) rows.push(...group);
    read[resource.name] = rows;
  }
  return read;
}
