/** All rows of one moment, for whoever begins, or has been away for too long. */
import type { Ctx, Tx } from '../../db/index.ts';
import { ensureBasics, type InitScope, type PartSink, type Resource, type SharedPart } from '../init/index.ts';
import { noteSync } from '../sync-health/index.ts';
import { bucketOf } from './buckets.ts';
import { type GroupState, sealCursor } from './cursor.ts';
import type { PullHub } from './hub.ts';
import { audienceOf, type GroupName, groupNames, groups, resourcesFor } from './kinds.ts';
import type { Puller } from './places.ts';
import { auditCashiers, readGroups, scopeOf, standingOf } from './pull.ts';
import { chosenTypes, readAsker } from './puller.ts';
import { changeText } from './read-page.ts';
import type { Whole, WholeRow } from './wholes.ts';

export interface SnapshotAsked {
  types: readonly string[] | null;
  /** Two hexadecimal digits each; null: all rows. */
  buckets: readonly string[] | null;
  store: string | null;
}

/** Rows that every till of the store gets alike, as lines. */
export interface SnapshotPart extends SharedPart {
  /** Resolves when it is being written: the version that it shows. */
  readonly version: Promise<number>;
  /** Resolves when it is written. */
  readonly rows: Promise<number>;
}

export interface Snapshot {
  /** Equal for equal snapshots, before anything is read. */
  state: string;
  part: SnapshotPart;
  types: readonly string[];
  /** Rows without versions, read and written down as given out when this is called. */
  own(): Promise<OwnRows>;
}

export interface OwnRows {
  count: number;
  /** Each ended by a line break. There may be passwords in them. */
  lines: string;
  /** Where to go on from a version. */
  cursorAt(version: number): string;
}

/** @throws as `readAsker`, `chosenTypes` */
export async function openSnapshot(ctx: Ctx, hub: PullHub, asked: SnapshotAsked): Promise<Snapshot> {
  const asker = await readAsker(ctx, asked.store);
  const { puller } = asker;
  const types = chosenTypes(asker, asked.types);
  await ensureBasics(ctx, puller.companyId);
  const standing = await standingOf(ctx, hub, { puller, types });
  const { place, storeDigest, day, states } = standing;
  const scope = scopeOf(puller, place, ctx.now());
  const resources = resourcesFor(puller, types);
  const buckets = asked.buckets && new Set(asked.buckets);
  const name = `${audienceOf(puller)} ${place.currency} ${types.join()} ${[...(buckets ?? [])].sort().join()}`;
  return {
    types,
    state: [name, place.epoch, place.feed, storeDigest, day, ...states.values()].join(' '),
    part: snapshotPart(ctx, {
      scope,
      resources,
      buckets,
      name: `snapshot ${name}`,
      state: `${place.epoch} ${place.feed}`,
    }),
    async own() {
      const whole = await readGroups(ctx, hub, { puller, place, states, scope });
      const rows = wholeRows(whole, types).filter(({ row }) => buckets === null || buckets.has(bucketOf(row.id)));
      if (rows.some(({ type }) => type === 'cashiers')) await auditCashiers(ctx, puller, 'terminal.snapshot');
      return {
        count: rows.length,
        lines: rows.map(({ type, row }) => `${changeText({ type, id: row.id, version: null }, row)}\n`).join(''),
        cursorAt(version) {
          noteSnapshot(ctx, puller, version);
          const cursor = { version, epoch: place.epoch, store: storeDigest, day, types };
          return sealCursor(hub.signer, { ...cursor, groups: statesOf(states, whole) });
        },
      };
    },
  };
}

function noteSnapshot(ctx: Ctx, { terminalId, companyId }: Puller, version: number): void {
  if (terminalId !== null)
    noteSync(ctx, { terminalId, companyId, kind: 'pull.snapshot', version, items: 0, refused: 0 });
}

export function statesOf(states: ReadonlyMap<GroupName, string>, read: ReadonlyMap<GroupName, Whole>) {
  const said: Partial<Record<GroupName, GroupState>> = {};
  for (const [name, state] of states) said[name] = { state, digest: read.get(name)?.digest ?? '' };
  return said;
}

export function wholeRows(
  read: ReadonlyMap<GroupName, Whole>,
  types: readonly string[],
): { type: string; row: WholeRow }[] {
  return groupNames.flatMap((name) =>
    groups[name]
      .filter((type) => types.includes(type))
      .flatMap((type) => (read.get(name)?.rows[type] ?? []).map((row) => ({ type, row }))),
  );
}

interface PartAsked {
  scope: InitScope;
  resources: readonly Resource[];
  buckets: ReadonlySet<string> | null;
  name: string;
  state: string;
}

function snapshotPart(ctx: Ctx, { scope, resources, buckets, name, state }: PartAsked): SnapshotPart {
  const version = laterNumber();
  const rows = laterNumber();
  // Looked at by whoever sends the part that is written.
  for (const { promise } of [version, rows]) promise.catch(() => undefined);
  const write = async (sink: PartSink) => {
    const feed = await ctx.db.snapshot(async (tx) => {
      const { epoch, feed } = await feedOf(tx, scope.company);
      sink.describe(`${epoch} ${feed}`, { from: ctx.now(), until: null });
      version.resolve(feed);
      let count = 0;
      await sink.lines(
        0,
        linesOf(ctx, tx, { scope, resources, buckets }, (more) => {
          count += more;
        }),
      );
      return count;
    });
    rows.resolve(feed);
  };
  return {
    ...{ scope: name, state, version: version.promise, rows: rows.promise },
    write: (sink) =>
      write(sink).catch((error: unknown) => {
        version.reject(error);
        rows.reject(error);
        throw error;
      }),
  };
}

interface LaterNumber {
  promise: Promise<number>;
  resolve(value: number): void;
  reject(error: unknown): void;
}

function laterNumber(): LaterNumber {
  const later = {} as LaterNumber;
  later.promise = new Promise((resolve, reject) => Object.assign(later, { resolve, reject }));
  return later;
}

export async function feedOf(tx: Tx, companyId: number): Promise<{ epoch: string; feed: number }> {
  const { feedEpoch, versionCounter } = await tx.company.findUniqueOrThrow({
    where: { id: companyId },
    select: { feedEpoch: true, versionCounter: true },
  });
  return { epoch: feedEpoch, feed: versionCounter };
}

type LinesAsked = Pick<PartAsked, 'scope' | 'resources' | 'buckets'>;

async function* linesOf(
  ctx: Ctx,
  tx: Tx,
  { scope, resources, buckets }: LinesAsked,
  counted: (more: number) => void,
): AsyncGenerator<string> {
  for (const resource of resources) {
    for await (const group of resource.versioned({ ctx, tx, scope })) {
      const rows = buckets === null ? group : group.filter(({ id }) => buckets.has(bucketOf(id)));
      counted(rows.length);
      const lines = rows.map((row) => changeText({ type: resource.name, id: row.id, version: row.version }, row));
      if (lines.length > 0) yield `${lines.join('\n')}\n`;
    }
  }
}
