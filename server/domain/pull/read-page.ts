/** A stretch of the change feed as it is sent. */
import type { Ctx } from '../../db/index.ts';
import type { InitScope, PickedRow, Resource, VersionedRow } from '../init/index.ts';
import { changedIds } from './changed-ids.ts';

/** Rows that changed between two versions, for one store. Nothing in it is one till's own: every till of the store gets the same,
 *  and every kitchen screen. */
export interface Page {
  /** Where it ends. */
  version: number;
  /** How many changes. */
  count: number;
  /** JSON objects, separated by commas: UTF-8, as they are sent to every till of the store. */
  bytes: Buffer;
  /** Tills of other stores may be told something else; otherwise all stores of the company with this currency get the same. */
  isStoresOwn: boolean;
}

export interface PageAsked {
  scope: InitScope;
  resources: readonly Resource[];
  after: number;
  /** How far the feed had come before this was asked. */
  feed: number;
  most: number;
}

/** Reads the rows as they are now: what has changed once more since its place in the feed comes again at its new place. A row that
 *  is none of this store's business, any more or ever, is one that it should not have. */
export async function readPage(ctx: Pick<Ctx, 'db' | 'log'>, asked: PageAsked): Promise<Page> {
  const { scope, resources, after, feed, most } = asked;
  const { dialect, finder } = ctx.db;
  const range = { company: scope.company, after, upto: feed, most };
  const { version, rows } = await changedIds({ dialect, client: finder }, resources, range);
  const found: Map<string, PickedRow>[] = [];
  for (const [place, resource] of resources.entries()) {
    const of = new Map<string, PickedRow>();
    found.push(of);
    const ids = rows.flatMap((row) => (row.place === place ? [row.id] : []));
    if (ids.length === 0) continue;
    for await (const group of resource.picked({ ctx, tx: finder, scope }, ids)) {
      for (const row of group) of.set(row.id, row);
    }
  }
  let isStoresOwn = false;
  const texts = rows.map(({ place, id, version }) => {
    const type = resources[place]?.name ?? '';
    const row = found[place]?.get(id);
    // Without a row nobody says whose it was.
    isStoresOwn ||= row?.isStoresOwn ?? true;
    return changeText({ type, id, version }, row);
  });
  return { version, count: rows.length, bytes: Buffer.from(texts.join(',')), isStoresOwn };
}

/** One change; without a row the till should have none. Rows that are sent whole have no version. */
export function changeText(
  { type, id, version }: { type: string; id: string; version: number | null },
  row: Pick<VersionedRow, 'isGone' | 'text'> | undefined,
): string {
  const start = `{"type":"${type}","id":${JSON.stringify(id)},"version":${version}`;
  return `${start},"deleted":${row ? row.isGone : true},"row":${row?.text ?? 'null'}}`;
}
