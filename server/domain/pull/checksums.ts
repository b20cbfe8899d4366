/** The proof that somebody has the same rows as the hub. */
import type { Ctx } from '../../db/index.ts';
import type { InitScope, Resource } from '../init/index.ts';
import { BucketSums, type Checksums } from './buckets.ts';
import { sealCursor } from './cursor.ts';
import type { PullHub } from './hub.ts';
import { audienceOf, groupNames, groups, resourcesFor } from './kinds.ts';
import { readGroups, scopeOf, standingOf } from './pull.ts';
import { chosenTypes, readAsker } from './puller.ts';
import { feedOf, type SnapshotAsked, statesOf, wholeRows } from './snapshot.ts';

export interface ChecksumsRead {
  version: number;
  /** That of a till which has exactly these rows. */
  cursor: string;
  types: Record<string, Checksums>;
}

/** What tells whether somebody has the same rows. */
export async function readChecksums(
  ctx: Ctx,
  hub: PullHub,
  asked: Omit<SnapshotAsked, 'buckets'>,
): Promise<ChecksumsRead> {
  const asker = await readAsker(ctx, asked.store);
  const { puller } = asker;
  const types = chosenTypes(asker, asked.types);
  const { place, storeDigest, day, states } = await standingOf(ctx, hub, { puller, types });
  const scope = scopeOf(puller, place, ctx.now());
  const name = `${audienceOf(puller)} ${place.currency} ${types.join()}`;
  const resources = resourcesFor(puller, types);
  const feedSums = await hub.sums.get(name, `${place.epoch} ${place.feed}`, () => sumFeed(ctx, { scope, resources }));
  const whole = await readGroups(ctx, hub, { puller, place, states, scope });
  const sums = new Map<string, BucketSums>();
  for (const name of groupNames) {
    for (const type of groups[name]) if (types.includes(type)) sums.set(type, new BucketSums());
  }
  for (const { type, row } of wholeRows(whole, types)) sums.get(type)?.add(row.id, row.text);
  const { version } = feedSums;
  const cursor = { version, epoch: place.epoch, store: storeDigest, day, types, groups: statesOf(states, whole) };
  const wholeSums = Object.fromEntries([...sums].map(([type, gathered]) => [type, gathered.sums()]));
  return { version, cursor: sealCursor(hub.signer, cursor), types: { ...wholeSums, ...feedSums.types } };
}

interface SumsAsked {
  scope: InitScope;
  resources: readonly Resource[];
}

export interface FeedSums {
  version: number;
  types: Record<string, Checksums>;
}

function sumFeed(ctx: Ctx, { scope, resources }: SumsAsked): Promise<FeedSums> {
  return ctx.db.snapshot(async (tx) => {
    const { feed } = await feedOf(tx, scope.company);
    const read: Record<string, Checksums> = {};
    for (const resource of resources) {
      const gathered = new BucketSums();
      for await (const group of resource.versioned({ ctx, tx, scope })) {
        for (const { id, text } of group) gathered.add(id, text);
      }
      read[resource.name] = gathered.sums();
    }
    return { version: feed, types: read };
  });
}
